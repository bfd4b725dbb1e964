"""Rows written in bulk say what rows saved one by one say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction
from tests import builders

from avow.commitments.models import Commitment, StageDeclaration
from avow.framework.models import Rate
from avow.kernel import bulk
from avow.organisations.models import Party

pytestmark = pytest.mark.django_db


def said(commitment: Commitment, **values: object) -> bulk.Values:
    return {
        "commitment_id": commitment.pk,
        "number": 1,
        "stage": "planning",
        "trajectory": "",
        "said_on": builders.AT.date(),
        "reason": "Two lines,\none tab\tand a \\ backslash",
        "recorded_at": datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
        "said_by": "maker",
        **values,
    }


def test_a_row_reads_as_one_saved_by_itself() -> None:
    row = builders.commitment()
    bulk.insert(StageDeclaration, [said(row)])
    StageDeclaration(**said(row, number=2)).save()
    one, other = StageDeclaration.objects.order_by("number").values(*said(row), "id")
    assert {**one, "number": 2, "id": other["id"]} == other


def test_a_fresh_row_has_the_defaults_of_its_model() -> None:
    fresh, made = bulk.fresh(Commitment, {"origin": "maker"}), Commitment(origin="maker")
    assert {name: value for name, value in vars(fresh).items() if name != "_state"} == {
        name: value for name, value in vars(made).items() if name != "_state"
    }
    assert fresh._state.adding


def test_a_row_that_names_too_few_columns_is_an_error() -> None:
    with pytest.raises(KeyError, match="per_usd"), transaction.atomic():
        bulk.insert(Rate, [{"currency": "EUR", "month": builders.AT.date(), "source": "A bank"}])


def test_reserved_ids_are_nobody_elses() -> None:
    before = builders.organisation()
    (key,) = bulk.reserve(Party, 1)
    values = {"kind": "organisation", "reference": "O-9001", "number": 9001, "name": "A", "slug": "a", "public_since": None}
    bulk.insert(Party, [{"id": key, **values}], numbered=True)
    after = Party.objects.create(**{**values, "reference": "O-9002", "number": 9002, "slug": "b"})
    assert before.pk < key < after.pk
    assert Party.objects.get(pk=key).reference == "O-9001"


def test_thousands_of_rows_arrive_in_order() -> None:
    row = builders.commitment()
    bulk.insert(StageDeclaration, (said(row, number=number) for number in range(1, 4502)))
    assert list(StageDeclaration.objects.order_by("id").values_list("number", flat=True)) == list(range(1, 4502))
