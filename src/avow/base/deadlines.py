"""Clocks of calendar days: when an answer is due, how many days are left, whether it is late.

A clock counts the days that begin after it started, in one time zone, and leaves out those that begin while it is paused.
The last day ends at 23:59 there, whatever the clocks on the wall do that night.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The calendar day an instant falls on."""
    return at.astimezone(zone).date()


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a day, in UTC: 01:00 on its wall where clocks leap over midnight."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day, in UTC: 23:59:59 on its wall, the second time where clocks go back at midnight."""
    return start_of(day + ONE_DAY, zone) - timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """From when to when a clock stood still; ``end`` is None while it does."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause ends before it starts")

    def holds(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(frozen=True, slots=True)
class DayClock:
    """``days`` calendar days from ``started``, in ``zone``. All instants are aware.

    Started on the 1st with 21 days it is due on the 22nd at 23:59. A pause adds one day for every midnight it spans, so one
    that ends the day it started adds none; a pause that starts when the last day is over changes nothing.
    """

    days: int
    zone: ZoneInfo
    started: datetime
    pauses: tuple[Pause, ...] = ()

    def __post_init__(self) -> None:
        if self.days < 0:
            raise ValueError("a clock cannot run for less than no day")

    def paused(self, at: datetime) -> bool:
        return any(pause.holds(at) for pause in self.pauses)

    @property
    def due_on(self) -> date | None:
        """The last day in time; None while a pause without an end keeps it from being known."""
        after = day_of(self.started, self.zone) + (self.days + 1) * ONE_DAY  # the first day that is late
        for first, resumed in self._paused_days():
            if first > after:
                break
            if resumed is None:
                return None
            after += resumed - first
        return after - ONE_DAY

    @property
    def due_at(self) -> datetime | None:
        """The last second in time, in UTC; None as ``due_on``."""
        due = self.due_on
        return None if due is None else end_of(due, self.zone)

    def days_left(self, at: datetime) -> int:
        """Whole days until the last one: 0 on that day, negative by the days it is late. Stands still while paused."""
        today = day_of(at, self.zone)
        counted = (today - day_of(self.started, self.zone)).days
        for first, resumed in self._paused_days():
            if first > today:
                break
            counted -= ((today + ONE_DAY if resumed is None else min(resumed, today + ONE_DAY)) - first).days
        return self.days - counted

    def late(self, at: datetime) -> bool:
        """Whether ``at`` is past the last second in time. Asked of the instant of an answer, it says whether that was late."""
        return self.days_left(at) < 0

    def _paused_days(self) -> Iterator[tuple[date, date | None]]:
        """Stretches of days that begin paused, after the day it started: from the first to the first that counts again."""
        begun = day_of(self.started, self.zone) + ONE_DAY
        spans = ((self._first_from(p.start), None if p.end is None else self._first_from(p.end)) for p in self.pauses)
        return _merged((max(first, begun), end) for first, end in spans if end is None or end > max(first, begun))

    def _first_from(self, at: datetime) -> date:
        """The first day that begins at ``at`` or later."""
        day = day_of(at, self.zone)
        return day if start_of(day, self.zone) >= at else day + ONE_DAY


def _merged(spans: Iterable[tuple[date, date | None]]) -> Iterator[tuple[date, date | None]]:
    """The same days without overlap, in order."""
    first: date | None = None
    until: date | None = None
    for start, end in sorted(spans, key=lambda span: span[0]):
        if first is not None and until is not None and start > until:
            yield first, until
            first = None
        if first is None:
            first, until = start, end
        elif until is not None:
            until = None if end is None else max(until, end)
    if first is not None:
        yield first, until
