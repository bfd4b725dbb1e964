"""Rows of targets, current and former, and their values, and the trajectories computed from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from avow.commitments.disclosure.selecting import View, first_day, last_day, number, select
from avow.commitments.trajectory import CANNOT_TELL, Reading, band, worst
from avow.kernel.reading import instant_sql

Row = tuple[object, ...]

_JOINS = """
    JOIN commitments_target t ON t.commitment_id = c.id AND t.version = c.version
    JOIN commitments_commitmentversion v ON v.commitment_id = c.id AND v.number = c.version
    LEFT JOIN commitments_targetvalue l ON l.id = (
        SELECT id FROM commitments_targetvalue
        WHERE commitment_id = t.commitment_id AND target = t.number ORDER BY value_on DESC, number DESC LIMIT 1
    )
"""
_MEASURED = 't.unit, t.baseline, t.baseline_on, t.target, t.target_on, l.value, l.value_on, v.start, v."end"'


def target_rows(view: View) -> Iterator[Row]:
    words = "c.reference, t.number, t.statement, NULLIF(t.indicator, ''), NULLIF(t.verification, '')"
    for reference, position, statement, indicator, verification, *measured in select(
        view, f"{words}, {_MEASURED}", _JOINS, ", t.number"
    ):
        unit, baseline, baseline_on, target, target_on, latest, latest_on, _, _ = measured
        yield (
            reference,
            position,
            statement,
            indicator,
            unit or None,
            number(baseline),
            baseline_on,
            number(target),
            target_on,
            verification,
            number(latest),
            latest_on,
            _band(measured, view),
        )


def former_target_rows(view: View) -> Iterator[Row]:
    """As the versions before the current one stated them. Most commitments have one version, and are not looked into."""
    found = select(
        view,
        "c.reference, t.version, t.number, t.statement, NULLIF(t.indicator, ''), NULLIF(t.unit, ''), t.baseline, "
        "t.baseline_on, t.target, t.target_on, NULLIF(t.verification, '')",
        "JOIN commitments_target t ON c.version > 1 AND t.commitment_id = c.id AND t.version < c.version",
        ", t.version, t.number",
    )
    for (
        reference, version, position, statement, indicator, unit, baseline, baseline_on, target, target_on, verification,
    ) in found:  # fmt: skip
        yield (
            reference,
            version,
            position,
            statement,
            indicator,
            unit,
            number(baseline),
            baseline_on,
            number(target),
            target_on,
            verification,
        )


def value_rows(view: View) -> Iterator[Row]:
    found = select(
        view,
        f"c.reference, r.target, r.number, r.value, r.value_on, r.proof, {instant_sql('r.recorded_at')}",
        "JOIN commitments_targetvalue r ON r.commitment_id = c.id",
        ", r.target, r.number",
    )
    for reference, target, position, value, value_on, proof, recorded_at in found:
        yield reference, target, position, number(value), value_on, proof, recorded_at


def trajectories(view: View) -> Iterator[tuple[str, str]]:
    """The worst band of each commitment that has targets, by reference, in order of references."""
    current, bands = "", [CANNOT_TELL]
    for reference, *measured in select(view, f"c.reference, {_MEASURED}", _JOINS):
        if reference != current:
            if current:
                yield current, worst(bands)
            current, bands = reference, []
        bands.append(_band(measured, view))
    if current:
        yield current, worst(bands)


def _band(measured: list[Any], view: View) -> str:
    """Values stay whole millionths here: scaling changes no ratio, only what a milestone's 1 is."""
    unit, baseline, baseline_on, target, target_on, latest, latest_on, start, end = measured
    if target is None and not unit:
        latest = number(latest)
    dates = first_day(baseline_on), last_day(target_on), first_day(start), last_day(end)
    return band(Reading(unit, baseline, dates[0], target, dates[1], latest, latest_on, dates[2], dates[3]), view.day)
