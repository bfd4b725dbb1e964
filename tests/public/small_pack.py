"""A framework of two themes, in the public form a release carries: enough for every page, wired to nothing shipped."""

from __future__ import annotations

from avow.record.figures import Indicator


def named(code: str, name: str, **more: object) -> dict[str, object]:
    return {
        "code": code,
        "name": {"en": name, "fr": f"{name} (fr)"},
        "meaning": {"en": f"{name}, explained."},
        "confirmed": True,
        **more,
    }


def entries(*codes: str) -> list[dict[str, object]]:
    return [named(code, code.replace("-", " ").capitalize()) for code in codes]


def part(code: str, name: str, **points: str) -> dict[str, object]:
    return {**named(code, name), "start": "0.5", "weight": "0.4", "points": points}


def rule(code: str, field: str, test: str, **more: object) -> dict[str, object]:
    plain = {"kind": "field", "value": None, "values": [], "ratings": {}, "steps": [], "cues": [], "unless": []}
    said = {key: {"en": f"{code.capitalize()}, {key}."} for key in ("looks_at", "improve", "example")}
    return {"code": code, "fields": [field], "test": test, **plain, **said, **more}


THEMES = [
    {
        **named("water", "Clean water"),
        "slug": "clean-water",
        "track": "main",
        "short": {"en": "Water"},
        "vision": {"en": "Water for everybody."},
        "source": "charter, page 1",
        "actions": [
            {**named("water-1", "Dig wells in every district"), "short": {"en": "Wells"}, "source": "charter, page 2"},
            {**named("water-2", "Mend pipes before they burst"), "short": {"en": "Pipes"}, "source": "", "confirmed": False},
        ],
        "tactics": [],
        "targets": [{"code": "t1", "statement": {"en": "A thousand wells"}, "source": "charter", "confirmed": False}],
    },
    {
        **named("light", "Electric light"),
        "slug": "electric-light",
        "track": "main",
        "short": {"en": "Light"},
        "vision": {"en": "Light after dusk."},
        "source": "charter, page 3",
        "actions": [{**named("light-1", "Lamps on every street"), "short": {"en": "Lamps"}, "source": "charter"}],
        "tactics": [],
        "targets": [],
    },
]

