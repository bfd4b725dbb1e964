"""When a notice leaves: at its own time, or gathered with others in the morning. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from avow.accounts.models import Person
from avow.base.deadlines import ONE_DAY, day_of
from avow.outbox.models import Frequency

MORNING = time(7)
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """``gathered`` is empty for a message of its own."""

    due_at: datetime
    gathered: str = ""


def zone_of(person: Person, otherwise: ZoneInfo) -> ZoneInfo:
    """Whose mornings a person's gathered notices go by: her own, else the framework's."""
    try:
        return ZoneInfo(person.time_zone) if person.time_zone else otherwise
    except (ValueError, KeyError):
        return otherwise


def plan(frequency: str, due_at: datetime, zone: ZoneInfo) -> Plan:
    """``daily`` leaves on the next morning, ``weekly`` on the next Monday's, both at seven in ``zone``."""
    if frequency not in (Frequency.DAILY, Frequency.WEEKLY):
        return Plan(due_at)
    day = day_of(due_at, zone)
    while (morning := datetime.combine(day, MORNING, zone).astimezone(UTC)) < due_at or (
        frequency == Frequency.WEEKLY and day.weekday() != MONDAY
    ):
        day += ONE_DAY
    return Plan(morning, frequency)
