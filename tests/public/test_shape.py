"""How the public side is built: a frozen dataclass per page, thin views, filters from the declaration, a bounded store."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import typing

import avow.public.pages
from avow.commitments.columns import COMMITMENTS
from avow.public import selection
from avow.public.answers import Kept, Store
from avow.public.selection import Selection
from avow.public.views import api, data, pages


def test_every_page_answers_with_a_frozen_dataclass() -> None:
    found = []
    for module in pkgutil.iter_modules(avow.public.pages.__path__):
        page = importlib.import_module(f"avow.public.pages.{module.name}")
        for name, function in inspect.getmembers(page, inspect.isfunction):
            if name.endswith("_page") and function.__module__ == page.__name__:
                told = typing.get_type_hints(function)["return"]
                kinds = typing.get_args(told) or (told,)
                assert all(dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen for kind in kinds), name
                found.append(name)
    assert len(found) >= 17


def test_views_are_thin() -> None:
    for module in (api, data, pages):
        for name, view in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(inspect.unwrap(view)).parameters
            if view.__module__ == module.__name__ and next(iter(parameters), "") == "request":
                lines = [line for line in inspect.getsource(inspect.unwrap(view)).splitlines() if not line.startswith("@")]
                assert len(lines) < 15, f"{module.__name__}.{name}"


def test_filters_are_the_declared_facets() -> None:
    names = selection.parameters(COMMITMENTS)
    assert set(names.values()) == {column.name for column in COMMITMENTS.columns if column.facet}
    assert names["theme"] == "themes"
    assert set(selection.sorts(COMMITMENTS)) == {column.name for column in COMMITMENTS.columns if column.sort}


def test_an_option_leads_where_adding_or_taking_it_away_leads() -> None:
    chosen = Selection("clean water", {"themes": ("water",), "countries": ("KEN", "MLI")}, "-end", 3, 1, "en")
    turned = chosen.turning("countries")
    assert turned("MLI") == chosen.without("countries", "MLI").address()
    assert turned("FRA") == chosen.only("countries", "FRA", "KEN", "MLI").address()
    assert chosen.turning("stage")("planning") == chosen.only("stage", "planning").address()


def test_the_same_choice_has_one_address_however_it_was_asked() -> None:
    def read(query: str) -> str:
        return selection.read(query, COMMITMENTS, "en", lambda _column, _code: True).query()

    assert read("theme=b&theme=a&q=x&page=1") == read("q=x&theme=a&theme=b&theme=a")


def test_the_store_forgets_the_least_recently_used_and_everything_of_another_state() -> None:
    store = Store(limit=25)
    for name in ("a", "b"):
        store.keep("1", (name, "", False), Kept((), b"x" * 10, 10))
    store.find("1", ("a", "", False))
    store.keep("1", ("c", "", False), Kept((), b"x" * 10, 10))
    assert store.find("1", ("b", "", False)) is None
    assert store.find("1", ("a", "", False)) is not None
    store.keep("2", ("d", "", False), Kept((), b"x" * 10, 10))
    assert store.find("2", ("a", "", False)) is None
    assert store.find("1", ("a", "", False)) is None
