"""Trajectory bands, computed exactly from promise and report."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from avow.commitments.trajectory import AHEAD, BEHIND, CANNOT_TELL, ON_TRACK, TOO_EARLY, Reading, band, worst

# A thousand days from nothing to a thousand people: on day n, n people are expected.
START = date(2022, 1, 1)
END = START + timedelta(days=1000)
DAY = START + timedelta(days=500)


def _reading(latest: Any, **values: Any) -> Reading:
    plain = Reading(
        unit="people",
        baseline=Decimal(0),
        baseline_on=START,
        target=Decimal(1000),
        target_on=END,
        latest=None if latest is None else Decimal(str(latest)),
        latest_on=DAY,
        term_start=START,
        term_end=END,
    )
    return plain._replace(**values)


@pytest.mark.parametrize(
    ("latest", "expected"),
    [
        (0, BEHIND),
        ("449.999999", BEHIND),
        (450, ON_TRACK),
        (500, ON_TRACK),
        ("549.999999", ON_TRACK),
        (550, AHEAD),
        (5000, AHEAD),
        (-10, BEHIND),
    ],
)
def test_bands_begin_exactly_at_nine_and_eleven_tenths_of_the_expected_share(latest: Any, expected: str) -> None:
    assert band(_reading(latest), DAY) == expected


def test_lower_is_better_where_the_target_lies_below_the_baseline() -> None:
    falling = {"baseline": Decimal(100), "target": Decimal(0), "unit": "per cent"}
    assert band(_reading("55", **falling), DAY) == ON_TRACK
    assert band(_reading("55.000001", **falling), DAY) == BEHIND
    assert band(_reading("45", **falling), DAY) == AHEAD


def test_a_value_keeps_its_band_while_time_passes_until_it_is_stale() -> None:
    assert {band(_reading(500), DAY + timedelta(days=days)) for days in (0, 100, 500)} == {ON_TRACK}
    assert band(_reading(700), DAY + timedelta(days=200)) == AHEAD


class TestTooEarly:
    def test_it_is_before_a_tenth_of_the_term(self) -> None:
        assert band(_reading(None), START + timedelta(days=99)) == TOO_EARLY
        assert band(_reading(None), START + timedelta(days=100)) == CANNOT_TELL

    def test_the_term_is_the_commitments_even_where_the_target_began_earlier(self) -> None:
        late = _reading(0, term_start=DAY - timedelta(days=5), term_end=END)
        assert band(late, DAY) == TOO_EARLY

    def test_without_a_term_it_is_the_targets_own_time(self) -> None:
        alone = _reading(None, term_start=None, term_end=None)
        assert band(alone, START + timedelta(days=99)) == TOO_EARLY

    def test_before_the_baseline_nothing_is_expected(self) -> None:
        assert band(_reading(5, baseline_on=DAY, latest_on=DAY, term_start=None), DAY) == TOO_EARLY


class TestCannotTell:
    @pytest.mark.parametrize(
        "missing",
        [
            {"baseline": None},
            {"baseline_on": None},
            {"target": None},
            {"target_on": None},
            {"unit": ""},
            {"latest": None},
            {"latest_on": None},
        ],
        ids=lambda missing: next(iter(missing)),
    )
    def test_it_is_when_anything_needed_is_missing(self, missing: dict[str, Any]) -> None:
        assert band(_reading(500)._replace(**missing), DAY) == CANNOT_TELL

    def test_it_is_when_the_latest_value_is_older_than_eighteen_months(self) -> None:
        day = START + timedelta(days=900)
        assert band(_reading(352, latest_on=day - timedelta(days=548)), day) == ON_TRACK
        assert band(_reading(351, latest_on=day - timedelta(days=549)), day) == CANNOT_TELL

    def test_it_is_when_nothing_was_measured_since_the_baseline(self) -> None:
        assert band(_reading(0, latest_on=START), DAY) == CANNOT_TELL

    def test_it_is_when_the_target_is_where_the_baseline_was(self) -> None:
        assert band(_reading(500, target=Decimal(0)), DAY) == CANNOT_TELL


class TestAfterTheDate:
    def test_a_target_is_judged_as_of_its_date_for_ever(self) -> None:
        years_later = END + timedelta(days=2000)
        assert band(_reading(1000, latest_on=END), years_later) == ON_TRACK
        assert band(_reading(899, latest_on=END), years_later) == BEHIND

    def test_the_expected_share_stops_at_one(self) -> None:
        assert band(_reading(1100, latest_on=END), END + timedelta(days=10)) == AHEAD


class TestMilestone:
    @pytest.mark.parametrize(
        ("latest", "day", "expected"),
        [
            (1, DAY, AHEAD),
            (0, DAY, ON_TRACK),
            (1, END, ON_TRACK),
            (0, END, BEHIND),
            (None, DAY, CANNOT_TELL),
        ],
    )
    def test_it_expects_nothing_before_its_date_and_all_from_then_on(self, latest: Any, day: date, expected: str) -> None:
        law = _reading(latest, unit="", baseline=None, baseline_on=None, target=None)
        assert law.milestone
        assert band(law, day) == expected


class TestWorst:
    @pytest.mark.parametrize(
        ("bands", "expected"),
        [
            ([AHEAD, BEHIND, CANNOT_TELL], BEHIND),
            ([AHEAD, CANNOT_TELL], CANNOT_TELL),
            ([AHEAD, ON_TRACK], ON_TRACK),
            ([AHEAD, TOO_EARLY], AHEAD),
            ([TOO_EARLY], TOO_EARLY),
            ([], CANNOT_TELL),
        ],
    )
    def test_a_commitment_shows_its_worst_band(self, bands: list[str], expected: str) -> None:
        assert worst(bands) == expected
