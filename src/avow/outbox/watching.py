"""The worker's round for notices: what time alone brings is queued, what is due is sent."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from django.conf import settings
from django.db import transaction

from avow.base import clock
from avow.outbox import queueing
from avow.outbox.delivering import Tally, deliver_due
from avow.outbox.kinds import planners
from avow.outbox.transport import UnreachableError

CALENDAR_EVERY = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=10)

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Rest:
    """How long to leave a server alone that does not answer: half a minute, then twice as long each time."""

    until: datetime | None = None
    length: timedelta = timedelta(seconds=30)

    def over(self, at: datetime) -> bool:
        return self.until is None or at >= self.until

    def begin(self, at: datetime) -> None:
        self.until, self.length = at + self.length, min(self.length * 2, LONGEST_REST)

    def end(self) -> None:
        self.until, self.length = None, timedelta(seconds=30)


def watch(
    stop: Event,
    *,
    told: Callable[[Tally], None],
    failed: Callable[[Exception], None],
    between: Callable[[], None] = lambda: None,
    every: float = 2.0,
    now: Callable[[], datetime] = clock.now,
) -> None:
    """Queues and sends until told to stop. A failure is reported and the round goes on; ``between`` is called after each."""
    rest, planned_at = Rest(), None
    while not stop.is_set():
        at = now()
        if planned_at is None or at - planned_at >= CALENDAR_EVERY:
            planned_at = at
            plan_due(at, failed)
        if settings.MAIL.way != "none" and rest.over(at):
            try:
                tally = deliver_due(now, stop)
                rest.end()
                if tally:
                    told(tally)
            except Exception as problem:  # the watcher outlives a server that is away and a database that is busy
                if isinstance(problem, UnreachableError):
                    rest.begin(now())
                failed(problem)
        between()
        stop.wait(every)


def plan_due(at: datetime, failed: Callable[[Exception], None]) -> None:
    """Asks each feature's calendar; the failure of one keeps none of the others back."""
    for planner in planners():
        try:
            with transaction.atomic():
                queueing.enqueue_all(planner(at), at=at)
        except Exception as problem:
            failed(problem)
