"""The clock of an application: 21 days by the shipped pack, standing still while the applicant is asked for more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from avow.base.deadlines import DayClock, Pause
from avow.framework import queries as framework
from avow.organisations.models import Application, ApplicationQuestion


@dataclass(frozen=True, slots=True)
class Standard:
    """What every clock of a page goes by: read once."""

    days: int
    zone: ZoneInfo

    @classmethod
    def in_force(cls) -> Standard:
        review = framework.current().form["review"]
        return cls(int(review["application_days"]), framework.time_zone())

    def clock(self, row: Application, questions: Iterable[ApplicationQuestion]) -> DayClock | None:
        """The clock of an application; none before it is submitted."""
        if row.submitted_at is None:
            return None
        pauses = tuple(Pause(one.asked_at, one.answered_at) for one in questions)
        return DayClock(self.days, self.zone, row.submitted_at, pauses)


@dataclass(frozen=True, slots=True)
class Due:
    """How the clock stands, for pages: ``due_at`` is None while it stands still, ``paused_on`` says since when."""

    due_at: datetime | None
    paused_on: datetime | None
    zone: str
    decided_late: bool


def due_of(row: Application, standard: Standard, questions: Iterable[ApplicationQuestion]) -> Due | None:
    asked = list(questions)
    clock = standard.clock(row, asked)
    if clock is None:
        return None
    waiting = next((one.asked_at for one in asked if one.answered_at is None), None)
    late = row.decided_at is not None and clock.late(row.decided_at)
    return Due(clock.due_at, waiting, standard.zone.key, late)


def due_on(row: Application) -> date | None:
    """The day the decision is due, for letters."""
    clock = Standard.in_force().clock(row, row.questions.all())
    return clock.due_on if clock else None
