"""When to publish by itself: after a quiet moment, never more often than every five minutes, and at the turn of the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Event

from avow.base import clock
from avow.kernel import journal
from avow.publishing.releasing import publish
from avow.record.writing import ReleaseReport

QUIET = timedelta(seconds=30)
APART = timedelta(minutes=5)


@dataclass(slots=True)
class Pace:
    """Decides from what the journal showed and when. ``published`` is the journal length last published at ``at``.

    A burst of commands is waited out for ``QUIET``, but once releases are ``APART`` a desk that never rests does not hold
    the public back.
    """

    published: int = -1
    published_at: datetime | None = None
    seen: int = -1
    seen_at: datetime | None = None
    waiting_since: datetime | None = None
    day: date | None = None

    def due(self, length: int, at: datetime) -> bool:
        if length != self.seen:
            self.seen, self.seen_at = length, at
            self.waiting_since = self.waiting_since or at
        if self.published_at is not None and at - self.published_at < APART:
            return False
        if self.day is not None and at.date() != self.day:
            return True
        if length == self.published or self.seen_at is None or self.waiting_since is None:
            return False
        return at - self.seen_at >= QUIET or at - self.waiting_since >= APART

    def done(self, length: int, at: datetime) -> None:
        self.published, self.published_at, self.day = length, at, at.date()
        self.waiting_since = None if length == self.seen else at


def watch(
    stop: Event,
    *,
    told: Callable[[ReleaseReport], None],
    failed: Callable[[Exception], None],
    every: float = 2.0,
    now: Callable[[], datetime] = clock.now,
) -> None:
    """Publishes until told to stop. A failure is reported, and tried again with the next release that is due."""
    pace = Pace()
    while not stop.is_set():
        length, at = journal.head().length, now()
        if length and pace.due(length, at):
            try:
                told(publish(at=at))
            except Exception as error:  # the watcher outlives a full disk or a busy record
                failed(error)
            pace.done(length, at)
        stop.wait(every)
