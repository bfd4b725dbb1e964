"""When silence makes a commitment lapse. Pure: reporting tells what its cycles heard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """What one reporting cycle heard of a commitment: ``asked`` when it stood in the cycle's frozen frame."""

    cycle: str
    closed_at: datetime
    asked: bool
    reported: bool


def silent_twice(cycles: Iterable[Heard], at: datetime) -> tuple[Heard, Heard] | None:
    """The last two cycles closed by ``at``, when it was asked in both and reported in neither."""
    closed = sorted((one for one in cycles if one.closed_at <= at), key=lambda one: one.closed_at)[-2:]
    if len(closed) == 2 and all(one.asked and not one.reported for one in closed):
        return closed[0], closed[1]
    return None
