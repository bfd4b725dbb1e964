"""Amendments as makers make them: prepared beside the frozen text, approved before they stand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests import builders

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.changes import Effect
from avow.commitments.commands import (
    HardRulesBroken,
    amend,
    approve_amendment,
    discard_amendment,
    propose_amendment,
    save_amendment,
    withdraw,
)
from avow.commitments.content import Content
from avow.commitments.models import Commitment, CommitmentVersion, Draft
from avow.commitments.queries import draft_of, preview
from avow.commitments.reading import content_of

EDITOR, APPROVER = "P-0000000000000002", "P-0000000000000003"


def _propose(row: Commitment, reason: str = "Plans changed", **changes: Any) -> Draft:
    content = builders.replace(content_of(row), **(changes or {"title": "Care centres in two counties"}))
    return propose_amendment(
        commitment=row, content=content, expected_version=row.version, reason=reason, actor=EDITOR, at=builders.AT
    )


def _save(row: Commitment, content: Content, revision: int = 1, version: int = 1, reason: str = "Plans changed") -> Draft:
    return save_amendment(
        commitment=row,
        content=content,
        expected_version=version,
        expected_revision=revision,
        reason=reason,
        actor=EDITOR,
        at=builders.AT,
    )


def _approve(row: Commitment, revision: int = 1) -> Commitment:
    return approve_amendment(commitment=row, expected_revision=revision, actor=APPROVER, at=builders.AT)


@pytest.mark.django_db
class TestAmendment:
    def test_the_frozen_text_stays_in_force_until_it_is_approved(self) -> None:
        row = builders.commitment()
        _propose(row)
        assert content_of(row) == builders.content()
        row = _approve(row)
        assert (row.version, row.change, content_of(row).title) == (2, "neutral", "Care centres in two counties")
        version = CommitmentVersion.objects.get(commitment=row, number=2)
        assert (version.reason, version.said_by, version.approved_by) == ("Plans changed", "maker", APPROVER)
        assert draft_of(row) is None

    def test_what_is_approved_is_what_was_read(self) -> None:
        row = builders.commitment()
        _propose(row)
        _save(row, builders.content(title="Care centres in one county"))
        with pytest.raises(Refusal, match="at revision 2, yours began at 1"):
            _approve(row, revision=1)
        assert content_of(_approve(row, revision=2)).title == "Care centres in one county"

    def test_nobody_saves_over_what_somebody_else_saved(self) -> None:
        row = builders.commitment()
        _propose(row)
        _save(row, builders.content(title="First"))
        with pytest.raises(Refusal) as refused:
            _save(row, builders.content(title="Second"))
        assert refused.value.code == "draft-changed"
        found = draft_of(row)
        assert found is not None
        assert found.content["title"] == "First"

    def test_one_prepared_on_an_older_version_waits_until_it_is_saved_on_the_current_one(self) -> None:
        row = builders.commitment()
        _propose(row)
        other = builders.content(description="Amended meanwhile.")
        amend(commitment=row, content=other, expected_version=1, reason="x", actor=EDITOR, at=builders.AT)
        with pytest.raises(Refusal, match="is at version 2 now; your change was made on version 1"):
            _approve(row)
        with pytest.raises(Refusal, match="is at version 2 now"):
            _save(row, builders.replace(other, title="Both"), version=1)
        _save(row, builders.replace(other, title="Both"), version=2)
        assert _approve(row, revision=2).version == 3

    def test_it_can_be_thrown_away(self) -> None:
        row = builders.commitment()
        _propose(row)
        discard_amendment(commitment=row, expected_revision=1, actor=EDITOR, at=builders.AT)
        assert draft_of(row) is None
        with pytest.raises(Refusal, match="has no amendment in preparation"):
            _approve(row)
        assert _propose(row).revision == 1

    def test_there_is_one_at_a_time(self) -> None:
        row = builders.commitment()
        _propose(row)
        with pytest.raises(Refusal, match="has an amendment in preparation"):
            _propose(row)

    def test_it_may_be_saved_without_a_reason_and_against_a_rule_but_not_approved(self) -> None:
        row = builders.commitment()
        _propose(row, reason="", end=PartialDate(2041))
        with pytest.raises(Refusal, match="needs a reason"):
            _approve(row)
        _save(row, builders.content(end=PartialDate(2041)))
        with pytest.raises(HardRulesBroken, match="ends after the framework"):
            _approve(row, revision=2)
        assert draft_of(row) is not None

    def test_after_a_withdrawal_it_can_only_be_thrown_away(self) -> None:
        row = builders.commitment()
        _propose(row)
        withdraw(commitment=row, reason="x", actor=EDITOR, at=builders.AT)
        with pytest.raises(Refusal, match="is withdrawn: nothing can be added"):
            _approve(row)
        discard_amendment(commitment=row, expected_revision=1, actor=EDITOR, at=builders.AT)

    def test_one_told_by_a_public_source_has_none(self) -> None:
        with pytest.raises(Refusal, match="told by a public source"):
            _propose(builders.commitment(origin="public-source"))

    def test_what_it_would_do_to_the_promise_is_seen_before(self) -> None:
        row = builders.commitment()
        shown = preview(row, builders.content(countries=("KEN", "FRA"), pledges=()))
        assert (shown.label, shown.effects) == ("mixed", (Effect("countries added", 1), Effect("pledged USD", -1)))
        assert preview(row, builders.content(end=PartialDate(2026, 12))).label == "extended"


@pytest.mark.django_db
class TestHardRules:
    """What was kept so far must be kept; what an import brought in as told may stay as it was."""

    def test_an_extension_stays_within_five_years(self) -> None:
        row = builders.commitment(start=PartialDate(2021, 7), end=PartialDate(2024))
        amend(commitment=row, content=builders.content(), expected_version=1, reason="x", actor=EDITOR, at=builders.AT)
        with pytest.raises(HardRulesBroken, match="runs more than 5 years"):
            amend(
                commitment=row,
                content=builders.content(end=PartialDate(2026, 12), start=PartialDate(2021, 6)),
                expected_version=2,
                reason="x",
                actor=EDITOR,
                at=builders.AT,
            )

    def test_what_broke_a_rule_before_may_be_amended_elsewhere(self) -> None:
        row = builders.commitment(end=PartialDate(2041))
        content = builders.replace(content_of(row), title="Other")
        amend(commitment=row, content=content, expected_version=1, reason="x", actor=EDITOR, at=builders.AT)

    def test_a_public_source_may_tell_anything(self) -> None:
        row = builders.commitment(origin="public-source")
        content = builders.replace(content_of(row), end=PartialDate(2041), actions=())
        amend(commitment=row, content=content, expected_version=1, reason="x", actor=EDITOR, at=builders.AT)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("other", "refused"),
    [
        (lambda row: _approve(row), {"no-amendment"}),
        (lambda row: _save(row, builders.content(title="Last word")), {"no-amendment", "draft-changed"}),
        (lambda row: discard_amendment(commitment=row, expected_revision=1, actor=EDITOR, at=builders.AT), {"no-amendment"}),
    ],
    ids=["approvals", "approval and saving", "approval and discarding"],
)
def test_of_two_at_once_one_is_refused(other: Callable[[Commitment], object], refused: set[str]) -> None:
    row = builders.commitment()
    _propose(row)
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def run(does: Callable[[Commitment], object]) -> None:
        try:
            both.wait()
            does(row)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(does,)) for does in (_approve, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("done") == 1
    assert set(outcomes) - {"done"} <= refused
