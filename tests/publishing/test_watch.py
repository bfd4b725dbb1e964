"""When the desk publishes by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from avow.publishing.watching import APART, QUIET, Pace

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def test_the_first_change_waits_for_half_a_minute_of_quiet() -> None:
    pace = Pace()
    assert not pace.due(1, _at(0))
    assert not pace.due(1, _at(29))
    assert pace.due(1, _at(30))


def test_another_command_begins_the_quiet_anew() -> None:
    pace = Pace()
    pace.due(1, _at(0))
    pace.due(2, _at(20))
    assert not pace.due(2, _at(49))
    assert pace.due(2, _at(50))


def test_a_desk_that_never_rests_does_not_hold_the_public_back() -> None:
    pace = Pace()
    due = [second for second in range(0, 310, 10) if pace.due(second, _at(second))]
    assert due[0] == APART.total_seconds()


def test_releases_are_five_minutes_apart() -> None:
    pace = Pace()
    pace.due(1, _at(0))
    pace.done(1, _at(30))
    pace.due(2, _at(40))
    assert not pace.due(2, _at(329))
    assert pace.due(2, _at(330))


def test_nothing_new_is_not_due_until_the_day_turns() -> None:
    pace = Pace()
    pace.due(1, _at(0))
    pace.done(1, _at(30))
    assert not pace.due(1, _at(3600))
    assert pace.due(1, datetime(2026, 11, 23, 0, 0, 1, tzinfo=UTC))


def test_what_came_while_publishing_is_not_forgotten() -> None:
    pace = Pace()
    pace.due(1, _at(0))
    pace.done(1, _at(30))
    pace.due(2, _at(31))
    assert pace.due(2, _at(31) + APART + QUIET)
