"""The targets of a commitment, each with the line of its reported values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from avow.base.dates import PartialDate
from avow.public.asked import Asked


@dataclass(frozen=True)
class Value:
    value: Decimal
    on: date
    proof: str


@dataclass(frozen=True)
class TargetLine:
    """``begins`` and ``ends`` bound the straight path from baseline to target; nothing where a date was not told."""

    number: int
    statement: str
    indicator: str
    unit: str
    baseline: Decimal | None
    baseline_on: str
    target: Decimal | None
    target_on: str
    verification: str
    band: str
    band_name: str
    values: tuple[Value, ...]
    begins: date | None
    ends: date | None

    @property
    def latest(self) -> Value | None:
        return self.values[-1] if self.values else None

    @property
    def reached(self) -> Decimal | None:
        """Share of the way from baseline to target, by the latest value; nothing where it cannot be told."""
        if self.latest is None or self.target is None or self.baseline is None or self.target == self.baseline:
            return None
        return (self.latest.value - self.baseline) / (self.target - self.baseline)


def targets_of(asked: Asked, row: Mapping[str, Any]) -> tuple[TargetLine, ...]:
    reference = row["reference"]
    values = asked.release.rows_of("target_values", reference)
    targets = sorted(asked.release.rows_of("targets", reference), key=lambda one: int(one["number"]))
    return tuple(_line(asked, row, target, [one for one in values if one["target"] == target["number"]]) for target in targets)


def _line(asked: Asked, row: Mapping[str, Any], target: Mapping[str, Any], values: Sequence[Mapping[str, Any]]) -> TargetLine:
    labels = asked.labels
    told = sorted((one for one in values if one["value_on"] is not None), key=lambda one: (one["value_on"], one["number"]))
    return TargetLine(
        number=target["number"],
        statement=target["statement"] or "",
        indicator=target["indicator"] or "",
        unit=target["unit"] or "",
        baseline=target["baseline"],
        baseline_on=target["baseline_on"] or "",
        target=target["target"],
        target_on=target["target_on"] or "",
        verification=target["verification"] or "",
        band=target["band"] or "",
        band_name=labels.name("trajectories", target["band"]),
        values=tuple(Value(one["value"], one["value_on"], labels.name("proofs", one["proof"])) for one in told),
        begins=_day(target["baseline_on"] or row["start"], last=False),
        ends=_day(target["target_on"] or row["end"], last=True),
    )


def _day(told: str | None, *, last: bool) -> date | None:
    if not told:
        return None
    when = PartialDate.parse(told)
    return when.last if last else when.first
