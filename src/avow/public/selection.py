"""What a reader asked to see: filters, order and page, read from a query string by an allow-list.

The allow-list is the column declaration (``facet`` and ``sort``). Whatever else stands in the query string is ignored,
and the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from avow.base.columns import ASKED_AS, Table
from avow.record.reading import Filters

PAGE_SIZE = 25
LONGEST_WORDS = 200
LAST_PAGE = 400  # the count stops at 10,000: 400 pages of 25
MOST_CODES = 40
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_PARTS = 200  # of a query string; what comes after them is not read
# Filters that addresses may always name. A release whose tables do not declare one leaves it out of account, and says why.
PROMISED = {"commitments": frozenset({"window", "collective", "cycle"})}


@dataclass(frozen=True)
class Ignored:
    """A part of the query string that has no effect. ``kind``: filter, undeclared, value, sort, page, release; of a day: as_of
    (no day), later (than the release), unkept (by the release), pastless (the page).
    """

    kind: str
    name: str
    value: str


@dataclass(frozen=True)
class Selection:
    words: str
    values: Mapping[str, tuple[str, ...]]  # by column
    sort: str  # as in the address: "end", "-end"; empty = the default order
    page: int
    release: int | None
    language: str
    as_of: date | None = None
    ignored: tuple[Ignored, ...] = ()

    @property
    def filters(self) -> Filters:
        return Filters(words=self.words, values=self.values)

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.values)

    def chosen(self, column: str) -> tuple[str, ...]:
        return self.values.get(column, ())

    def query(self) -> str:
        """The selection as a query string, always in the same order: what is bookmarked, cached and cited."""
        parts = [_pair("q", self.words)] if self.words else []
        for column in sorted(self.values):
            parts += [_pair(ASKED_AS.get(column, column), code) for code in self.values[column]]
        return "&".join([*parts, *self._tail(self.page)])

    def turning(self, column: str) -> Callable[[str], str]:
        """A function from a code of a column to the address with that code added, or taken away where it is chosen.

        The same as ``without`` and ``only``, without rebuilding the rest of the query for each of a hundred options.
        """
        parameter, chosen = ASKED_AS.get(column, column), set(self.chosen(column))
        others = {name: [_pair(ASKED_AS.get(name, name), code) for code in self.values[name]] for name in sorted(self.values)}
        before = [_pair("q", self.words)] if self.words else []
        before += [pair for name in others if name < column for pair in others[name]]
        after = [pair for name in others if name > column for pair in others[name]] + self._tail(1)

        def turned(code: str) -> str:
            own = sorted(chosen ^ {code})
            return "?" + "&".join([*before, *(_pair(parameter, one) for one in own), *after])

        return turned

    def _tail(self, page: int) -> list[str]:
        parts = [_pair("sort", self.sort)] if self.sort else []
        if page > 1:
            parts.append(f"page={page}")
        if self.release is not None:
            parts.append(f"release={self.release}")
        if self.as_of is not None:
            parts.append(f"as_of={self.as_of.isoformat()}")
        return parts

    def address(self) -> str:
        """``?…`` or nothing."""
        query = self.query()
        return f"?{query}" if query else ""

    def at_page(self, page: int) -> Selection:
        return replace(self, page=page)

    def sorted_by(self, sort: str) -> Selection:
        return replace(self, sort=sort, page=1)

    def without(self, column: str, code: str) -> Selection:
        """The same without one code."""
        left = tuple(value for value in self.chosen(column) if value != code)
        return self._with(column, left)

    def only(self, column: str, *codes: str) -> Selection:
        """The same with exactly these codes of a column."""
        return self._with(column, codes)

    def wordless(self) -> Selection:
        return replace(self, words="", page=1)

    def bare(self) -> Selection:
        """Nothing chosen, in the same release."""
        return replace(self, words="", values={}, sort="", page=1)

    def _with(self, column: str, codes: tuple[str, ...]) -> Selection:
        values = {name: held for name, held in self.values.items() if name != column}
        if codes:
            values[column] = tuple(sorted(codes))
        return replace(self, values=values, page=1)


@lru_cache(maxsize=8192)
def _pair(name: str, value: str) -> str:
    return urlencode(((name, value),))


def parameters(table: Table) -> dict[str, str]:
    """Query parameter → facet column of a table."""
    return {ASKED_AS.get(column.name, column.name): column.name for column in table.columns if column.facet}


def sorts(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.sort)


def read(query: str, table: Table, language: str, known: Callable[[str, str], bool], also: Iterable[str] = ()) -> Selection:
    """Reads a query string for a table.

    ``known(column, code)`` says whether a code can be asked for. ``also`` names further parameters the page understands
    itself: they are neither read nor reported here.
    """
    query = _as_sent(query)
    names = parameters(table)
    words, sort = "", ""
    single: dict[str, Any] = {"page": 1, "release": None, "as_of": None}
    values: dict[str, tuple[str, ...]] = {}
    ignored: list[Ignored] = []
    passed, promised = frozenset(also), PROMISED.get(table.name, frozenset())
    for name, value in parse_qsl("&".join(query.split("&", MOST_PARTS)[:MOST_PARTS]), keep_blank_values=False):
        value = value.strip().replace("\x00", "")
        if not value:
            continue
        if name == "q":
            words = value[:LONGEST_WORDS]
        elif name in names:
            _choose(values, ignored, names[name], name, value, known)
        elif name == "sort":
            if value.removeprefix("-") in sorts(table):
                sort = value
            else:
                ignored.append(Ignored("sort", name, value))
        elif name in single:
            single[name] = _SINGLE[name](value, ignored)
        elif name not in passed:
            ignored.append(Ignored("undeclared" if name in promised else "filter", name, value))
    return Selection(words, values, sort, language=language, ignored=tuple(dict.fromkeys(ignored)), **single)


def _as_sent(query: str) -> str:
    """Letters sent bare, not percent-encoded, reach a WSGI application as bytes in disguise."""
    try:
        return query.encode("latin-1").decode()
    except UnicodeError:
        return query


def _choose(
    values: dict[str, tuple[str, ...]],
    ignored: list[Ignored],
    column: str,
    name: str,
    value: str,
    known: Callable[[str, str], bool],
) -> None:
    held = values.get(column, ())
    if value in held:
        return
    if len(held) < MOST_CODES and known(column, value):
        values[column] = tuple(sorted((*held, value)))
    else:
        ignored.append(Ignored("value", name, value))


def _release(value: str, ignored: list[Ignored]) -> int | None:
    if value.isascii() and value.isdigit() and len(value) < 9:
        return int(value)
    ignored.append(Ignored("release", "release", value))
    return None


def _day(value: str, ignored: list[Ignored]) -> date | None:
    """A day as it is written everywhere here; not a month, not a year, and no other spelling."""
    if _DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    ignored.append(Ignored("as_of", "as_of", value))
    return None


def _page(value: str, ignored: list[Ignored]) -> int:
    if value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= LAST_PAGE:
        return int(value)
    ignored.append(Ignored("page", "page", value))
    return 1


_SINGLE: Mapping[str, Callable[[str, list[Ignored]], Any]] = {"page": _page, "release": _release, "as_of": _day}
