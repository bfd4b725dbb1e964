"""The worker's round: what time brings, what is due, and a server that is away."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event

import pytest
from tests import builders, builders_outbox
from tests.builders_outbox import AT
from tests.outbox.post_office import PostOffice

from avow.accounts.models import Person
from avow.outbox import kinds, watching
from avow.outbox.delivering import Tally
from avow.outbox.kinds import Wanted, planner
from avow.outbox.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_calendars(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendars a test registers are gone after it."""
    monkeypatch.setattr(kinds, "_planners", {})


class Clock:
    """Goes a minute further each time it is asked, and stops the round after a number of times."""

    def __init__(self, stop: Event, times: int) -> None:
        self.at, self.stop, self.left = AT, stop, times

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        self.left -= 1
        if self.left <= 0:
            self.stop.set()
        return self.at


def round_of(times: int) -> tuple[list[Tally], list[Exception]]:
    stop = Event()
    told: list[Tally] = []
    failed: list[Exception] = []
    watching.watch(stop, told=told.append, failed=failed.append, every=0, now=Clock(stop, times))
    return told, failed


def test_what_time_brings_is_queued_once_and_sent(post: PostOffice) -> None:
    builders.framework()
    someone = builders_outbox.person()

    @planner
    def reminders(at: datetime) -> list[Wanted]:
        return [Wanted("sample.update", someone, f"reminder:{someone.pk}:one-week")]

    told, failed = round_of(12)
    assert not failed
    assert [one.sent for one in told] == [1]
    assert Notice.objects.count() == 1


def test_the_failure_of_one_calendar_keeps_no_other_back(post: PostOffice) -> None:
    builders.framework()
    someone: Person = builders_outbox.person()

    @planner
    def broken(at: datetime) -> list[Wanted]:
        raise RuntimeError("a feature's mistake")

    @planner
    def whole(at: datetime) -> list[Wanted]:
        return [Wanted("sample.update", someone, "reminder:1")]

    _told, failed = round_of(4)
    assert "a feature's mistake" in str(failed[0])
    assert Notice.objects.count() == 1


def test_a_server_that_is_away_is_left_alone_longer_and_longer() -> None:
    rest = watching.Rest()
    pauses = []
    for _ in range(7):
        rest.begin(AT)
        assert rest.until is not None
        pauses.append(int((rest.until - AT).total_seconds()))
    assert pauses == [30, 60, 120, 240, 480, 600, 600]
    rest.end()
    assert rest.over(AT)
