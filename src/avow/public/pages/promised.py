"""What two versions promise to reach and to pay: targets added, dropped and changed field by field, and amounts pledged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from avow.base.dates import PartialDate
from avow.public.asked import Asked
from avow.public.pages.pledges import pledges_changed
from avow.ui.components.history import Difference
from avow.ui.formatting import money, number, partial_date

Row = Mapping[str, Any]
ADDED, DROPPED, CHANGED = "added", "dropped", "changed"
FORMER = "former_targets"
_FIRMNESS = {"failed": 0, "met": 2, "unconditional": 2}  # anything else: 1


@dataclass(frozen=True)
class Promise:
    """One version: its row, and its targets by number. ``targets`` is None where the release does not keep them."""

    row: Row
    targets: Mapping[int, Row] | None


@dataclass(frozen=True)
class TargetChange:
    """``statement`` is empty where the sentence itself changed: it is then among the fields."""

    number: int
    kind: str
    word: str
    statement: str
    fields: tuple[Difference, ...]


def promise_of(asked: Asked, row: Row, current: int) -> Promise:
    """A version with its targets. Releases made before former targets were published keep those of the current one only."""
    reference, version = row["commitment"], row["version"]
    if version == current:
        told = asked.release.rows_of("targets", reference)
    elif FORMER in asked.release.tables:
        told = [one for one in asked.release.rows_of(FORMER, reference) if one["version"] == version]
    else:
        return Promise(row, None)
    return Promise(row, {one["number"]: one for one in told})


def targets_changed(before: Promise, after: Promise, language: str) -> tuple[TargetChange, ...]:
    """In the order of their numbers; those that stayed as they were are left out. None at all where one side is not kept."""
    if before.targets is None or after.targets is None:
        return ()
    old, new = before.targets, after.targets
    words = {ADDED: _("added"), DROPPED: _("dropped"), CHANGED: _("changed")}
    found = []
    for at in sorted({*old, *new}):
        kind = ADDED if at not in old else DROPPED if at not in new else CHANGED
        was, now = _told(old.get(at), language), _told(new.get(at), language)
        fields = tuple(
            Difference(name, was.get(field, ""), now.get(field, ""), whole=field not in _PROSE)
            for field, name in _names().items()
            if was.get(field, "") != now.get(field, "")
        )
        if fields:
            same = was.get("statement") == now.get("statement")
            found.append(TargetChange(at, kind, words[kind], now["statement"] if same else "", fields))
    return tuple(found)


def money_changed(before: Promise, after: Promise, asked: Asked) -> tuple[Difference, ...]:
    """The amounts pledged that differ, by currency; then pledges that say something else though the sum stayed."""
    old, new = pledged(before.row), pledged(after.row)
    differing = [currency for currency in sorted({*old, *new}) if old.get(currency, 0) != new.get(currency, 0)]
    told = [(one, _amount(old, one, asked.language), _amount(new, one, asked.language)) for one in differing]
    sums = (Difference(asked.labels.name("currencies", one), was, now, whole=True) for one, was, now in told)
    return (*sums, *pledges_changed(asked, before.row, after.row, frozenset(differing)))


def pledged(row: Row) -> dict[str, Decimal]:
    """The amounts of a version by currency, from ``48000000.00 USD``."""
    pairs = (told.partition(" ") for told in row["pledged"] or ())
    return {currency: Decimal(amount) for amount, _space, currency in pairs}


def weighed(before: Promise, after: Promise) -> Iterator[str]:
    """Which fields the label of a change rests on: end, countries, pledge, pledged, targets.

    The desk computes the label from the same fields; a test holds the two together. Nothing is told of targets that the
    release does not keep.
    """
    old, new = before.row, after.row
    if _last(old["end"]) != _last(new["end"]):
        yield "end"
    before_in, now_in = set(old["countries"] or ()), set(new["countries"] or ())
    if before_in and before_in != now_in:  # named where none were, they say more and do not make the promise larger
        yield "countries"
    if _FIRMNESS.get(old["pledge"] or "", 1) != _FIRMNESS.get(new["pledge"] or "", 1):
        yield "pledge"
    if _nonzero(pledged(old)) != _nonzero(pledged(new)):
        yield "pledged"
    if before.targets is not None and after.targets is not None and _targets_weigh(before.targets, after.targets):
        yield "targets"


def _targets_weigh(old: Mapping[int, Row], new: Mapping[int, Row]) -> bool:
    return old.keys() != new.keys() or any(_reaches(old[at]) != _reaches(new[at]) and _compares(old[at], new[at]) for at in old)


def _reaches(target: Row) -> tuple[object, ...]:
    return target["target"], _last(target["target_on"])


def _compares(old: Row, new: Row) -> bool:
    """Values in different units cannot be compared: then only a date or a value told anew, or no more, weighs."""
    told_in_both = old["target"] is not None and new["target"] is not None
    alike = not told_in_both or (old["unit"] or "") == (new["unit"] or "")
    return (alike and old["target"] != new["target"]) or _last(old["target_on"]) != _last(new["target_on"])


def _nonzero(amounts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {currency: amount for currency, amount in amounts.items() if amount}


def _last(told: str | None) -> object:
    return PartialDate.parse(told).last if told else None


_PROSE = frozenset({"statement", "indicator", "verification"})


def _names() -> dict[str, str]:
    return {
        "statement": _("Statement"),
        "indicator": _("What is measured"),
        "target": _("Value promised"),
        "target_on": _("By"),
        "baseline": _("Baseline"),
        "baseline_on": _("Date of the baseline"),
        "verification": _("How anybody can check it"),
    }


def _told(target: Row | None, language: str) -> dict[str, str]:
    """A target as a reader would see it; nothing for one that the version does not have."""
    if target is None:
        return {}
    unit = target["unit"] or ""
    return {
        "statement": target["statement"] or "",
        "indicator": target["indicator"] or "",
        "target": f"{number(target['target'], language)} {unit}".strip(),
        "target_on": partial_date(target["target_on"], language),
        "baseline": f"{number(target['baseline'], language)} {unit}".strip() if target["baseline"] is not None else "",
        "baseline_on": partial_date(target["baseline_on"], language),
        "verification": target["verification"] or "",
    }


def _amount(amounts: Mapping[str, Decimal], currency: str, language: str) -> str:
    """As told, cents included; nothing where none is pledged in the currency."""
    return money(amounts[currency], currency, language, places=None) if currency in amounts else ""


def amounts(row: Row, language: str) -> Sequence[str]:
    """Everything a version pledges, a text for each currency."""
    told = pledged(row)
    return [_amount(told, currency, language) for currency in told]
