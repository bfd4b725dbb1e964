"""Clocks of calendar days, across pauses, zones and the nights when clocks change."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from avow.base.deadlines import ONE_DAY, DayClock, Pause, day_of, end_of, start_of

NEW_YORK = ZoneInfo("America/New_York")
# Ordinary, without summer time, half an hour off, half an hour of summer time, and three that change at midnight.
ZONES = [
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Santiago",
    "Asia/Beirut",
    "Pacific/Kiritimati",
    "UTC",
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


def clock(started: str, *pauses: tuple[str, str | None], days: int = 21) -> DayClock:
    return DayClock(days, NEW_YORK, at(started), tuple(Pause(at(start), at(end) if end else None) for start, end in pauses))


class TestDue:
    def test_twenty_one_days_from_the_first_end_on_the_twenty_second_at_23_59(self) -> None:
        one = clock("2026-06-01 10:00")
        assert one.due_on == date(2026, 6, 22)
        assert one.due_at == at("2026-06-22 23:59:59")

    def test_the_day_is_the_one_of_the_zone_and_not_of_utc(self) -> None:
        assert clock("2026-06-01 23:30").due_on == date(2026, 6, 22)
        assert clock("2026-06-02 00:00").due_on == date(2026, 6, 23)

    def test_it_is_in_time_until_the_last_second_and_late_after(self) -> None:
        one = clock("2026-06-01 10:00")
        assert not one.late(at("2026-06-22 23:59:59"))
        assert one.late(at("2026-06-23 00:00"))

    def test_no_day_at_all_is_due_the_same_evening(self) -> None:
        assert clock("2026-06-01 10:00", days=0).due_on == date(2026, 6, 1)

    def test_the_days_left_count_down_to_none_and_below(self) -> None:
        one = clock("2026-06-01 10:00")
        days = ["2026-06-01 11:00", "2026-06-02 00:00", "2026-06-22 23:59", "2026-06-25 08:00"]
        assert [one.days_left(at(day)) for day in days] == [21, 20, 0, -3]


class TestPause:
    def test_a_pause_adds_the_midnights_it_spans(self) -> None:
        assert clock("2026-06-01 10:00", ("2026-06-05 09:00", "2026-06-08 17:00")).due_on == date(2026, 6, 25)

    def test_a_pause_within_a_day_adds_nothing(self) -> None:
        assert clock("2026-06-01 10:00", ("2026-06-05 09:00", "2026-06-05 17:00")).due_on == date(2026, 6, 22)

    def test_while_it_lasts_nothing_is_due_or_late_and_the_days_stand_still(self) -> None:
        one = clock("2026-06-01 10:00", ("2026-06-05 09:00", None))
        assert (one.due_on, one.due_at) == (None, None)
        assert [one.days_left(at(f"{day} 12:00")) for day in ("2026-06-05", "2026-06-06", "2027-06-06")] == [17, 17, 17]
        assert one.paused(at("2027-06-06 12:00"))
        assert not one.late(at("2027-06-06 12:00"))

    def test_paused_on_the_last_day_it_is_due_the_evening_it_goes_on(self) -> None:
        assert clock("2026-06-01 10:00", ("2026-06-22 20:00", "2026-07-10 08:00")).due_on == date(2026, 7, 10)

    def test_once_late_a_pause_helps_no_more(self) -> None:
        one = clock("2026-06-01 10:00", ("2026-06-23 00:00:01", None))
        assert one.due_on == date(2026, 6, 22)
        assert one.late(at("2026-06-24 00:00"))

    def test_overlapping_pauses_count_their_days_once(self) -> None:
        pauses = ("2026-06-05 09:00", "2026-06-08 17:00"), ("2026-06-07 09:00", "2026-06-09 17:00")
        assert clock("2026-06-01 10:00", *pauses).due_on == date(2026, 6, 26)

    def test_what_was_paused_before_the_start_does_not_count(self) -> None:
        assert clock("2026-06-05 10:00", ("2026-06-01 09:00", "2026-06-07 17:00")).due_on == date(2026, 6, 28)

    def test_it_cannot_end_before_it_starts(self) -> None:
        with pytest.raises(ValueError, match="ends before it starts"):
            Pause(at("2026-06-02 00:00"), at("2026-06-01 00:00"))


class TestClockChange:
    def test_a_night_that_is_an_hour_short_or_long_moves_nothing(self) -> None:
        assert clock("2026-03-01 23:59").due_at == at("2026-03-22 23:59:59")  # summer time began on 8 March
        assert clock("2026-10-20 00:00").due_at == at("2026-11-10 23:59:59")  # and ended on 1 November

    def test_a_day_that_begins_at_one_o_clock_begins_then(self) -> None:
        cairo = ZoneInfo("Africa/Cairo")
        begun = start_of(date(2026, 4, 24), cairo)
        assert begun.astimezone(cairo).isoformat() == "2026-04-24T01:00:00+03:00"
        assert end_of(date(2026, 4, 23), cairo) == begun - timedelta(seconds=1)

    def test_a_day_whose_last_hour_comes_twice_ends_after_the_second(self) -> None:
        cairo = ZoneInfo("Africa/Cairo")
        ended = end_of(date(2026, 10, 29), cairo)
        assert ended.astimezone(cairo).isoformat() == "2026-10-29T23:59:59+02:00"


def _counted_by_hand(one: DayClock, until: datetime) -> int:
    """Midnights between the start and ``until`` at which no pause holds: the definition, without arithmetic."""
    day, count = day_of(one.started, one.zone) + ONE_DAY, 0
    while day <= day_of(until, one.zone):
        count += not one.paused(start_of(day, one.zone))
        day += ONE_DAY
    return count


@pytest.mark.parametrize("name", ZONES)
def test_for_any_pauses_the_clock_counts_the_midnights_that_are_not_paused(name: str) -> None:
    chance = random.Random(name)
    zone = ZoneInfo(name)
    for _ in range(300):
        started = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(365 * 24 * 60))
        edges = [started + timedelta(minutes=chance.randrange(-3000, 60000)) for _ in range(2 * chance.randrange(4))]
        edges = [start_of(day_of(edge, zone), zone) if chance.random() < 0.2 else edge for edge in edges]
        pauses = [Pause(*sorted(pair)) for pair in zip(edges[::2], edges[1::2], strict=True)]
        if chance.random() < 0.2:
            pauses.append(Pause(started + timedelta(minutes=chance.randrange(60000))))
        one = DayClock(chance.randrange(40), zone, started, tuple(pauses))
        for _ in range(10):
            asked = started + timedelta(minutes=chance.randrange(120000))
            assert one.days_left(asked) == one.days - _counted_by_hand(one, asked)
        due = one.due_at
        if due is None:
            assert not one.late(started + timedelta(days=4000))
        else:
            assert not one.late(due)
            assert one.late(due + timedelta(seconds=1))
            assert due.astimezone(zone).strftime("%H:%M") == "23:59"
