"""Money counted at another commitment: never at each other, or it would be counted nowhere."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from tests import builders

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.commands import amend, approve_amendment, enter_money, propose_amendment, save_amendment
from avow.commitments.content import Pledge
from avow.commitments.models import Commitment, LedgerEntry
from avow.commitments.reading import content_of

BY = {"actor": builders.ACTOR, "at": builders.AT}


def _at(*others: Commitment) -> tuple[Pledge, ...]:
    return tuple(
        builders.pledge("100", purpose=f"For {other.reference}", netted_at=other.reference, netted_reason="re-granted")
        for other in others
    )


def _count_at(row: Commitment, *others: Commitment) -> Commitment:
    """Amends the row so that its money is counted at the others."""
    row.refresh_from_db()
    content = builders.replace(content_of(row), pledges=_at(*others))
    return amend(commitment=row, content=content, expected_version=row.version, reason="x", **BY)


def _chain(length: int, **values: Any) -> list[Commitment]:
    """Commitments of which each counts its money at the next; the last one counts its own."""
    made = [builders.commitment(pledges=(builders.pledge("100"),), **values)]
    for _ in range(length - 1):
        made.append(builders.commitment(pledges=_at(made[-1]), **values))
    return made[::-1]


@pytest.mark.django_db
class TestCircle:
    @pytest.mark.parametrize("length", [2, 3, 5])
    def test_one_of_any_length_is_refused_and_its_way_is_told(self, length: int) -> None:
        first, *others = _chain(length)
        with pytest.raises(Refusal) as refused:
            _count_at(others[-1], first)
        assert refused.value.code == "netting-circle"
        assert refused.value.reason.startswith(f"{first.reference} counts its own money")
        for between in others[:-1]:
            assert str(between.reference) in refused.value.reason
        assert refused.value.reason.endswith("it would be counted nowhere.")
        row = Commitment.objects.get(pk=others[-1].pk)
        assert (row.version, row.pledged_net_usd) == (1, 100)

    def test_counting_at_itself_is_refused(self) -> None:
        row = builders.commitment()
        with pytest.raises(Refusal) as refused:
            _count_at(row, row)
        assert refused.value.code == "netted-at-itself"

    def test_money_entered_cannot_close_one_either(self) -> None:
        first, last = _chain(2)
        money: dict[str, Any] = {
            "stage": "secured",
            "purpose": "",
            "amount": Decimal(5),
            "currency": "USD",
            "on": PartialDate(2024),
            "netted_reason": "re-granted",
        }
        with pytest.raises(Refusal, match="it would be counted nowhere"):
            enter_money(commitment=last, netted_at=first.reference, **money, **BY)
        assert not LedgerEntry.objects.filter(stage="secured").exists()

    def test_an_amendment_cannot_be_saved_with_one(self) -> None:
        first, last = _chain(2)
        circular = builders.replace(content_of(last), pledges=_at(first))
        with pytest.raises(Refusal, match="it would be counted nowhere"):
            propose_amendment(commitment=last, content=circular, expected_version=1, **BY)
        harmless = builders.replace(content_of(last), title="Other")
        propose_amendment(commitment=last, content=harmless, expected_version=1, **BY)
        with pytest.raises(Refusal, match="it would be counted nowhere"):
            save_amendment(commitment=last, content=circular, expected_version=1, expected_revision=1, reason="x", **BY)

    def test_one_that_closed_meanwhile_stops_the_approval(self) -> None:
        first, last = builders.commitment(), builders.commitment()
        draft = builders.replace(content_of(last), pledges=_at(first))
        propose_amendment(commitment=last, content=draft, expected_version=1, reason="x", **BY)
        _count_at(first, last)
        with pytest.raises(Refusal, match="it would be counted nowhere"):
            approve_amendment(commitment=last, expected_revision=1, **BY)

    def test_links_that_do_not_come_back_are_free(self) -> None:
        first, second, third = _chain(3)
        assert _count_at(first, second, third).pledged_net_usd == 0

    def test_a_link_that_was_taken_back_closes_nothing(self) -> None:
        first, last = _chain(2)
        _count_at(first)
        assert _count_at(last, first).pledged_net_usd == 0


@pytest.mark.django_db
class TestTold:
    """What a public source tells is kept as told; the money is counted all the same, on the side told last."""

    def test_it_is_kept_marked_and_left_out_of_no_total(self) -> None:
        first, last = _chain(2, origin="public-source")
        row = _count_at(last, first)
        for one in (first, row):
            one.refresh_from_db()
        assert (first.pledged_usd, first.pledged_net_usd) == (100, 0)
        assert (row.pledged_usd, row.pledged_net_usd, row.warnings) == (100, 100, ("netting-circle",))
        entry = LedgerEntry.objects.filter(commitment=row, netted_at=first).get()
        assert entry.netted_reason == "re-granted"

    def test_the_mark_goes_when_the_source_tells_no_circle_any_more(self) -> None:
        first, last = _chain(2, origin="public-source")
        other = builders.commitment()
        _count_at(last, first)
        row = _count_at(last, other)
        row.refresh_from_db()
        assert (row.pledged_net_usd, row.warnings, row.circular) == (0, (), ())

    def test_what_is_not_applied_closes_no_further_circle(self) -> None:
        first, last = _chain(2, origin="public-source")
        _count_at(last, first)
        row = builders.commitment()
        _count_at(first, last, row)
        assert _count_at(row, last).pledged_net_usd == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_halves_of_a_circle_closed_at_once_one_is_refused() -> None:
    rows = [builders.commitment(), builders.commitment()]
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def close(row: Commitment, other: Commitment) -> None:
        try:
            content = builders.content(pledges=_at(other))
            both.wait()
            amend(commitment=row, content=content, expected_version=1, reason="x", **BY)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=close, args=pair) for pair in (rows, rows[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "netting-circle"]
    assert sorted(Commitment.objects.values_list("pledged_net_usd", flat=True)) == [0, Decimal(1000000)]
