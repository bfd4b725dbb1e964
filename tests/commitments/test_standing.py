"""Where a commitment stands: taken back, replaced, lapsed in silence, back with a report."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from tests import builders

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.commands import draft, lapse, revive, supersede, withdraw
from avow.commitments.models import Commitment, Turn
from avow.commitments.silence import Heard, silent_twice
from avow.framework.models import Framework
from avow.kernel.models import JournalEntry

BY = {"actor": builders.ACTOR, "at": builders.AT}


def _turns(row: Commitment) -> list[tuple[Any, ...]]:
    return list(row.turns.order_by("number").values_list("turn", "on", "reason", "said_by", "other"))


@pytest.mark.django_db
class TestWithdraw:
    @pytest.mark.parametrize(
        ("origin", "said_by", "shown"),
        [("maker", "", "maker"), ("maker", "secretariat", "secretariat"), ("public-source", "", "public-source")],
    )
    def test_it_is_told_who_withdrew_it(self, origin: str, said_by: str, shown: str) -> None:
        row = withdraw(commitment=builders.commitment(origin=origin), reason="The fund was closed", said_by=said_by, **BY)
        row.refresh_from_db()
        assert (row.standing, row.standing_reason, row.standing_said_by) == ("withdrawn", "The fund was closed", shown)
        assert _turns(row) == [("withdrawn", builders.AT.date(), "The fund was closed", shown, None)]

    def test_nobody_else_can(self) -> None:
        with pytest.raises(Refusal, match="“the-press” is nobody who can say this"):
            withdraw(commitment=builders.commitment(), reason="x", said_by="the-press", **BY)


@pytest.mark.django_db
class TestSupersede:
    def test_both_say_so_and_both_stay_listed(self) -> None:
        old, new = builders.commitment(), builders.commitment()
        supersede(commitment=old, by=new, reason="Two promises became one", **BY)
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.standing, old.standing_said_by, new.standing) == ("superseded", "secretariat", "live")
        day, reason = builders.AT.date(), "Two promises became one"
        assert _turns(old) == [("superseded", day, reason, "secretariat", new.pk)]
        assert _turns(new) == [("supersedes", day, reason, "secretariat", old.pk)]
        entry = JournalEntry.objects.get(command="commitments.supersede")
        assert entry.subject_list == [("commitment", old.pk), ("commitment", new.pk)]

    def test_what_cannot_take_its_place_is_refused(self) -> None:
        row, gone = builders.commitment(), builders.commitment()
        unborn = draft(owner=builders.organisation(), content=builders.content(), **BY)
        withdraw(commitment=gone, reason="x", **BY)
        for other, code in ((row, "superseded-by-itself"), (gone, "not-standing"), (unborn, "not-confirmed")):
            with pytest.raises(Refusal) as refused:
                supersede(commitment=row, by=other, reason="x", **BY)
            assert refused.value.code == code
        with pytest.raises(Refusal, match="needs a reason"):
            supersede(commitment=row, by=builders.commitment(), reason=" ", **BY)
        assert not row.turns.exists()

    def test_two_never_take_each_others_place(self) -> None:
        old, new = builders.commitment(), builders.commitment()
        supersede(commitment=old, by=new, reason="x", **BY)
        with pytest.raises(Refusal, match="is superseded and cannot take the place of another"):
            supersede(commitment=new, by=old, reason="x", **BY)

    def test_one_commitment_may_take_the_place_of_several(self) -> None:
        olds, new = [builders.commitment() for _ in range(2)], builders.commitment()
        for old in olds:
            supersede(commitment=old, by=new, reason="x", **BY)
        assert [one[4] for one in _turns(new)] == [old.pk for old in olds]


def _heard(year: int, *, asked: bool = True, reported: bool = False) -> Heard:
    """A cycle that closed with the last second of June in New York, which in UTC is July."""
    return Heard(str(year), datetime(year, 7, 1, 3, 59, 59, tzinfo=UTC), asked, reported)


class TestSilence:
    AT = datetime(2024, 7, 2, tzinfo=UTC)

    @pytest.mark.parametrize(
        "cycles",
        [
            (_heard(2023), _heard(2024)),
            (_heard(2024), _heard(2022, reported=True), _heard(2023)),
            (_heard(2023), _heard(2024), _heard(2025, reported=True)),
        ],
        ids=["twice", "in any order, reported before", "one to come"],
    )
    def test_it_is_silent_that_was_asked_twice_running_and_did_not_report(self, cycles: tuple[Heard, ...]) -> None:
        assert silent_twice(cycles, self.AT) == (_heard(2023), _heard(2024))

    @pytest.mark.parametrize(
        "cycles",
        [
            (),
            (_heard(2024),),
            (_heard(2023), _heard(2024, reported=True)),
            (_heard(2023, reported=True), _heard(2024)),
            (_heard(2022), _heard(2023, asked=False), _heard(2024)),
            (_heard(2022), _heard(2023), _heard(2024, asked=False)),
            (_heard(2024), _heard(2025)),
        ],
        ids=["no cycle", "one", "reported last", "reported before", "not asked between", "not asked last", "one not closed"],
    )
    def test_nothing_less_is_silence(self, cycles: tuple[Heard, ...]) -> None:
        assert silent_twice(cycles, self.AT) is None


@pytest.mark.django_db
class TestLapse:
    CYCLES = (_heard(2023), _heard(2024))

    def _lapse(self, row: Commitment, cycles: tuple[Heard, ...] = CYCLES) -> Commitment:
        return lapse(commitment=row, cycles=cycles, actor="system", at=datetime(2024, 7, 2, tzinfo=UTC))

    def _report(self, row: Commitment, on: date) -> Commitment:
        return revive(commitment=row, cycle="2024", reported_on=on, **BY)

    def test_it_lapses_as_of_the_day_the_second_cycle_closed_in_the_frameworks_time(self) -> None:
        row = builders.commitment()
        Framework.objects.update(form={"time_zone": "America/New_York"})
        self._lapse(row)
        row.refresh_from_db()
        assert (row.standing, row.standing_since) == ("lapsed", date(2024, 6, 30))
        turn = row.turns.get()
        assert (turn.turn, turn.on, turn.detail, turn.said_by) == ("lapsed", date(2024, 6, 30), "2023, 2024", "")

    def test_one_that_was_heard_does_not(self) -> None:
        with pytest.raises(Refusal, match="was not silent in the last two cycles"):
            self._lapse(builders.commitment(), (_heard(2023, reported=True), _heard(2024)))

    def test_one_whose_term_was_over_has_ended_and_does_not(self) -> None:
        for end, lapses in ((PartialDate(2024, 6), False), (PartialDate(2024, 7), True)):
            row = builders.commitment(end=end)
            if lapses:
                assert self._lapse(row).standing == "lapsed"
            else:
                with pytest.raises(Refusal, match="had ended by 2024-07-01"):
                    self._lapse(row)

    def test_it_happens_once(self) -> None:
        row = self._lapse(builders.commitment())
        with pytest.raises(Refusal, match="possible only while it is live; it is lapsed"):
            self._lapse(row)

    def test_it_is_back_with_the_next_report_and_does_not_lapse_for_the_same_silence_again(self) -> None:
        row = self._report(self._lapse(builders.commitment()), date(2024, 9, 1))
        row.refresh_from_db()
        assert (row.standing, row.standing_since) == ("live", date(2024, 9, 1))
        assert [(one[0], one[1]) for one in _turns(row)] == [("lapsed", date(2024, 7, 1)), ("revived", date(2024, 9, 1))]
        with pytest.raises(Refusal, match="was not silent"):
            self._lapse(row)

    def test_a_report_from_before_the_lapse_or_to_come_brings_nothing_back(self) -> None:
        row = self._lapse(builders.commitment())
        for day in (date(2024, 6, 30), date(2026, 11, 23)):
            with pytest.raises(Refusal, match="does not bring it back"):
                self._report(row, day)

    def test_only_what_lapsed_comes_back(self) -> None:
        with pytest.raises(Refusal, match="possible only while it is lapsed; it is live"):
            self._report(builders.commitment(), date(2024, 9, 1))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_commitments_taking_each_others_place_at_once_one_stays() -> None:
    rows = [builders.commitment(), builders.commitment()]
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def replace(old: Commitment, new: Commitment) -> None:
        try:
            both.wait()
            supersede(commitment=old, by=new, reason="x", **BY)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=replace, args=pair) for pair in (rows, rows[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) in (["done", "not-standing"], ["done", "not-now"])
    assert Turn.objects.count() == 2
    assert sorted(Commitment.objects.values_list("standing", flat=True)) == ["live", "superseded"]
