"""Who may see and change commitments."""

from __future__ import annotations

import pytest
from tests import builders

from avow.accounts.actors import VISITOR, Actor
from avow.commitments import access, states
from avow.commitments.commands import draft, propose_co_maker
from avow.organisations.commands import require_approver

pytestmark = pytest.mark.django_db
SECRETARIAT = Actor("P-1", frozenset({"secretariat"}))
AUDITOR = Actor("P-2", frozenset({"auditor"}))

ALLOWED = {
    "amend": {"maker", "secretariat"},
    "withdraw": {"maker", "secretariat"},
    "supersede": {"secretariat"},
    "confirm": {"secretariat"},
    "decline": {"secretariat"},
    "submit": {"maker", "secretariat"},
    "declare_stage": {"maker"},
    "record_value": {"maker"},
    "enter_money": {"maker", "secretariat"},
    "send_back": {"secretariat"},
    "propose_amendment": {"maker"},
    "save_amendment": {"maker"},
    "discard_amendment": {"maker"},
    "approve_amendment": {"maker"},
    "meet_condition": {"maker", "secretariat"},
    "fail_condition": {"maker", "secretariat"},
    "propose_co_maker": {"maker", "secretariat"},
    "remove_co_maker": {"maker", "secretariat"},
    "change_owner": {"maker", "secretariat"},
    "mark_exemplar": {"secretariat"},
    "unmark_exemplar": {"secretariat"},
    "open_late_entry": {"secretariat"},
    "except_leader": {"secretariat"},
    "revive": {"maker"},
    "lapse": set(),
    "end": set(),
    "an unknown move": set(),
}


@pytest.mark.parametrize("move", ALLOWED)
def test_who_may_make_which_move(move: str) -> None:
    row = builders.commitment()
    actors = {
        "visitor": VISITOR,
        "auditor": AUDITOR,
        "secretariat": SECRETARIAT,
        "maker": Actor("P-3", of={row.owner_id: frozenset({"editor"})}),
        "another maker": Actor("P-4", of={row.owner_id + 1: frozenset({"administrator"})}),
        "a reader of the maker's": Actor("P-5", of={row.owner_id: frozenset({"reader"})}),
    }
    assert {name for name, actor in actors.items() if access.may(actor, move, row)} == ALLOWED[move]
    refused = access.may(VISITOR, move, row)
    assert refused.reason.endswith(".")


@pytest.mark.parametrize("move", ["accept_co_making", "decline_co_making", "leave"])
def test_an_organisation_answers_for_itself_alone(move: str) -> None:
    row, other = builders.commitment(), builders.organisation()
    own = Actor("P-3", of={row.owner_id: frozenset({"administrator"})})
    asked = Actor("P-4", of={other.pk: frozenset({"administrator"})})
    assert access.may(asked, move, row, party=other.pk)
    for actor in (own, SECRETARIAT, VISITOR):
        refused = access.may(actor, move, row, party=other.pk)
        assert refused.reason == "Only the organisation concerned can do this."
    assert not access.may(asked, move, row)


def test_a_draft_is_begun_by_the_people_of_its_owner() -> None:
    owner = builders.organisation()
    assert access.may(Actor("P-3", of={owner.pk: frozenset({"editor"})}), "draft", party=owner.pk)
    assert not access.may(Actor("P-3", of={owner.pk: frozenset({"editor"})}), "draft", party=owner.pk + 1)


class TestApprover:
    """Where an organisation wants an approver, the others prepare and only approvers speak for it."""

    def _people(self, party: int) -> dict[str, Actor]:
        return {role: Actor("P-3", of={party: frozenset({role})}) for role in ("administrator", "editor", "approver")}

    @pytest.mark.parametrize("move", sorted(access.BINDING))
    def test_what_binds_it_is_theirs_alone(self, move: str) -> None:
        row = builders.commitment()
        people = self._people(row.owner_id)
        assert all(access.may(actor, move, row, party=row.owner_id) for actor in people.values())
        require_approver(organisation=row.owner.organisation, required=True, actor=builders.ACTOR, at=builders.AT)
        allowed = {role for role, actor in people.items() if access.may(actor, move, row, party=row.owner_id)}
        assert allowed == {"approver"}
        assert access.may(people["editor"], move, row, party=row.owner_id).reason.startswith("Only an approver")

    @pytest.mark.parametrize("move", ["save_draft", "propose_amendment", "save_amendment", "declare_stage"])
    def test_the_rest_is_everybodys(self, move: str) -> None:
        row = builders.commitment()
        require_approver(organisation=row.owner.organisation, required=True, actor=builders.ACTOR, at=builders.AT)
        assert all(access.may(actor, move, row) for actor in self._people(row.owner_id).values())

    def test_the_secretariat_is_not_the_organisations(self) -> None:
        row = builders.commitment()
        require_approver(organisation=row.owner.organisation, required=True, actor=builders.ACTOR, at=builders.AT)
        assert access.may(SECRETARIAT, "amend", row)
        assert not access.may(SECRETARIAT, "approve_amendment", row)


def test_an_organisation_asked_to_make_it_sees_the_draft() -> None:
    asked = builders.organisation()
    private = draft(owner=builders.organisation(), content=builders.content(), actor=builders.ACTOR, at=builders.AT)
    actor = Actor("P-3", of={asked.pk: frozenset({"editor"})})
    assert not access.visible_to(actor).exists()
    propose_co_maker(commitment=private, organisation=asked, actor=builders.ACTOR, at=builders.AT)
    assert set(access.visible_to(actor)) == {private}


def test_drafts_are_seen_by_their_maker_and_the_secretariat_alone() -> None:
    owner = builders.organisation()
    confirmed = builders.commitment(owner)
    private = draft(owner=owner, content=builders.content(), actor=builders.ACTOR, at=builders.AT)
    maker, other = Actor("P-3", of={owner.pk: frozenset()}), Actor("P-4", of={owner.pk + 1: frozenset()})
    assert set(access.visible_to(VISITOR)) == set()
    assert set(access.visible_to(other)) == {confirmed}
    for actor in (maker, SECRETARIAT, AUDITOR):
        assert set(access.visible_to(actor)) == {confirmed, private}


def test_no_two_tables_share_the_name_of_a_move() -> None:
    names = [move.name for workflow in states.WORKFLOWS for move in workflow.moves]
    assert len(names) == len(set(names))
