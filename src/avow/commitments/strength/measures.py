"""What each test of a rule gives: a number, and what it was found in. Pure; every test answers for any content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from avow.base.dates import PartialDate
from avow.commitments.strength.subject import Subject, is_told
from avow.commitments.strength.text import Text
from avow.packs.shape import Rule

SHOWN = 8
"""Findings kept of one rule; more would not be read."""
_LONG = 120
_YEAR = 365.25  # days


@dataclass(frozen=True, slots=True)
class Found:
    """A word, a number or a value, as told, and the field it was found in."""

    field: str
    said: str


@dataclass(frozen=True, slots=True)
class Measure:
    """``value`` is a share or a count, ``of`` what a share is of; ``seen`` are fields with what was found in them; ``read`` is
    false where the text's language has no cues."""

    value: float
    seen: tuple[tuple[str, object], ...] = ()
    of: int | None = None
    read: bool = True

    @property
    def found(self) -> tuple[Found, ...]:
        """What was seen, in words: the first few."""
        return tuple(Found(field, _said(value)) for field, value in self.seen[:SHOWN])


def measure(rule: Rule, subject: Subject) -> Measure:
    return _TESTS[rule.test](rule, subject)


def _present(rule: Rule, subject: Subject) -> Measure:
    told = {field: subject.told(field) for field in rule.fields}
    held = sum(1 for values in told.values() if values)
    return Measure(held / len(told), _seen(told), len(told))


def _complete(rule: Rule, subject: Subject) -> Measure:
    name = rule.fields[0].partition(".")[0]
    rows, parts = subject.rows(name), [field.partition(".")[2] for field in rule.fields]
    whole = sum(1 for row in rows if all(is_told(getattr(row, part, None)) for part in parts))
    return Measure(whole / len(rows) if rows else 0.0, _seen(_told(rule, subject)), len(rows))


def _at_least(rule: Rule, subject: Subject) -> Measure:
    told = _told(rule, subject)
    values = [value for values in told.values() for value in values]
    if rule.fields == ("makers",):
        return Measure(float(subject.makers), _seen(told))
    return Measure(float(len(values)), _seen(told))


def _sum(rule: Rule, subject: Subject) -> Measure:
    told = _told(rule, subject)
    amounts = [value for values in told.values() for value in values if isinstance(value, Decimal)]
    return Measure(float(sum(amounts, Decimal(0))), _seen(told))


def _one_of(rule: Rule, subject: Subject) -> Measure:
    held = {field: [value for value in values if str(value) in rule.values] for field, values in _told(rule, subject).items()}
    return Measure(float(any(held.values())), _seen(held))


def _rated(rule: Rule, subject: Subject) -> Measure:
    told = _told(rule, subject)
    worth = [(rule.ratings.get(str(value), Decimal(0)), field, value) for field, values in told.items() for value in values]
    if not worth:
        return Measure(0.0)
    rating, field, value = max(worth, key=lambda each: each[0])
    return Measure(float(rating), ((field, value),))


def _within(rule: Rule, subject: Subject) -> Measure:
    """From the earliest day of the first field to the earliest the second can mean: at most ``value`` years."""
    first, second = ([_day(value) for value in subject.told(field)] for field in rule.fields)
    days = [day for day in second if day is not None]
    begins = [day for day in first if day is not None]
    if not begins or not days:
        return Measure(0.0)
    meets = min(days) - min(begins)
    return Measure(float(meets.days <= float(rule.value or 0) * _YEAR), _seen(_told(rule, subject)))


def _before(rule: Rule, subject: Subject) -> Measure:
    """Whether any day of the first field can only mean one earlier than every day of the second."""
    first, second = ([_day(value) for value in subject.told(field)] for field in rule.fields)
    ends = [day for day in second if day is not None]
    early = [day for day in first if day is not None and ends and day < min(ends)]
    return Measure(float(bool(early)), _seen(_told(rule, subject)) if early else ())


def _pairs(rule: Rule, subject: Subject) -> list[tuple[object, object]]:
    name, _, left = rule.fields[0].partition(".")
    right = rule.fields[1].partition(".")[2]
    rows = ((getattr(row, left, None), getattr(row, right, None)) for row in subject.rows(name))
    return [(one, other) for one, other in rows if is_told(one) and is_told(other)]


def _differs(rule: Rule, subject: Subject) -> Measure:
    pairs = _pairs(rule, subject)
    count = len(subject.rows(rule.fields[0].partition(".")[0]))
    apart = [(one, other) for one, other in pairs if one != other]
    return Measure(len(apart) / count if count else 0.0, _apart(rule, apart), count)


def _same(rule: Rule, subject: Subject) -> Measure:
    alike = [(one, other) for one, other in _pairs(rule, subject) if one == other]
    return Measure(float(bool(alike)), _apart(rule, alike))


