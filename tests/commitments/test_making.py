"""Who makes a commitment: agreed before named, dated, and never changed quietly."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from tests import builders

from avow.base.refusals import Refusal
from avow.commitments.commands import (
    accept_co_making,
    change_owner,
    confirm,
    decline,
    decline_co_making,
    draft,
    leave,
    propose_co_maker,
    remove_co_maker,
    submit,
    withdraw,
)
from avow.commitments.models import Commitment, FormerMaker, Maker
from avow.commitments.queries import proposed_to
from avow.kernel.models import JournalEntry
from avow.organisations.models import Organisation, Party

BY = {"actor": builders.ACTOR, "at": builders.AT}
TODAY = builders.AT.date()
LATER = datetime(2026, 12, 1, tzinfo=UTC)
CONFIRMED = date(2021, 7, 1)


def _makers(row: Commitment) -> list[tuple[Any, ...]]:
    return list(Maker.objects.filter(commitment=row).order_by("pk").values_list("party", "role", "since", "reason"))


def _former(row: Commitment) -> list[tuple[Any, ...]]:
    found = FormerMaker.objects.filter(commitment=row).order_by("number")
    return list(found.values_list("party", "role", "since", "until", "reason", "said_by"))


def _propose(row: Commitment, organisation: Organisation, reason: str = "It pays half") -> None:
    propose_co_maker(commitment=row, organisation=organisation, reason=reason, **BY)


def _joined(row: Commitment) -> Organisation:
    found = builders.organisation()
    _propose(row, found)
    accept_co_making(commitment=row, organisation=found, **BY)
    return found


@pytest.mark.django_db
class TestCoMaker:
    def test_it_becomes_one_and_public_only_when_it_agrees(self) -> None:
        row, other = builders.commitment(), builders.organisation()
        _propose(row, other)
        assert [one.commitment for one in proposed_to(other.pk)] == [row]
        assert Party.objects.get(pk=other.pk).public_since is None
        accept_co_making(commitment=row, organisation=other, actor=builders.ACTOR, at=LATER)
        assert _makers(row)[1:] == [(other.pk, "co-maker", LATER.date(), "It pays half")]
        assert _former(row) == [(other.pk, "proposed", TODAY, LATER.date(), "", "maker")]
        assert Party.objects.get(pk=other.pk).public_since == LATER.date()
        entry = JournalEntry.objects.get(command="commitments.accept_co_making")
        assert entry.subject_list == [("commitment", row.pk), ("organisation", other.pk)]

    def test_declining_keeps_that_it_was_asked(self) -> None:
        row, other = builders.commitment(), builders.organisation()
        _propose(row, other)
        decline_co_making(commitment=row, organisation=other, reason="No mandate", **BY)
        assert len(_makers(row)) == 1
        assert _former(row) == [(other.pk, "proposed", TODAY, TODAY, "No mandate", "maker")]
        assert Party.objects.get(pk=other.pk).public_since is None
        _propose(row, other, "Asked once more")
        assert _makers(row)[1][1:] == ("proposed", TODAY, "Asked once more")

    def test_leaving_keeps_that_it_was_one(self) -> None:
        row = builders.commitment()
        other = _joined(row)
        leave(commitment=row, organisation=other, reason="Merged", actor=builders.ACTOR, at=LATER)
        assert len(_makers(row)) == 1
        assert _former(row)[1] == (other.pk, "co-maker", TODAY, LATER.date(), "Merged", "maker")

    def test_the_owner_or_the_secretariat_takes_a_proposal_back_or_ends_the_role(self) -> None:
        row, waiting = builders.commitment(), builders.organisation()
        other = _joined(row)
        _propose(row, waiting)
        remove_co_maker(commitment=row, organisation=waiting, reason="A mistake", **BY)
        remove_co_maker(commitment=row, organisation=other, reason="Dissolved", said_by="secretariat", **BY)
        assert [(one[0], *one[4:]) for one in _former(row)[1:]] == [
            (waiting.pk, "A mistake", "maker"),
            (other.pk, "Dissolved", "secretariat"),
        ]

    def test_one_named_by_a_public_source_may_agree_or_decline(self) -> None:
        first, second = builders.organisation(), builders.organisation()
        named = ((first.reference, "proposed"), (second.reference, "proposed"))
        row = builders.commitment(origin="public-source", co_makers=named)
        accept_co_making(commitment=row, organisation=first, **BY)
        decline_co_making(commitment=row, organisation=second, reason="Never asked", **BY)
        assert _makers(row)[1:] == [(first.pk, "co-maker", TODAY, "")]
        assert [one[0::4] for one in _former(row)] == [(first.pk, ""), (second.pk, "Never asked")]

    def test_a_draft_gathers_its_co_makers_before_it_is_confirmed(self) -> None:
        other = builders.organisation()
        row = draft(owner=builders.organisation(), content=builders.content(), **BY)
        _propose(row, other, "")
        accept_co_making(commitment=row, organisation=other, **BY)
        assert Party.objects.get(pk=other.pk).public_since is None
        confirm(commitment=submit(commitment=row, **BY), **BY)
        assert sorted(one[1] for one in _makers(row)) == ["co-maker", "owner"]
        assert Party.objects.get(pk=other.pk).public_since == TODAY

    MOVES = (
        ("propose", _propose),
        ("accept", lambda row, one: accept_co_making(commitment=row, organisation=one, **BY)),
        ("decline", lambda row, one: decline_co_making(commitment=row, organisation=one, reason="x", **BY)),
        ("leave", lambda row, one: leave(commitment=row, organisation=one, reason="x", **BY)),
        ("remove", lambda row, one: remove_co_maker(commitment=row, organisation=one, reason="x", **BY)),
    )
    ALLOWED = {
        "none": {"propose"},
        "proposed": {"accept", "decline", "remove"},
        "co-maker": {"leave", "remove"},
        "owner": set(),
    }

    @pytest.mark.parametrize("state", ALLOWED)
    @pytest.mark.parametrize(("name", "move"), MOVES, ids=[name for name, _ in MOVES])
    def test_each_move_works_from_its_states_and_from_no_other(
        self, state: str, name: str, move: Callable[[Commitment, Party], object]
    ) -> None:
        row, one = builders.commitment(), builders.organisation()
        if state in ("proposed", "co-maker"):
            _propose(row, one)
        if state == "co-maker":
            accept_co_making(commitment=row, organisation=one, **BY)
        party = row.owner if state == "owner" else one
        if name in self.ALLOWED[state]:
            move(row, party)
        else:
            with pytest.raises(Refusal, match="is possible only while it is") as refused:
                move(row, party)
            assert refused.value.code == "not-now"

    def test_what_is_confirmed_changes_with_a_reason_alone(self) -> None:
        row, other = builders.commitment(), builders.organisation()
        with pytest.raises(Refusal, match="A new co-maker needs a reason"):
            _propose(row, other, " ")
        _propose(row, other)
        with pytest.raises(Refusal, match="Declining needs a reason"):
            decline_co_making(commitment=row, organisation=other, reason="", **BY)
        accept_co_making(commitment=row, organisation=other, **BY)
        with pytest.raises(Refusal, match="Leaving needs a reason"):
            leave(commitment=row, organisation=other, reason="", **BY)

    def test_what_fell_or_was_declined_takes_no_makers(self) -> None:
        gone = withdraw(commitment=builders.commitment(), reason="x", **BY)
        row = submit(commitment=draft(owner=builders.organisation(), content=builders.content(), **BY), **BY)
        declined = decline(commitment=row, reason="x", **BY)
        for one, code in ((gone, "not-standing"), (declined, "declined")):
            with pytest.raises(Refusal) as refused:
                _propose(one, builders.organisation())
            assert refused.value.code == code


@pytest.mark.django_db
class TestOwner:
    def test_it_is_handed_to_an_organisation_that_agreed_and_the_days_are_kept(self) -> None:
        row = builders.commitment()
        old, new = row.owner_id, _joined(row)
        change_owner(commitment=row, organisation=new, reason="Moved to the new ministry", actor=builders.ACTOR, at=LATER)
        row.refresh_from_db()
        assert row.owner_id == new.pk
        assert _makers(row) == [(new.pk, "owner", LATER.date(), "Moved to the new ministry")]
        assert _former(row)[1:] == [
            (old, "owner", CONFIRMED, LATER.date(), "Moved to the new ministry", "maker"),
            (new.pk, "co-maker", TODAY, LATER.date(), "Moved to the new ministry", "maker"),
        ]

    def test_the_old_one_may_stay_as_co_maker(self) -> None:
        row = builders.commitment()
        old, new = row.owner_id, _joined(row)
        change_owner(commitment=row, organisation=new, reason="It leads now", stays=True, said_by="secretariat", **BY)
        assert [one[:2] for one in _makers(row)] == [(old, "co-maker"), (new.pk, "owner")]

    def test_nobody_becomes_owner_unasked(self) -> None:
        row, proposed, stranger = builders.commitment(), builders.organisation(), builders.organisation()
        _propose(row, proposed)
        for one in (proposed, stranger):
            with pytest.raises(Refusal) as refused:
                change_owner(commitment=row, organisation=one, reason="x", **BY)
            assert refused.value.code == "owner-not-agreed"

    def test_of_one_told_by_a_public_source_the_owner_is_who_the_source_means(self) -> None:
        row, new = builders.commitment(origin="public-source"), builders.organisation()
        change_owner(commitment=row, organisation=new, reason="The source was misread", said_by="secretariat", **BY)
        assert _makers(row) == [(new.pk, "owner", TODAY, "The source was misread")]
        assert Party.objects.get(pk=new.pk).public_since == TODAY

    def test_it_needs_a_reason_and_another_organisation(self) -> None:
        row = builders.commitment()
        with pytest.raises(Refusal, match="needs a reason"):
            change_owner(commitment=row, organisation=row.owner, reason="", **BY)
        with pytest.raises(Refusal, match="already"):
            change_owner(commitment=row, organisation=row.owner, reason="x", **BY)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_organisation_that_agrees_and_declines_at_once_does_one_of_the_two() -> None:
    row, other = builders.commitment(), builders.organisation()
    _propose(row, other)
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def answer(command: Callable[..., object], **values: Any) -> None:
        try:
            both.wait()
            command(commitment=row, organisation=other, **values, **BY)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=answer, args=(accept_co_making,)),
        threading.Thread(target=answer, args=(decline_co_making,), kwargs={"reason": "x"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "not-now"]
    assert FormerMaker.objects.count() == 1
