"""Days of the demonstration. The same few thousand return in every commitment: each is made once and shared by all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from avow.base.dates import PartialDate

told = cache(PartialDate)
"""A date as told: year, month, day."""

_days: dict[date, date] = {}


def after(start: date, days: int) -> date:
    found = start + timedelta(days=days)
    return _days.setdefault(found, found)


@cache
def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
