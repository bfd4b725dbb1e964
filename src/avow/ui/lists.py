"""Long lists of the desk: filters and orders from an allow-list, pages, and two statements whatever the rows are.

A feature declares a ``ListOf`` once; its view calls ``listed`` and hands the ``Listing`` to a template that includes
``desk/_list_head.html`` above its own rows and ``{% pages listing.pages %}`` below. Names that were not declared are ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from avow.ui.components.passages import Pages
from avow.ui.frames import Link

M = TypeVar("M", bound=Model)
Text = str | Promise
SIZE = 50


@dataclass(frozen=True, slots=True)
class Filter(Generic[M]):
    """``choices`` gives the values that count, with their labels; ``narrow`` applies one to the rows."""

    name: str
    label: Text
    choices: Callable[[], Mapping[str, Text]]
    narrow: Callable[[QuerySet[M], str], QuerySet[M]]


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort: the columns of the database in Django's spelling. Add the key last, so that pages never overlap."""

    name: str
    label: Text
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf(Generic[M]):
    """What one list can be asked. ``search`` narrows by words; the first order is the one used when none is asked for."""

    filters: Sequence[Filter[M]] = ()
    orders: Sequence[Order] = ()
    search: Callable[[QuerySet[M], str], QuerySet[M]] | None = None
    search_label: Text = ""
    size: int = SIZE


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter as it stands: what can be chosen, and what is."""

    name: str
    label: Text
    options: Sequence[tuple[str, Text]]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Listing(Generic[M]):
    """One page of a list with everything around it. ``taken_away`` links to the list without one of its filters."""

    rows: Sequence[M]
    count: int
    pages: Pages
    filters: Sequence[Choice] = ()
    orders: Sequence[Link] = ()
    order: str = ""
    words: str = ""
    searchable: bool = False
    search_label: Text = ""
    taken_away: Sequence[Link] = field(default_factory=tuple)
    query: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.taken_away)


def listed(rows: QuerySet[M], asked: QueryDict, of: ListOf[M]) -> Listing[M]:
    """The page that was asked for. Two statements: one counts, one reads (and one for each prefetch)."""
    known = {one.name: dict(one.choices()) for one in of.filters}
    said = {name: str(values[-1]) for name, values in asked.lists() if values}
    chosen = {name: said[name] for name, options in known.items() if said.get(name) in options}
    words = said.get("q", "").strip()[:200] if of.search else ""
    order = next((one for one in of.orders if one.name == said.get("sort")), of.orders[0] if of.orders else None)
    for one in of.filters:
        if one.name in chosen:
            rows = one.narrow(rows, chosen[one.name])
    if of.search and words:
        rows = of.search(rows, words)
    if order:
        rows = rows.order_by(*order.by)
    count = rows.count()
    page = _page(said.get("page", ""), count, of.size)
    kept = {**({"q": words} if words else {}), **chosen}
    sorted_as = {"sort": order.name} if order and of.orders and order is not of.orders[0] else {}
    return Listing(
        rows=list(rows[(page - 1) * of.size : page * of.size]),
        count=count,
        pages=Pages(count, page, of.size, lambda n: _href({**kept, **sorted_as, **({"page": str(n)} if n > 1 else {})})),
        filters=[Choice(one.name, one.label, list(known[one.name].items()), chosen.get(one.name, "")) for one in of.filters],
        orders=[
            Link(str(one.label), _href({**kept, **({} if one is of.orders[0] else {"sort": one.name})}), one is order)
            for one in of.orders
        ],
        order=order.name if order else "",
        words=words,
        searchable=of.search is not None,
        search_label=of.search_label,
        taken_away=[
            Link(_said(name, value, known, of), _href({**_without(kept, name), **sorted_as})) for name, value in kept.items()
        ],
        query=urlencode({**kept, **sorted_as}),
    )


def _said(name: str, value: str, known: Mapping[str, Mapping[str, Any]], of: ListOf[Any]) -> str:
    if name == "q":
        return f"“{value}”"
    label = next(one.label for one in of.filters if one.name == name)
    return f"{label}: {known[name][value]}"


def _page(asked: str, count: int, size: int) -> int:
    """The page asked for, held within what there is."""
    last = max(1, -(-count // size))
    return min(last, max(1, int(asked))) if asked.isdecimal() and len(asked) < 9 else 1


def _href(query: Mapping[str, str]) -> str:
    return f"?{urlencode(query)}" if query else "?"


def _without(query: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in query.items() if key != name}
