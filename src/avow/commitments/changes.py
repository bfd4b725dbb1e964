"""What an amendment does to a promise: compares fields of two versions, not prose. Pure.

Weakening and strengthening are judged on end date, target values against their direction and dates, amounts by currency,
countries, number of targets, and conditionality. A later end weakens, unless every target stays as it was: then the promise
is *extended*, and with targets added to them *strengthened*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from avow.base.dates import PartialDate
from avow.commitments.content import Content, TargetContent

STRENGTHENED, WEAKENED, MIXED, NEUTRAL, EXTENDED = "strengthened", "weakened", "mixed", "neutral", "extended"

_FIRMNESS = {"failed": 0, "conditional": 1, "met": 2, "unconditional": 2}


@dataclass(frozen=True, slots=True)
class Effect:
    """One difference that counts: ``weight`` is -1 (weakens), +1 (strengthens) or 0 (a later end that only extends)."""

    field: str
    weight: int


def label(old: Content, new: Content) -> str:
    """``strengthened``, ``weakened``, ``mixed``, ``neutral`` or ``extended``."""
    found = list(effects(old, new))
    weights = {effect.weight for effect in found} - {0}
    if weights == {1}:
        return STRENGTHENED
    if weights == {-1}:
        return WEAKENED
    if weights:
        return MIXED
    return EXTENDED if found else NEUTRAL


def effects(old: Content, new: Content) -> Iterator[Effect]:
    """Every difference that counts, in the order of the text."""
    yield from _end(old, new)
    yield from _countries(old.countries, new.countries)
    yield from _weighed("pledge", _FIRMNESS.get(new.pledge, 1) - _FIRMNESS.get(old.pledge, 1))
    before, after = old.pledged(), new.pledged()
    for currency in sorted({*before, *after}):
        yield from _weighed(f"pledged {currency}", after.get(currency, Decimal(0)) - before.get(currency, Decimal(0)))
    yield from _targets(old.targets, new.targets)


def _end(old: Content, new: Content) -> Iterator[Effect]:
    """Sooner binds more, as does an end where none was told; none where one was told binds less."""
    sooner = _sooner(old.end, new.end)
    if sooner < 0 and new.end is not None and _all_kept(old.targets, new.targets):
        yield Effect("end", 0)
    else:
        yield from _weighed("end", sooner)


def _countries(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Effect]:
    """Countries named where none were say more about the promise, but do not make it larger."""
    if set(old) - set(new):
        yield Effect("countries dropped", -1)
    if old and set(new) - set(old):
        yield Effect("countries added", 1)


def _targets(old: tuple[TargetContent, ...], new: tuple[TargetContent, ...]) -> Iterator[Effect]:
    before = {target.number: target for target in old}
    after = {target.number: target for target in new}
    for number in sorted({*before, *after}):
        if number not in after:
            yield Effect(f"target {number} dropped", -1)
        elif number not in before:
            yield Effect(f"target {number} added", 1)
        else:
            yield from _weighed(f"target {number} value", _further(before[number], after[number]))
            yield from _weighed(f"target {number} date", _sooner(before[number].target_on, after[number].target_on))


def _all_kept(old: tuple[TargetContent, ...], new: tuple[TargetContent, ...]) -> bool:
    kept = {target.number: target for target in new}
    return all(target.number in kept and _measured(kept[target.number]) == _measured(target) for target in old)


def _measured(target: TargetContent) -> tuple[object, ...]:
    return target.unit, target.baseline, target.target, target.target_on


def _further(old: TargetContent, new: TargetContent) -> int | Decimal:
    """Positive when the promised value moved in the target's direction. Values in different units cannot be compared."""
    if new.target is None or old.target is None:
        return (new.target is not None) - (old.target is not None)
    if old.unit != new.unit:
        return 0
    lower_is_better = old.baseline is not None and old.target < old.baseline
    return old.target - new.target if lower_is_better else new.target - old.target


def _sooner(old: PartialDate | None, new: PartialDate | None) -> int:
    """Positive when the new date is earlier, or is told where the old one was not."""
    if old is None or new is None:
        return (new is not None) - (old is not None)
    return (old.last - new.last).days


def _weighed(field: str, amount: int | Decimal) -> Iterator[Effect]:
    if amount:
        yield Effect(field, 1 if amount > 0 else -1)
