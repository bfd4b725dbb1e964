"""Every key a pack may hold, declared once: the loader accepts these and the format's reference is checked against them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("en", "fr", "es", "ru", "ar")


class Kind(StrEnum):
    """What a key's value must be."""

    TEXT = "text"  # a sentence people read: written once here, translated in languages/
    STRING = "string"
    CODE = "code"  # lower-case letters, digits, hyphens; a full stop between parts
    CODES = "codes"
    STRINGS = "strings"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    MOMENT = "moment"  # a date and time in the pack's time zone
    NUMBERS = "numbers"
    POINTS = "points"  # a table: code to number
    TABLE = "table"
    TABLES = "tables"


@dataclass(frozen=True, slots=True)
class Key:
    """One accepted key. ``refers`` names the code list its value must be in; ``section`` the keys of a table below it."""

    name: str
    kind: Kind
    meaning: str
    required: bool = True
    refers: str = ""
    section: str = ""
    choices: tuple[str, ...] = ()


SOURCE = Key(
    "source", Kind.STRING, "Who says so: the id of a source, then, after a comma, the place in it. Inherited from above.", False
)
CONFIRMED = Key("confirmed", Kind.BOOLEAN, "Whether the source was read and says it. Inherited from above.", False)
FACT = (SOURCE, CONFIRMED)
CODE = Key("code", Kind.CODE, "Stable code, unique in its list.")
NAME = Key("name", Kind.TEXT, "What people call it.")
START = Key("start", Kind.NUMBER, "Points before any rule; none unless told.", False)
SCORED = (
    START,
    Key("weight", Kind.NUMBER, "What each of its points adds to the overall score; nothing unless told.", False),
    Key("points", Kind.POINTS, "Rule to the points it gives; below zero, takes.", False),
)
ALIASES = Key("aliases", Kind.STRINGS, "Other spellings that an import recognises.", False)

FIELDS = (
    "title", "description", "language", "actions", "actions.theme", "actions.action", "actions.share", "types", "scope",
    "countries", "groups", "start", "end", "targets", "targets.statement", "targets.indicator", "targets.unit",
    "targets.baseline", "targets.baseline_on", "targets.target", "targets.target_on", "targets.verification", "pledges",
    "pledges.amount", "pledges.on", "pledges.novelty", "pledges.payer", "money", "money.stage", "money.amount", "money.usd",
    "money.novelty", "money.instrument", "endorsement_level", "endorsed_on", "pledge", "condition", "affirmed", "principles",
    "links", "joint", "makers",
)  # fmt: skip
"""The fields of a commitment that rules may look at. ``money`` is every amount at the stage it has reached."""

FIELD_TESTS = ("present", "complete", "at-least", "sum", "one-of", "rated", "within", "before", "differs", "same")
CUE_TESTS = ("mentions", "figures", "dense", "exact", "dated", "worded", "amounts", "matches-number")
TESTS = (*FIELD_TESTS, *CUE_TESTS)
"""What a rule may ask of structured fields, and of texts; docs/reference/packs.md says what each gives."""

UNITS = ("count", "share", "usd")
BASES = ("commitment", "organisation")

BY = {
    "track": "tracks", "theme": "themes", "action": "actions", "type": "types", "category": "categories",
    "reporting_group": "reporting_groups", "country": "countries", "region": "regions", "maker_country": "countries",
    "maker_region": "regions", "scope": "scopes", "group": "groups", "origin": "origins", "standing": "standings",
    "stage": "stages", "trajectory": "trajectories", "change": "changes", "pledge": "pledges", "role": "maker_roles",
    "endorsement_level": "endorsement_levels", "window": "windows", "instrument": "instruments", "novelty": "novelties",
    "currency": "currencies", "language": "languages", "year": "",
}  # fmt: skip
"""What a figure may be broken down by, and the code list the groups are named from."""

