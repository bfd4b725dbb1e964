"""One table says who may ask what of every address of the desk; an address it does not name is a failure."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.builders_people import VISITOR, cast, sign_in
from tests.desk.table import Row

TESTS = Path(__file__).resolve().parents[1]


def _rows() -> list[Row]:
    found: list[Row] = []
    for file in sorted(TESTS.glob("**/permissions.py")):
        spec = importlib.util.spec_from_file_location(f"permissions_of_{file.parent.name}", file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found += module.ROWS
    return found


def _names(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one.name or f"{before}{one.pattern}"
        else:
            yield from _names(one, f"{before}{one.pattern}")


ROWS = _rows()


def test_the_table_names_every_address_of_the_desk_and_no_other() -> None:
    assert {row.name for row in ROWS} == set(_names(get_resolver()))


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_is_answered_as_the_table_says(row: Row, method: str) -> None:
    people = cast()
    given = (row.given(people),) if row.given else ()
    address = row.address(people, *given)
    told = {}
    for who in getattr(row, method):
        point = transaction.savepoint()
        client = Client(raise_request_exception=True)
        if who != VISITOR:
            sign_in(client, people[who])
        posted = row.posted(people, *given) if method == "post" else {}
        told[who] = getattr(client, method)(address, posted).status_code
        transaction.savepoint_rollback(point)
    assert told == getattr(row, method)
