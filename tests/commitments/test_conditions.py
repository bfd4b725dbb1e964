"""Conditional pledges: the approval was given, or failed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests import builders

from avow.base.refusals import Refusal
from avow.commitments.commands import amend, fail_condition, meet_condition
from avow.commitments.models import Commitment, CommitmentVersion
from avow.commitments.reading import content_of

pytestmark = pytest.mark.django_db
BY = {"actor": builders.ACTOR, "at": builders.AT}
DAY = date(2026, 3, 1)


def _conditional(**values: Any) -> Commitment:
    return builders.commitment(pledge="conditional", condition="The budget law", **values)


def _turns(row: Commitment) -> list[tuple[Any, ...]]:
    return list(row.turns.order_by("number").values_list("turn", "on", "reason", "said_by"))


def test_a_condition_met_is_a_version_of_that_day_that_strengthens_the_pledge() -> None:
    row = meet_condition(commitment=_conditional(), on=DAY, reason="Law 12 of 2026", **BY)
    row.refresh_from_db()
    version = CommitmentVersion.objects.get(commitment=row, number=2)
    assert (version.pledge, version.condition, version.label, version.valid_from, version.reason) == (
        "met", "The budget law", "strengthened", DAY, "Law 12 of 2026"
    )  # fmt: skip
    assert (row.version, row.change) == (2, "strengthened")
    assert _turns(row) == [("condition-met", DAY, "Law 12 of 2026", "maker")]


def test_a_failed_one_weakens_it_and_may_be_met_later() -> None:
    row = fail_condition(commitment=_conditional(), on=DAY, reason="Voted down", said_by="secretariat", **BY)
    assert (row.change, content_of(row).pledge) == ("weakened", "failed")
    row = meet_condition(commitment=row, on=date(2026, 9, 1), reason="Passed at last", **BY)
    assert (row.version, content_of(row).pledge) == (3, "met")
    assert [one[0::3] for one in _turns(row)] == [("condition-failed", "secretariat"), ("condition-met", "maker")]


def test_a_day_before_the_current_version_is_kept_by_the_turn_alone() -> None:
    row = _conditional()
    amend(
        commitment=row,
        content=builders.replace(content_of(row), title="Other"),
        expected_version=1,
        reason="x",
        valid_from=date(2026, 6, 1),
        **BY,
    )
    row = meet_condition(commitment=row, on=DAY, reason="Law 12 of 2026", **BY)
    assert CommitmentVersion.objects.get(commitment=row, number=3).valid_from == date(2026, 6, 1)
    assert _turns(row)[0][1] == DAY


@pytest.mark.parametrize("command", [meet_condition, fail_condition])
def test_without_a_condition_there_is_nothing_to_meet_or_fail(command: Any) -> None:
    with pytest.raises(Refusal, match="it is unconditional"):
        command(commitment=builders.commitment(), on=DAY, reason="x", **BY)


def test_what_was_met_does_not_fail() -> None:
    row = meet_condition(commitment=_conditional(), on=DAY, reason="x", **BY)
    with pytest.raises(Refusal, match="it is condition met"):
        fail_condition(commitment=row, on=DAY, reason="x", **BY)


@pytest.mark.parametrize(("values", "code"), [({"reason": ""}, "reason-missing"), ({"on": date(2026, 11, 23)}, "day-to-come")])
def test_what_cannot_be_is_refused(values: dict[str, Any], code: str) -> None:
    row = _conditional()
    with pytest.raises(Refusal) as refused:
        meet_condition(commitment=row, **{"on": DAY, "reason": "x", **values}, **BY)
    assert refused.value.code == code
    assert not row.turns.exists()
