"""Whether a target is being reached in time, computed from what is promised and what was reported. Pure and exact.

The path is a straight line from baseline to target. A dated milestone (no unit, no promised value) expects nothing before its
date and 1 from then on; a reported value of 1 says it is reached. A value is held against where the path was on the day the
value is true for: held against today's, every maker would fall behind between two reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

TOO_EARLY, AHEAD, ON_TRACK, BEHIND, CANNOT_TELL = "too-early", "ahead", "on-track", "behind", "cannot-tell"

# As (parts, of): products of whole numbers are compared, which is exact and quick.
EARLY = (1, 10)  # of the term
AHEAD_FROM = (11, 10)  # of the expected share
ON_TRACK_FROM = (9, 10)
STALE_AFTER = timedelta(days=548)  # eighteen months

WORST_FIRST = (BEHIND, CANNOT_TELL, ON_TRACK, AHEAD, TOO_EARLY)
_RANK = {band: rank for rank, band in enumerate(WORST_FIRST)}

Number = Decimal | int


class Reading(NamedTuple):
    """One target with its latest value. Dates are days: the first day a told date can mean for a start, the last for an end."""

    unit: str
    baseline: Number | None
    baseline_on: date | None
    target: Number | None
    target_on: date | None
    latest: Number | None
    latest_on: date | None
    term_start: date | None = None
    term_end: date | None = None

    @property
    def milestone(self) -> bool:
        return not self.unit and self.target is None


def band(reading: Reading, day: date) -> str:
    """The trajectory of one target as of ``day``.

    The term is the commitment's; where that is not told, the time from the target's baseline to its date.
    """
    if _early(reading.term_start or reading.baseline_on, reading.term_end or reading.target_on, day):
        return TOO_EARLY
    if reading.latest is None or reading.latest_on is None or reading.target_on is None:
        return CANNOT_TELL
    if min(day, reading.target_on) - reading.latest_on > STALE_AFTER:
        return CANNOT_TELL
    if reading.milestone:
        return _milestone(reading.latest, reading.target_on, day)
    return _quantity(reading, min(reading.latest_on, reading.target_on))


def worst(bands: Iterable[str]) -> str:
    """A commitment's band: the worst among its targets; *too early* only when nothing else is known; none is *cannot tell*."""
    return min(bands, key=_RANK.__getitem__, default=CANNOT_TELL)


def _early(start: date | None, end: date | None, day: date) -> bool:
    if start is None or end is None or end <= start:
        return False
    return (day - start).days * EARLY[1] < (end - start).days * EARLY[0]


def _milestone(latest: Number, target_on: date, day: date) -> str:
    reached = latest >= 1
    if day < target_on:
        return AHEAD if reached else ON_TRACK
    return ON_TRACK if reached else BEHIND


def _quantity(reading: Reading, measured: date) -> str:
    """Compares achieved with expected share as whole products, without division: no rounding can move a band's edge."""
    baseline, target, latest = reading.baseline, reading.target, reading.latest
    if not reading.unit or baseline is None or target is None or latest is None or baseline == target:
        return CANNOT_TELL
    if reading.baseline_on is None or reading.target_on is None or reading.target_on <= reading.baseline_on:
        return CANNOT_TELL
    total = (reading.target_on - reading.baseline_on).days
    elapsed = (measured - reading.baseline_on).days
    if elapsed <= 0:  # nothing was measured since the baseline
        return CANNOT_TELL
    way, done = (target - baseline, latest - baseline) if target > baseline else (baseline - target, baseline - latest)
    achieved, expected = done * total, way * elapsed
    if achieved * AHEAD_FROM[1] >= expected * AHEAD_FROM[0]:
        return AHEAD
    return ON_TRACK if achieved * ON_TRACK_FROM[1] >= expected * ON_TRACK_FROM[0] else BEHIND
