"""Who may see and change commitments."""

from __future__ import annotations

import pytest
from tests import builders

from avow.accounts.actors import VISITOR, Actor
from avow.commitments import access, states
from avow.commitments.commands import draft

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
