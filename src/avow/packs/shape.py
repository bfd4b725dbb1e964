"""What a framework pack is once it is loaded: frozen facts, each with its source and whether it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

Text = Mapping[str, str]
"""One human text in every language of the pack: language code to sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Anything a pack claims. ``source`` says who says so, in full; ``confirmed`` is false where nobody could check it."""

    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Track(Fact):
    code: str
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Fact):
    code: str
    name: Text
    short: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tactic(Fact):
    code: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Fact):
    """What a theme as a whole is to reach. ``value`` is the number as its source says it ("3-10" is no number: a text)."""

    code: str
    statement: Text
    value: str
    unit: Text
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Fact):
    code: str
    slug: str
    track: str
    letter: str | None
    name: Text
    short: Text
    vision: Text
    colour: str | None
    aliases: tuple[str, ...]
    actions: tuple[Action, ...]
    tactics: tuple[Tactic, ...]
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Fact):
    """One code of a code list. ``group`` is the code one level up; ``marks`` are codes of the same thing elsewhere."""

    code: str
    name: Text
    meaning: Text | None = None
    group: str | None = None
    aliases: tuple[str, ...] = ()
    reporting_group: str | None = None
    reason: Text | None = None
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodeList:
    """The closed set of codes a column takes its values from."""

    name: str
    entries: tuple[Entry, ...]
    platform: bool

    def __contains__(self, code: object) -> bool:
        return any(entry.code == code for entry in self.entries)

    def find(self, code: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.code == code), None)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(entry.code for entry in self.entries)


Category = Entry
"""A stakeholder category: an entry of the list ``categories``, with the reporting group that counts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Fact):
    """When commitments may be submitted: from ``opens`` up to and including ``closes``, both instants with a zone."""

    code: str
    name: Text
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Fact):
    """How long a commitment may run, in years; ``leader_years`` binds a leader in a theme it leads."""

    min_years: int
    max_years: int
    leader_years: int
    ends: int
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One open rule. A ``field`` rule looks at structured fields, a ``cue`` rule at the words of a text.

    A test gives a number. ``steps`` are the numbers at which it earns one more equal share of its points; without steps the
    number is itself the share, from 0 to 1. ``cues`` names lists of words. It counts only where no rule of ``unless`` is met.
    """

    code: str
    kind: str
    fields: tuple[str, ...]
    test: str
    value: Decimal | None
    values: tuple[str, ...]
    ratings: Mapping[str, Decimal]
    steps: tuple[Decimal, ...]
    cues: tuple[str, ...]
    unless: tuple[str, ...]
    looks_at: Text
    improve: Text
    example: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing scored from 0 to 3: ``start`` and what the rules give, or take where their ``points`` are below zero.

    ``weight`` is what each point adds to the overall score.
    """

    code: str
    name: Text
    meaning: Text
    start: Decimal
    weight: Decimal
    points: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Fact):
    """A criterion of a strong commitment; one with several ``parts`` has their mean as its score."""

    code: str
    name: Text
    meaning: Text
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Quadratic weighted kappas of one part: between the two readers, and of the rules with the readers' mean, as declared,
    cross-validated, and cross-validated without the words no other draft has."""

    code: str
    readers: Decimal
    rules: Decimal
    validated: Decimal
    unseen: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """On what the points were fitted, and how far the rules agree with the readers. Written by the bench, not by hand."""

    on: str
    drafts: int
    languages: Mapping[str, Decimal]
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An invented draft and the scores its rules give, by part; ``draft`` holds its fields apart from the texts."""

    code: str
    title: Text
    description: Text
    verification: Text
    remark: Text
    draft: Mapping[str, object]
    scores: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How the criteria are scored. ``cues`` is list to language to words."""

    name: Text
    meaning: Text
    start: Decimal
    rules: tuple[Rule, ...]
    cues: Mapping[str, Mapping[str, tuple[str, ...]]]
    examples: tuple[Example, ...]
    calibration: Calibration | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One step of the scale reviewers score a criterion on."""

    value: int
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRoute(Fact):
    """How many reviewers a commitment gets. ``second_share`` of those with one reviewer get a second at random."""

    code: str
    name: Text
    when: Text
    reviewers: int
    second_share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Fact):
    """Clocks are calendar days; ``disagreement`` is the gap in scores that asks for one more reviewer."""

    application_days: int
    review_days: int
    disagreement: int
    scores: tuple[Score, ...]
    routes: tuple[ReviewRoute, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle(Fact):
    """One reporting year; without opening and closing when no source tells them."""

    code: str
    name: Text
    opens: datetime | None
    closes: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder(Fact):
    """``days`` after (or, when negative, before) the ``moment`` of a cycle: its opening or its closing."""

    code: str
    moment: str
    days: int
    to: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Fact):
    """A figure. ``sql`` runs over the published tables and returns exact numerators and denominators."""

    id: str
    title: Text
    definition: Text
    unit: str
    base: str
    by: tuple[str, ...]
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor(Fact):
    """A figure somebody else published, kept with its source. ``disputed`` when public sources disagree about it."""

    code: str
    id: str
    cycle: str
    value: str
    unit: str
    disputed: bool
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Affirmation(Fact):
    """The sentence every commitment carries."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A whole framework. ``unreviewed`` holds, by language, the addresses of texts no native speaker has read; an
    address that ends in ``*`` stands for all that begin so."""

    id: str
    version: str
    name: Text
    short_name: Text
    host: Text
    licence: str
    data_licence: str
    time_zone: str
    language: str
    languages: tuple[str, ...]
    tracks: tuple[Track, ...]
    themes: tuple[Theme, ...]
    lists: Mapping[str, CodeList]
    windows: tuple[Window, ...]
    terms: Terms
    criteria: tuple[Criterion, ...]
    strength: Strength
    affirmation: Affirmation
    review: Review
    cycles: tuple[Cycle, ...]
    reminders: tuple[Reminder, ...]
    indicators: tuple[Indicator, ...]
    anchors: tuple[Anchor, ...]
    texts: Mapping[str, Text]
    unreviewed: Mapping[str, frozenset[str]]

    def theme(self, code: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.code == code), None)

    def action(self, code: str) -> Action | None:
        return next((action for theme in self.themes for action in theme.actions if action.code == code), None)

    def window_at(self, at: datetime) -> Window | None:
        """The window that is open at ``at``, if any, confirmed or not."""
        return next((window for window in self.windows if window.opens <= at <= window.closes), None)

    def reporting_group(self, category: str, sub_category: str = "") -> str | None:
        """The group in which shares count an organisation: its sub-category's where that says one, else its category's."""
        for name, code in (("sub_categories", sub_category), ("categories", category)):
            entry = self.lists[name].find(code)
            if entry and entry.reporting_group:
                return entry.reporting_group
        return None

    def region_of(self, country: str) -> str | None:
        """The M49 sub-region a country belongs to."""
        entry = self.lists["countries"].find(country)
        return entry.group if entry else None

    def reviewed(self, language: str, address: str = "") -> bool:
        """Whether a native speaker has read every text of this language, or the one at ``address``."""
        unread = self.unreviewed.get(language, frozenset())
        if not address:
            return not unread
        return not any(address == each or (each.endswith("*") and address.startswith(each[:-1])) for each in unread)
