"""How strong a commitment is, and how that is computed: every rule in the open, from the framework of the release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from avow.public.asked import Asked
from avow.public.pages.strength_words import counted_as, field_name, measured
from avow.ui.formatting import listed, number, partial_date, signed

Told = Mapping[str, Any]
_NO_PARTS: Told = {}


@dataclass(frozen=True)
class Scored:
    """A criterion with its score, and its parts where it has several."""

    code: str
    name: str
    score: int
    parts: tuple[Scored, ...] = ()


@dataclass(frozen=True)
class Strength:
    """What the rules said of one commitment. ``spoken`` is false where they know no words of its language."""

    overall: int
    criteria: tuple[Scored, ...]
    spoken: bool
    pack: str


@dataclass(frozen=True)
class Points:
    """What one rule counts for in one part; ``points`` as text, with its sign."""

    rule: str
    looks_at: str
    points: str
    takes: bool


@dataclass(frozen=True)
class Part:
    code: str
    name: str
    meaning: str
    start: str
    weight: str
    points: tuple[Points, ...]


@dataclass(frozen=True)
class Criterion:
    code: str
    name: str
    meaning: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Rule:
    """``counts_in`` are the names of parts with what it gives or takes there; ``words`` are those of the page's language."""

    code: str
    from_words: bool
    looks_at: str
    improve: str
    example: str
    fields: str
    measured: str
    counts_in: tuple[tuple[str, str], ...]
    words: str


@dataclass(frozen=True)
class Example:
    title: str
    description: str
    remark: str
    overall: int
    scores: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Agreement:
    name: str
    readers: str
    rules: str
    validated: str
    unseen: str


@dataclass(frozen=True)
class Calibration:
    on: str
    drafts: int
    languages: str
    agreements: tuple[Agreement, ...]
    least: str  # the part on which rules and readers agree least, on drafts not fitted on


@dataclass(frozen=True)
class Explained:
    """The page. Without criteria where the release's framework declares no scores."""

    criteria: tuple[Criterion, ...]
    start: str
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]
    calibration: Calibration | None


def strength_of(asked: Asked, reference: str) -> Strength | None:
    """The published strength of a commitment; ``None`` where it has none, or the release is older than strengths."""
    rows = asked.release.rows_of("strengths", reference) if "strengths" in asked.release.tables else ()
    row = next(iter(rows), None)
    if row is None:
        return None
    told = dict(one.rpartition(":")[::2] for one in row["scores"])
    return Strength(
        overall=row["overall"],
        criteria=tuple(_scored(asked, one, told) for one in asked.labels.pack.get("criteria", ()) if one["code"] in told),
        spoken=row["spoken"],
        pack=row["pack"],
    )


def _scored(asked: Asked, criterion: Told, told: Mapping[str, str]) -> Scored:
    labels, code = asked.labels, criterion["code"]
    parts = tuple(
        Scored(part["code"], labels.of(part["name"]), int(told[part["code"]]))
        for part in criterion.get("parts", ())
        if part["code"] != code and part["code"] in told
    )
    return Scored(code, labels.of(criterion["name"]), int(told[code]), parts)


def strength_page(asked: Asked) -> Explained:
    told: Told = asked.labels.pack.get("strength") or _NO_PARTS
    if not told:
        return Explained((), "", (), (), None)
    criteria = asked.labels.pack["criteria"]
    rules = {rule["code"]: rule for rule in told["rules"]}
    names = {part["code"]: asked.labels.of(part["name"]) for one in criteria for part in one["parts"]}
    names["overall"] = asked.labels.of(told["name"])
    return Explained(
        criteria=tuple(_criterion(asked, one, rules) for one in criteria),
        start=signed(Decimal(told["start"]), asked.language),
        rules=tuple(_rule(asked, rule, told, criteria) for rule in told["rules"]),
        examples=tuple(_example(asked, one, names) for one in told["examples"]),
        calibration=_calibration(asked, told["calibration"], names),
    )


def _criterion(asked: Asked, told: Told, rules: Mapping[str, Told]) -> Criterion:
    labels = asked.labels
    parts = tuple(_part(asked, part, rules) for part in told["parts"])
    return Criterion(told["code"], labels.of(told["name"]), labels.of(told["meaning"]), parts)


def _part(asked: Asked, told: Told, rules: Mapping[str, Told]) -> Part:
    labels, language = asked.labels, asked.language
    return Part(
        code=told["code"],
        name=labels.of(told["name"]),
        meaning=labels.of(told["meaning"]),
        start=signed(Decimal(told["start"]), language) if Decimal(told["start"]) else "",
        weight=number(Decimal(told["weight"]), language),
        points=tuple(
            Points(code, labels.of(rules[code]["looks_at"]), signed(Decimal(points), language), Decimal(points) < 0)
            for code, points in told["points"].items()
        ),
    )


def _rule(asked: Asked, told: Told, strength: Told, criteria: list[Told]) -> Rule:
    labels, language = asked.labels, asked.language
    cues = [word for name in told["cues"] for word in strength["cues"][name].get(language, ())]
    parts = [part for one in criteria for part in one["parts"] if told["code"] in part["points"]]
    return Rule(
        code=told["code"],
        from_words=told["kind"] == "cue",
        looks_at=labels.of(told["looks_at"]),
        improve=labels.of(told["improve"]),
        example=labels.of(told["example"]),
        fields=listed([field_name(field) for field in told["fields"]], language),
        measured=" ".join(one for one in (measured(told, labels, language), counted_as(told, language)) if one),
        counts_in=tuple((labels.of(part["name"]), signed(Decimal(part["points"][told["code"]]), language)) for part in parts),
        words=", ".join(word.removeprefix("=") for word in cues),
    )


def _example(asked: Asked, told: Told, names: Mapping[str, str]) -> Example:
    labels = asked.labels
    scores = tuple((names[code], score) for code, score in told["scores"].items() if code in names and code != "overall")
    return Example(
        labels.of(told["title"]), labels.of(told["description"]), labels.of(told["remark"]), told["scores"]["overall"], scores
    )


def _calibration(asked: Asked, told: Told | None, names: Mapping[str, str]) -> Calibration | None:
    if told is None:
        return None
    labels, language = asked.labels, asked.language

    def agreement(one: Told) -> Agreement:
        values = (number(Decimal(one[name]), language, 2) for name in ("readers", "rules", "validated", "unseen"))
        return Agreement(names.get(one["code"], ""), *values)

    return Calibration(
        on=partial_date(date.fromisoformat(told["on"]), language),
        drafts=told["drafts"],
        languages=listed(
            [f"{labels.name('languages', code)} {number(count, language)}" for code, count in told["languages"].items()],
            language,
        ),
        agreements=tuple(agreement(one) for one in told["parts"]),
        least=names.get(min(told["parts"], key=lambda one: Decimal(one["validated"]))["code"], "") if told["parts"] else "",
    )
