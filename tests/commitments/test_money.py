"""Totals of a ledger."""

from __future__ import annotations

from decimal import Decimal

from avow.commitments.money import STAGES, Entry, Total, totals


def test_a_stage_without_entries_has_no_total_rather_than_zero() -> None:
    assert totals([]) == dict.fromkeys(STAGES, Total())
    assert Total().net is None


def test_stages_are_never_added_to_each_other() -> None:
    found = totals([Entry("pledged", Decimal(100)), Entry("secured", Decimal(60)), Entry("spent", Decimal(20))])
    assert [found[stage].gross for stage in STAGES] == [100, 60, None, 20]


def test_increments_add_up_and_a_lowered_pledge_takes_away() -> None:
    found = totals([Entry("pledged", Decimal("100.10")), Entry("pledged", Decimal("-30.05"))])
    assert found["pledged"].gross == Decimal("70.05")


def test_gross_keeps_what_net_leaves_out() -> None:
    found = totals([Entry("pledged", Decimal(100)), Entry("pledged", Decimal(40), netted=True)])["pledged"]
    assert (found.gross, found.netted, found.net) == (140, 40, 100)


def test_an_entry_without_a_rate_adds_nothing() -> None:
    found = totals([Entry("pledged", None), Entry("pledged", Decimal(5))])["pledged"]
    assert (found.gross, found.net) == (5, 5)


def test_only_entries_without_a_rate_leave_the_total_unknown() -> None:
    assert totals([Entry("pledged", None, netted=True)])["pledged"] == Total()
