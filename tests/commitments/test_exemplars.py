"""Exemplars: held up with what makes them strong, and let go in the open."""

from __future__ import annotations

import pytest
from tests import builders

from avow.base.refusals import Refusal
from avow.commitments.commands import mark_exemplar, unmark_exemplar, withdraw

pytestmark = pytest.mark.django_db
BY = {"actor": builders.ACTOR, "at": builders.AT}


def test_it_says_what_makes_it_strong_and_every_mark_is_kept() -> None:
    row = mark_exemplar(commitment=builders.commitment(), strength="A law with money behind it", **BY)
    mark_exemplar(commitment=row, strength="A law, money and a date", **BY)
    row = unmark_exemplar(commitment=row, reason="The law was repealed", **BY)
    row.refresh_from_db()
    assert row.exemplar == ""
    assert list(row.turns.order_by("number").values_list("turn", "reason", "said_by")) == [
        ("exemplar", "A law with money behind it", "secretariat"),
        ("exemplar", "A law, money and a date", "secretariat"),
        ("exemplar-ended", "The law was repealed", "secretariat"),
    ]


def test_one_that_was_withdrawn_can_be_let_go_and_not_held_up() -> None:
    row = mark_exemplar(commitment=builders.commitment(), strength="x", **BY)
    withdraw(commitment=row, reason="x", **BY)
    with pytest.raises(Refusal, match="is withdrawn"):
        mark_exemplar(commitment=row, strength="y", **BY)
    assert unmark_exemplar(commitment=row, reason="Withdrawn", **BY).exemplar == ""


def test_what_cannot_be_is_refused() -> None:
    row = builders.commitment()
    with pytest.raises(Refusal, match="Say what makes it strong"):
        mark_exemplar(commitment=row, strength=" ", **BY)
    with pytest.raises(Refusal, match="is not marked as an exemplar"):
        unmark_exemplar(commitment=row, reason="x", **BY)
    with pytest.raises(Refusal, match="was told by a public source and cannot be held up"):
        mark_exemplar(commitment=builders.commitment(origin="public-source"), strength="x", **BY)
    mark_exemplar(commitment=row, strength="x", **BY)
    with pytest.raises(Refusal, match="an exemplar for this already"):
        mark_exemplar(commitment=row, strength="x", **BY)
