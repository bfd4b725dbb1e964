"""What the world may see of organisations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests import builders

from avow.framework.queries import facts
from avow.organisations import disclosure
from avow.organisations.columns import ORGANISATIONS

pytestmark = pytest.mark.django_db


def _rows(changed: list[int] | None = None) -> list[dict[str, Any]]:
    return [dict(zip(ORGANISATIONS.names, row, strict=True)) for row in disclosure.rows(facts(), changed)]


def test_a_public_one_shows_its_declared_columns() -> None:
    row = builders.organisation(
        "County of Kisumu",
        sub_category="local",
        aliases=("Kisumu", "Kisumu County"),
        identifiers=("KE-COA-43", "KE-AGO-1"),
        leads=("care",),
        signatory=True,
        joined_on=date(2021, 7, 1),
        origin="maker",
        notes="Call on Mondays",
        source_key="row-7",
    )
    assert _rows() == [
        {
            "reference": row.reference,
            "slug": "county-of-kisumu",
            "name": "County of Kisumu",
            "aliases": ["Kisumu", "Kisumu County"],
            "category": "government",
            "sub_category": "local",
            "reporting_group": "local",
            "country": "KEN",
            "region": "202",
            "international": False,
            "identifiers": ["KE-AGO-1", "KE-COA-43"],
            "website": None,
            "leads": ["care"],
            "signatory": True,
            "joined_on": date(2021, 7, 1),
            "origin": "maker",
            "recorded_at": "2026-11-22T12:00:00Z",
        }
    ]


def test_one_that_made_nothing_yet_is_not_shown_even_when_it_changed() -> None:
    hidden = builders.organisation()
    assert _rows() == _rows([hidden.pk]) == []
    assert disclosure.references([hidden.pk]) == {hidden.reference}


def test_an_international_one_has_neither_country_nor_region() -> None:
    builders.commitment(builders.organisation(country="", international=True))
    (row,) = _rows()
    assert (row["country"], row["region"], row["international"]) == (None, None, True)


def test_only_changed_ones_are_read_when_asked_for() -> None:
    owners = [builders.commitment().owner for _ in range(3)]
    assert [row["reference"] for row in _rows([owners[2].pk])] == [owners[2].reference]
    assert [row["reference"] for row in _rows()] == [owner.reference for owner in owners]
