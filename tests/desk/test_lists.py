"""Lists of the desk: what can be asked comes from a declaration, and costs the same however long the list is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet
from django.http import QueryDict
from tests.builders import organisation

from avow.organisations.models import Organisation
from avow.ui.lists import Filter, ListOf, Order, listed

pytestmark = pytest.mark.django_db


def _of_category(rows: QuerySet[Organisation], value: str) -> QuerySet[Organisation]:
    return rows.filter(category=value)


def _named(rows: QuerySet[Organisation], words: str) -> QuerySet[Organisation]:
    return rows.filter(name__icontains=words)


CATEGORIES = {"government": "Government", "civil-society": "Civil society"}
ORGANISATIONS = ListOf(
    filters=(Filter("category", "Category", lambda: CATEGORIES, _of_category),),
    orders=(Order("name", "Name", ("name", "pk")), Order("newest", "Newest first", ("-number",))),
    search=_named,
    size=2,
)


def _ask(query: str) -> Any:
    return listed(Organisation.objects.all(), QueryDict(query), ORGANISATIONS)


def _names(query: str) -> list[str]:
    return [row.name for row in _ask(query).rows]


@pytest.fixture(autouse=True)
def _three() -> None:
    for name, category in (("Bay", "government"), ("Ash", "civil-society"), ("Cedar", "government")):
        organisation(name, category=category)


def test_rows_are_narrowed_ordered_and_paged_as_declared() -> None:
    assert _names("") == ["Ash", "Bay"]
    assert _names("page=2") == ["Cedar"]
    assert _names("category=government&sort=newest") == ["Cedar", "Bay"]
    assert _names("q=ced") == ["Cedar"]


def test_names_and_values_that_were_not_declared_change_nothing() -> None:
    assert _names("sort=notes&category=secret&notes__startswith=a&page=minus&page=-4") == ["Ash", "Bay"]
    assert _ask("category=secret").taken_away == []


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert _names("page=99") == ["Cedar"]


def test_each_filter_in_force_can_be_taken_away_and_the_others_stay() -> None:
    one = _ask("category=government&q=a&sort=newest")
    assert [(link.label, link.href) for link in one.taken_away] == [
        ("“a”", "?category=government&sort=newest"),
        ("Category: Government", "?q=a&sort=newest"),
    ]
    assert one.query == "q=a&category=government&sort=newest"


@pytest.mark.parametrize("more", [0, 3])
def test_a_list_asks_two_questions_however_long_it_is(more: int, django_assert_num_queries: Any) -> None:
    for number in range(more):
        organisation(f"Organisation {number} more")
    with django_assert_num_queries(2):
        _ask("category=government&page=2")