PACK_LISTS = (
    "categories",
    "sub_categories",
    "reporting_groups",
    "types",
    "groups",
    "endorsement_levels",
    "principles",
    "results",
)
"""Code lists a pack declares in ``lists/``; the last two it may leave out."""
OPTIONAL_LISTS = ("principles", "results")
RENAMED_LISTS = ("stages", "trajectories")
"""Platform lists whose names and meanings a pack may write anew; their codes stay."""
PLATFORM_LISTS = (
    "countries", "regions", "origins", "languages", "scopes", "standings", "stages", "trajectories", "pledges", "changes",
    "warnings", "maker_roles", "proofs", "money_stages", "currencies", "instruments", "novelties", "netting_reasons",
    "absences", "turns",
)  # fmt: skip

SECTIONS: dict[str, tuple[Key, ...]] = {
    "pack": (
        Key("id", Kind.CODE, "Code of the framework."),
        Key("version", Kind.STRING, "Version of the pack, three numbers: 1.0.0."),
        NAME,
        Key("short_name", Kind.TEXT, "Name where there is little room."),
        Key("host", Kind.TEXT, "Who runs the initiative."),
        Key("licence", Kind.STRING, "Licence of the pack, as an SPDX name."),
        Key("data_licence", Kind.STRING, "Licence of the data published under it, as an SPDX name."),
        Key("time_zone", Kind.STRING, "Time zone of windows and clocks, by its IANA name."),
        Key("language", Kind.STRING, "Language the pack's own files are written in.", choices=LANGUAGES),
        Key("languages", Kind.STRINGS, "Languages every text exists in."),
        Key("terms", Kind.TABLE, "How long commitments may run.", section="terms"),
        Key("affirmation", Kind.TABLE, "What every commitment affirms.", section="affirmation"),
    ),
    "terms": (
        Key("min_years", Kind.INTEGER, "Shortest term, in years."),
        Key("max_years", Kind.INTEGER, "Longest term, in years."),
        Key("leader_years", Kind.INTEGER, "Term expected of a leader in a theme it leads, in years."),
        Key("ends", Kind.INTEGER, "Year in which the framework ends."),
        Key("note", Kind.TEXT, "What people are told about terms."),
        *FACT,
    ),
    "affirmation": (Key("text", Kind.TEXT, "The affirmation, in a sentence."), *FACT),
    "source": (
        Key("title", Kind.STRING, "Title of the document, as a reader would look for it."),
        Key("address", Kind.STRING, "Where it can be read.", False),
    ),
    "tracks": (*FACT, Key("track", Kind.TABLES, "Tracks, in the order they are shown.", section="track")),
    "track": (CODE, NAME, Key("meaning", Kind.TEXT, "What the track is."), *FACT),
    "theme": (
        CODE,
        Key("slug", Kind.CODE, "The theme's part of its page address."),
        Key("track", Kind.CODE, "Track it belongs to.", refers="tracks"),
        Key("order", Kind.INTEGER, "Place in lists, from 1."),
        Key("letter", Kind.STRING, "Letter it goes by in its track.", False),
        NAME,
        Key("short", Kind.TEXT, "Name where there is little room."),
        Key("vision", Kind.TEXT, "What the theme is for."),
        Key("colour", Kind.STRING, "A colour for charts, as #rrggbb.", False),
        ALIASES,
        *FACT,
        Key("action", Kind.TABLES, "Actions of the theme.", False, section="action"),
        Key("tactic", Kind.TABLES, "Ways of acting its blueprint names.", False, section="tactic"),
        Key("target", Kind.TABLES, "What the theme as a whole is to reach.", False, section="target"),
    ),
    "action": (CODE, NAME, Key("short", Kind.TEXT, "Name where there is little room."), ALIASES, *FACT),
    "tactic": (CODE, NAME, *FACT),
    "target": (
        CODE,
        Key("statement", Kind.TEXT, "The target in a sentence."),
        Key("value", Kind.STRING, "The number as its source says it; a text, so that a range stays a range."),
        Key("unit", Kind.TEXT, "Unit of the number."),
        Key("by", Kind.INTEGER, "Year by which it is to be reached."),
        *FACT,
    ),
    "list": (*FACT, Key("entry", Kind.TABLES, "The codes, in the order they are shown.", section="entry")),
    "entry": (
        CODE,
        NAME,
        Key("meaning", Kind.TEXT, "What the code says, in a sentence.", False),
        Key("group", Kind.CODE, "Code one level up: a sub-category's category, a country's region.", False),
        Key("reporting_group", Kind.CODE, "Reporting group that counts it (categories).", False, refers="reporting_groups"),
        Key("reason", Kind.TEXT, "Why it counts there.", False),
        ALIASES,
        *FACT,
    ),
    "windows": (*FACT, Key("window", Kind.TABLES, "Registration windows, earliest first.", section="window")),
    "window": (
        CODE,
        NAME,
        Key("opens", Kind.MOMENT, "First moment, in the pack's time zone."),
        Key("closes", Kind.MOMENT, "Last moment, in the pack's time zone."),
        *FACT,
    ),
    "criteria": (
        *FACT,
        Key("overall", Kind.TABLE, "How the parts make one overall score.", section="overall"),
        Key("criterion", Kind.TABLES, "Criteria of a strong commitment.", section="criterion"),
    ),
    "overall": (NAME, Key("meaning", Kind.TEXT, "What the overall score says."), START),
    "criterion": (
        CODE,
        NAME,
        Key("meaning", Kind.TEXT, "What the criterion asks."),
        *SCORED,
        Key("part", Kind.TABLES, "Its parts, where it is scored in parts.", False, section="part"),
        *FACT,
    ),
    "part": (CODE, NAME, Key("meaning", Kind.TEXT, "What the part asks."), *SCORED),
    "rules": (Key("rule", Kind.TABLES, "The open rules.", section="rule"),),
    "rule": (
        CODE,
        Key("kind", Kind.STRING, "Whether it looks at structured fields or at the words of a text.", choices=("field", "cue")),
        Key("fields", Kind.STRINGS, "Fields of the commitment it looks at."),
        Key("test", Kind.STRING, "What it asks of them.", choices=TESTS),
        Key("value", Kind.NUMBER, "Number the test compares with.", False),
        Key("values", Kind.STRINGS, "Values the test accepts.", False),
        Key("ratings", Kind.POINTS, "What each value is worth, from 0 to 1.", False),
        Key("steps", Kind.NUMBERS, "What the test must give for each further share of the points.", False),
        Key("cues", Kind.STRINGS, "Lists of cues.toml it looks for.", False),
        Key("unless", Kind.CODES, "Rules of which none may be met at all; else this one does not count.", False),
        Key("looks_at", Kind.TEXT, "What it looks at, for the person writing."),
        Key("improve", Kind.TEXT, "What would improve the commitment."),
        Key("example", Kind.TEXT, "What meets it, invented."),
    ),
    "cues": tuple(Key(language, Kind.STRINGS, f"Words and phrases, {language}.") for language in LANGUAGES),
    "examples": (Key("example", Kind.TABLES, "Invented drafts with their scores.", section="example"),),
    "example": (
        CODE,
        Key("title", Kind.TEXT, "Its title."),
        Key("description", Kind.TEXT, "Its description."),
        Key("verification", Kind.TEXT, "How its targets are verified.", False),
        Key("remark", Kind.TEXT, "Why it scores so."),
        Key("draft", Kind.TABLE, "Its other fields, as the content of a commitment is stored; left out where not told."),
        Key("scores", Kind.POINTS, "Score by part, and `overall`."),
    ),
    "calibration": (
        Key("on", Kind.STRING, "Day it was measured."),
        Key("drafts", Kind.INTEGER, "How many drafts."),
        Key("languages", Kind.POINTS, "Language to how many of them."),
        Key("part", Kind.TABLES, "Agreement by part.", section="agreement"),
    ),
    "agreement": (
        CODE,
        Key("readers", Kind.NUMBER, "Kappa of one reader with the other."),
        Key("rules", Kind.NUMBER, "Kappa of the rules, as declared, with the readers: mean of both."),
        Key("validated", Kind.NUMBER, "The same, each draft scored with points fitted on the others."),
        Key("unseen", Kind.NUMBER, "The same, without the cue words that only the draft itself has."),
    ),
    "review": (
        Key("application_days", Kind.INTEGER, "Days to decide an application."),
        Key("review_days", Kind.INTEGER, "Days to decide a commitment."),
        Key("disagreement", Kind.INTEGER, "Gap between two scores that asks for one more reviewer."),
        *FACT,
        Key("score", Kind.TABLES, "Steps of the scale, lowest first.", section="score"),
        Key("route", Kind.TABLES, "Routes to reviewers, first match first.", section="route"),
    ),
    "score": (
        Key("value", Kind.INTEGER, "The score."),
        NAME,
        Key("meaning", Kind.TEXT, "When a reviewer gives it."),
    ),
    "route": (
        CODE,
        NAME,
        Key("when", Kind.TEXT, "Which commitments take it."),
        Key("reviewers", Kind.INTEGER, "How many reviewers."),
        Key("second_share", Kind.NUMBER, "Share that gets one more reviewer at random, from 0 to 1.", False),
        *FACT,
    ),
    "calendar": (
        *FACT,
        Key("cycle", Kind.TABLES, "Reporting years.", section="cycle"),
        Key("reminder", Kind.TABLES, "Mails of every cycle.", section="reminder"),
    ),
    "cycle": (
        CODE,
        NAME,
        Key("opens", Kind.MOMENT, "Opening; left out when nobody tells it.", False),
        Key("closes", Kind.MOMENT, "Closing; left out when nobody tells it.", False),
        *FACT,
    ),
    "reminder": (
        CODE,
        Key("moment", Kind.STRING, "What the days count from.", choices=("opening", "closing")),
        Key("days", Kind.INTEGER, "Days after it; before it when negative."),
        Key("to", Kind.STRING, "Whom it goes to.", choices=("all", "silent", "unfinished", "reported")),
        Key("text", Kind.TEXT, "What it says."),
        *FACT,
    ),
    "indicators": (*FACT, Key("indicator", Kind.TABLES, "Figures, in the order they are shown.", section="indicator")),
    "indicator": (
        Key("id", Kind.CODE, "Id of the figure, part of its address; its SQL is indicators/<id>.sql."),
        Key("title", Kind.TEXT, "Title of the figure."),
        Key("definition", Kind.TEXT, "What is counted, over what, and what is left out."),
        Key("unit", Kind.STRING, "What the number is.", choices=UNITS),
        Key("base", Kind.STRING, "What is counted.", choices=BASES),
        Key("by", Kind.STRINGS, "What it is broken down by, one dimension at a time.", False),
        *FACT,
    ),
    "anchors": (*FACT, Key("anchor", Kind.TABLES, "Figures published elsewhere.", section="anchor")),
    "anchor": (
        CODE,
        Key("id", Kind.CODE, "Figure it is about; two anchors may speak of the same one."),
        Key("cycle", Kind.STRING, "Year or cycle it is about."),
        Key("value", Kind.STRING, "The value as published."),
        Key("unit", Kind.STRING, "Unit of the value."),
        Key("disputed", Kind.BOOLEAN, "Whether public sources disagree; then none is shown as fact.", False),
        Key("note", Kind.TEXT, "What it is and what it is not."),
        *FACT,
    ),
    "language": (
        Key("reviewed", Kind.BOOLEAN, "Whether a native speaker has read the texts."),
        Key("unreviewed", Kind.STRINGS, "Addresses of texts not read yet although the others were.", False),
        Key("texts", Kind.TABLE, "Address of a text to its translation."),
    ),
}
"""Section to its keys. A file holds one section or, where it is a list, tables of one."""

FILES = {
    "pack.toml": "pack",
    "sources.toml": "source",
    "tracks.toml": "tracks",
    "themes/<code>.toml": "theme",
    "lists/<name>.toml": "list",
    "windows.toml": "windows",
    "criteria.toml": "criteria",
    "rules.toml": "rules",
    "cues.toml": "cues",
    "examples.toml": "examples",
    "calibration.toml": "calibration",
    "review.toml": "review",
    "calendar.toml": "calendar",
    "indicators.toml": "indicators",
    "anchors.toml": "anchors",
    "texts.toml": "texts",
    "languages/<language>.toml": "language",
}
"""Every file of a pack beside ``indicators/<id>.sql`` and ``LICENSE.md``, and the section it holds."""