PACK: dict[str, object] = {
    "id": "wells",
    "version": "1",
    "name": {"en": "Wells and Lamps", "fr": "Puits et lampes", "ar": "آبار ومصابيح"},
    "short_name": {"en": "Wells"},
    "host": {"en": "The Wells Office"},
    "licence": "CC-BY-4.0",
    "data_licence": "CC-BY-4.0",
    "time_zone": "UTC",
    "languages": ["en", "fr", "es", "ru", "ar"],
    "tracks": [named("main", "Main track")],
    "themes": THEMES,
    "windows": [
        {"code": "2021", "name": {"en": "Call of 2021"}, "opens": "2021-05-21T00:00:00Z", "closes": "2021-06-20T00:00:00Z"},
        {
            "code": "open",
            "name": {"en": "The standing call"},
            "opens": "2021-01-01T00:00:00Z",
            "closes": "2999-01-01T00:00:00Z",
        },
    ],
    "texts": {"home.promise": {"en": "Promises of water and light"}, "home.lead": {"en": "Who promised what."}},
    "criteria": [
        {**named("depth", "Depth"), "parts": [part("depth", "Depth", number="2", vague="-0.5")]},
        {
            **named("smart", "SMART"),
            "parts": [part("specific", "Specific", vague="-1"), part("measurable", "Measurable", number="1.25")],
        },
    ],
    "strength": {
        **named("overall", "Overall"),
        "start": "-0.75",
        "rules": [
            rule("number", "targets.target", "at-least", steps=["1"]),
            rule("vague", "description", "mentions", kind="cue", steps=["1", "2", "3"], cues=["vague"]),
        ],
        "cues": {"vague": {"en": ["perhaps", "=some day", "<b>soon</b>"], "fr": ["peut-être"], "es": [], "ru": [], "ar": []}},
        "examples": [
            {
                "code": "weak",
                "title": {"en": "A well, perhaps"},
                "description": {"en": "Perhaps we dig. <script>alert(1)</script>"},
                "verification": {},
                "remark": {"en": "No number."},
                "draft": {},
                "scores": {"depth": 0, "specific": 0, "measurable": 1, "overall": 0},
            }
        ],
        "calibration": {
            "on": "2023-06-30",
            "drafts": 12,
            "languages": {"en": 7, "fr": 5},
            "parts": [
                {"code": "depth", "readers": "0.95", "rules": "0.90", "validated": "0.85", "unseen": "0.80"},
                {"code": "measurable", "readers": "0.91", "rules": "0.70", "validated": "0.65", "unseen": "0.60"},
                {"code": "all", "readers": "0.93", "rules": "0.80", "validated": "0.75", "unseen": "0.70"},
            ],
        },
    },
    "anchors": [],
    "lists": {
        "categories": entries("government", "civil-society", "private-sector"),
        "sub_categories": entries("government.parliament"),
        "reporting_groups": entries("government", "civil-society", "other"),
        "countries": [
            named("KEN", "Kenya", group="202"),
            named("MLI", "Mali", group="202"),
            named("FRA", "France", group="155"),
            named("XKX", "Kosovo", group=""),
            named("ATA", "Antarctica", group=""),
        ],
        "regions": entries("202", "155", "002", "150", "019", "142", "009"),
        "types": entries("financial", "advocacy", "policy", "programmatic"),
        "scopes": entries("domestic", "global", "unknown"),
        "groups": entries("girls", "rural-women"),
        "origins": entries("maker", "secretariat", "public-source"),
        "languages": entries("en", "fr", "es", "ru", "ar"),
        "standings": entries("live", "ended", "lapsed", "withdrawn", "superseded"),
        "stages": entries("not-reported", "planning", "in-progress", "completed"),
        "trajectories": entries("too-early", "ahead", "on-track", "behind", "cannot-tell"),
        "endorsement_levels": entries("minister", "other"),
        "pledges": entries("unconditional", "conditional", "met", "failed"),
        "changes": entries("strengthened", "weakened", "mixed", "neutral", "extended"),
        "warnings": entries("no-theme", "end-missing", "shares-over-100"),
        "maker_roles": entries("owner", "co-maker", "proposed"),
        "proofs": entries("statement", "document", "public-source", "third-party"),
        "money_stages": entries("pledged", "secured", "disbursed", "spent"),
        "currencies": entries("USD", "EUR", "KES"),
        "instruments": entries("grant", "loan", "in-kind", "unknown"),
        "novelties": entries("new", "existing", "unknown"),
        "netting_reasons": entries("re-granted", "inside-other"),
    },
    "indicators": [
        {
            "id": "commitments.count",
            "title": {"en": "Commitments"},
            "definition": {"en": "All that are listed."},
            "unit": "count",
            "base": "commitment",
            "by": ["theme"],
            "confirmed": True,
            "source": "charter",
        },
        {
            "id": "commitments.reported",
            "title": {"en": "Share that reported"},
            "definition": {"en": "Of all live ones."},
            "unit": "share",
            "base": "commitment",
            "by": ["category", "stage"],
            "confirmed": True,
            "source": "charter",
        },
        {
            "id": "money.pledged",
            "title": {"en": "Pledged"},
            "definition": {"en": "Gross."},
            "unit": "usd",
            "base": "commitment",
            "by": [],
            "confirmed": False,
            "source": "charter",
        },
    ],
}

INDICATORS = [
    Indicator(
        "commitments.count",
        "count",
        "commitment",
        ("theme",),
        "select count(distinct reference) as numerator, null as denominator, theme from "
        "(select reference, unnest(themes) as theme from commitments) group by grouping sets ((), (theme))",
    ),
    Indicator(
        "commitments.reported",
        "share",
        "commitment",
        ("category", "stage"),
        "select count(*) filter (stage <> 'not-reported') as numerator, count(*) as denominator, count(*) as covered, "
        "count(*) as eligible, category, stage from commitments where standing = 'live' "
        "group by grouping sets ((), (category), (stage))",
    ),
    Indicator(
        "money.pledged", "usd", "commitment", (), "select sum(pledged_usd) as numerator, null as denominator from commitments"
    ),
]