def _mentions(rule: Rule, subject: Subject) -> Measure:
    if not subject.spoken:
        return Measure(0.0, read=not any(subject.told(field) for field in rule.fields))
    hits: dict[str, tuple[str, object]] = {}
    for field in rule.fields:
        told = subject.hits(field)
        for name in rule.cues:
            for hit in told.get(name, ()):
                hits.setdefault(hit.cue, (field, hit.said))
    return Measure(float(len(hits)), tuple(hits.values()))


def _figures(rule: Rule, subject: Subject) -> Measure:
    count, found = 0, list[tuple[str, object]]()
    for field, text in _texts(rule, subject):
        count += len(text.numbers) + len(text.dates)
        first = [(one.at, one.said) for one in text.numbers[:SHOWN]] + [(one.at, one.said) for one in text.dates[:SHOWN]]
        found += [(field, said) for _, said in sorted(first)]
    return Measure(float(count), tuple(found))


def _dense(rule: Rule, subject: Subject) -> Measure:
    """Numbers and dates in a hundred words."""
    words = sum(text.length for _, text in _texts(rule, subject))
    figures = _figures(rule, subject)
    return Measure(figures.value * 100 / words if words else 0.0, figures.seen)


def _exact(rule: Rule, subject: Subject) -> Measure:
    texts = _texts(rule, subject)
    every, exact = sum(text.sentences for _, text in texts), sum(len(text.exact) for _, text in texts)
    return Measure(exact / every if every else 0.0, _figures(rule, subject).seen, every)


def _dated(rule: Rule, subject: Subject) -> Measure:
    """Distinct dates from the start on; every date where no start is told."""
    start = subject.content.start
    since = (start.year, start.month or 1) if start else (0, 1)
    found: dict[tuple[int, int | None], tuple[str, object]] = {}
    for field, text in _texts(rule, subject):
        for one in text.dates:
            if (one.year, one.month or 12) >= since:
                found.setdefault((one.year, one.month), (field, one.said))
    return Measure(float(len(found)), tuple(found.values()))


def _worded(rule: Rule, subject: Subject) -> Measure:
    longest = max(((len(text.words), field, place) for field, text, place in _placed(rule, subject)), default=None)
    if longest is None:
        return Measure(0.0)
    count, field, place = longest
    return Measure(float(count), ((field, subject.told(field)[place]),))


def _amounts(rule: Rule, subject: Subject) -> Measure:
    """Numbers with a sign of money, or with the name of a currency within two words."""
    found: list[tuple[str, object]] = []
    for field, text in _texts(rule, subject):
        hits = subject.cues.hits(text)
        named = {hit.at for name in rule.cues for hit in hits.get(name, ())}
        found += [
            (field, one.said) for one in text.numbers if one.priced or not named.isdisjoint(range(one.at - 1, one.end + 2))
        ]
    return Measure(float(len(found)), tuple(found))


def _matches_number(rule: Rule, subject: Subject) -> Measure:
    """Share of the values of the first field that the text of the second tells too."""
    field, text_field = rule.fields
    values = [value for value in subject.told(field) if isinstance(value, Decimal)]
    told = {one.value: one.said for text in subject.texts(text_field) for one in text.numbers}
    met: list[tuple[str, object]] = [(text_field, told[value]) for value in values if value in told]
    return Measure(len(met) / len(values) if values else 0.0, tuple(met), len(values))


_TESTS: Mapping[str, Callable[[Rule, Subject], Measure]] = {
    "present": _present,
    "complete": _complete,
    "at-least": _at_least,
    "sum": _sum,
    "one-of": _one_of,
    "rated": _rated,
    "within": _within,
    "before": _before,
    "differs": _differs,
    "same": _same,
    "mentions": _mentions,
    "figures": _figures,
    "dense": _dense,
    "exact": _exact,
    "dated": _dated,
    "worded": _worded,
    "amounts": _amounts,
    "matches-number": _matches_number,
}


def _told(rule: Rule, subject: Subject) -> dict[str, tuple[object, ...]]:
    return {field: subject.told(field) for field in rule.fields}


def _texts(rule: Rule, subject: Subject) -> list[tuple[str, Text]]:
    return [(field, text) for field in rule.fields for text in subject.texts(field)]


def _placed(rule: Rule, subject: Subject) -> list[tuple[str, Text, int]]:
    return [(field, text, place) for field in rule.fields for place, text in enumerate(subject.texts(field))]


def _seen(told: Mapping[str, Iterable[object]]) -> tuple[tuple[str, object], ...]:
    return tuple((field, value) for field, values in told.items() for value in values)


def _apart(rule: Rule, pairs: Iterable[tuple[object, object]]) -> tuple[tuple[str, object], ...]:
    return tuple((rule.fields[1], f"{_said(one)} → {_said(other)}") for one, other in pairs)


def _said(value: object) -> str:
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def _day(value: object) -> date | None:
    if isinstance(value, PartialDate):
        return value.first
    return value if isinstance(value, date) else None
