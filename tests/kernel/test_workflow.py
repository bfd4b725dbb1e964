"""Tables of moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import builders

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.kernel.workflow import Move, State, Workflow, move, refuse_unless_open

WORKFLOWS = [states.REGISTRATION, states.STANDING]
CASES = [
    (workflow, one, state.code)
    for workflow in WORKFLOWS
    for one in workflow.moves
    if not one.by_calendar
    for state in workflow.states
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("workflow", "one", "state"), CASES, ids=lambda value: getattr(value, "name", getattr(value, "title", value))
)
def test_every_move_works_from_its_states_and_from_no_other(workflow: Workflow, one: Move, state: str) -> None:
    row = builders.commitment()
    setattr(row, workflow.field, state)
    if state in one.source:
        move(workflow, row, one.name, at=builders.AT)
        row.refresh_from_db()
        assert getattr(row, workflow.field) == one.target
        assert getattr(row, f"{workflow.field}_since") == builders.AT.date()
    else:
        with pytest.raises(Refusal) as refused:
            move(workflow, row, one.name, at=builders.AT)
        assert refused.value.code == "not-now"


@pytest.mark.django_db
def test_a_refusal_says_where_the_row_stands_and_where_it_should() -> None:
    row = builders.commitment()
    with pytest.raises(Refusal, match="Submitting is possible only while it is draft; it is confirmed"):
        move(states.REGISTRATION, row, "submit", at=builders.AT)


@pytest.mark.django_db
def test_a_move_of_the_calendar_is_never_written() -> None:
    with pytest.raises(ValueError, match="never written"):
        move(states.STANDING, builders.commitment(), "end", at=builders.AT)


@pytest.mark.parametrize("workflow", states.WORKFLOWS, ids=lambda one: one.title)
def test_a_move_is_open_in_its_states_alone(workflow: Workflow) -> None:
    for one in workflow.moves:
        for state in workflow.states:
            if one.by_calendar:
                continue
            if state.code in one.source:
                assert refuse_unless_open(workflow, state.code, one.name) == one
            else:
                with pytest.raises(Refusal, match="possible only while it is"):
                    refuse_unless_open(workflow, state.code, one.name)


def test_a_diagram_names_no_state_with_a_hyphen() -> None:
    drawn = states.MAKING.diagram()
    assert 'state "co-maker" as co_maker' in drawn
    assert "proposed --> co_maker: accept_co_making" in drawn


def test_a_table_that_names_an_unknown_state_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Workflow("Test", "state", (State("a", "A"),), (Move("go", ("a",), "b", (), "Going"),))


def test_moves_read_from_dates_are_not_among_those_that_can_be_written() -> None:
    assert [one.name for one in states.STANDING.open_from("live")] == ["lapse", "withdraw", "supersede"]


def test_the_page_of_moves_is_drawn_from_the_tables() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "moves.md"
    assert page.read_text(encoding="utf-8") == states.moves_page(), "write states.moves_page() to the page again"
