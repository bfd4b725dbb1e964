"""What a maker says while carrying a commitment out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests import builders

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.commands import declare_stage, enter_money, record_value
from avow.commitments.models import Commitment, LedgerEntry

pytestmark = pytest.mark.django_db
BY = {"actor": builders.ACTOR, "at": builders.AT}
DAY = date(2026, 6, 1)


def _say(row: Commitment, stage: str = "in-progress", said_on: date = DAY, **values: Any) -> None:
    declare_stage(commitment=row, stage=stage, said_on=said_on, **values, **BY)


def _value(row: Commitment, **values: Any) -> None:
    plain = {"target": 1, "value": Decimal(900), "value_on": DAY, "proof": "document", **values}
    record_value(commitment=row, **plain, **BY)


def _money(row: Commitment, **values: Any) -> LedgerEntry:
    plain: dict[str, Any] = {
        "stage": "secured", "purpose": "Grants", "amount": Decimal(100), "currency": "USD", "on": PartialDate(2024, 1)
    }  # fmt: skip
    return enter_money(commitment=row, **{**plain, **values}, **BY)


class TestStage:
    def test_the_commitment_shows_the_one_said_for_the_latest_day(self) -> None:
        row = builders.commitment()
        _say(row, "completed", date(2026, 6, 2))
        _say(row, "planning", date(2022, 6, 1))
        row.refresh_from_db()
        assert (row.stage, row.stage_on) == ("completed", date(2026, 6, 2))
        assert [one.number for one in row.stages.order_by("number")] == [1, 2]

    def test_a_trajectory_that_differs_from_the_computed_one_needs_a_reason(self) -> None:
        row = builders.commitment()
        _value(row, value=Decimal(10))
        with pytest.raises(Refusal, match="You declare “on-track”; the values you reported give “behind”"):
            _say(row, trajectory="on-track")
        _say(row, trajectory="on-track", reason="Staff were trained first")
        _say(row, trajectory="behind")
        row.refresh_from_db()
        assert row.trajectory_declared == "behind"

    def test_where_nothing_can_be_computed_no_reason_is_asked(self) -> None:
        _say(builders.commitment(), trajectory="ahead")

    def test_one_told_by_a_public_source_has_none(self) -> None:
        with pytest.raises(Refusal, match="told by a public source and has no stage"):
            _say(builders.commitment(origin="public-source"))

    @pytest.mark.parametrize("stage", ["nearly", "not-reported"])
    def test_only_stages_of_the_framework_can_be_declared(self, stage: str) -> None:
        with pytest.raises(Refusal, match=f"“{stage}” is not a stage of the framework"):
            _say(builders.commitment(), stage)


class TestValue:
    def test_values_are_numbered_by_target(self) -> None:
        row = builders.commitment(targets=(builders.target(1), builders.target(2)))
        for target in (1, 2, 1):
            _value(row, target=target)
        from avow.commitments.models import TargetValue

        found = TargetValue.objects.order_by("id").values_list("target", "number")
        assert list(found) == [(1, 1), (2, 1), (1, 2)]

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"target": 2}, "target-unknown"),
            ({"value_on": date(2026, 11, 23)}, "day-to-come"),
            ({"proof": "hearsay"}, "code-unknown"),
        ],
        ids=["unknown target", "day to come", "unknown proof"],
    )
    def test_what_cannot_be_is_refused(self, values: dict[str, Any], code: str) -> None:
        row = builders.commitment()
        with pytest.raises(Refusal) as refused:
            _value(row, **values)
        assert refused.value.code == code


class TestMoney:
    def test_it_adds_to_the_totals_of_its_stage_alone(self) -> None:
        row = builders.commitment()
        _money(row)
        _money(row, stage="spent", amount=Decimal("40.50"), fulfils=1)
        row.refresh_from_db()
        assert (row.pledged_usd, row.secured_usd, row.disbursed_usd, row.spent_usd) == (1000000, 100, None, Decimal("40.50"))

    def test_net_secured_leaves_out_what_is_counted_elsewhere(self) -> None:
        row, other = builders.commitment(), builders.commitment()
        _money(row, netted_at=other.reference, netted_reason="share-of-collective")
        row.refresh_from_db()
        assert (row.secured_usd, row.secured_net_usd) == (100, 0)

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"stage": "pledged"}, "pledge-by-amendment"),
            ({"stage": "hoped"}, "code-unknown"),
            ({"currency": "XXX"}, "code-unknown"),
            ({"fulfils": 7}, "pledge-unknown"),
            ({"payer": "O-0999"}, "reference-unknown"),
            ({"netted_at": "C-2021-0001"}, "netted-at-itself"),
        ],
        ids=lambda value: value if isinstance(value, str) else None,
    )
    def test_what_cannot_be_is_refused(self, values: dict[str, Any], code: str) -> None:
        row = builders.commitment()
        with pytest.raises(Refusal) as refused:
            _money(row, **values)
        assert refused.value.code == code
