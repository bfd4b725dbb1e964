"""Looking up: one row by its key, and the rows that belong to one root."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from avow.base.refusals import Refusal
from avow.record.families import Told, as_record
from avow.record.search import Finder, Kept


class Lookup:
    """Finds rows by reference in the shards. Keeps the last roots read, since a page asks for many tables of one root."""

    def __init__(self, finders: Mapping[str, Finder]) -> None:
        self._finders = finders
        self._family_of = {
            table.name: finder for finder in finders.values() for table in (finder.family.table, *finder.family.children)
        }
        self._told: Kept[Told | None] = Kept(64)

    def find(self, table: str, key: object) -> dict[str, Any] | None:
        """The row with this key (a reference, or the key columns in their order); ``None`` when there is none to show."""
        declared = self._finder(table).family
        keys = tuple(key) if isinstance(key, (tuple, list)) else (key,)
        if declared.name == table:
            told = self._root(table, str(keys[0]))
            return as_record(declared.table, told.row) if told else None
        child = declared.child(table)
        if child is None or len(keys) != len(child.key):
            raise ValueError(f"a row of {table} is named by {child.key if child else ()}")
        root = keys[child.key.index(child.root)]
        wanted = tuple(map(_plain, keys))
        rows = self.rows_of(table, str(root))
        return next((row for row in rows if tuple(_plain(row[name]) for name in child.key) == wanted), None)

    def rows_of(self, table: str, root: str) -> list[dict[str, Any]]:
        """The rows of a table that belong to a root, in the order of their key."""
        family = self._finder(table).family
        told = self._root(table, root)
        if told is None:
            return []
        child = family.child(table)
        if child is None:
            return [as_record(family.table, told.row)]
        return [as_record(child, row) for row in told.children.get(table, ())]

    def _finder(self, table: str) -> Finder:
        if table not in self._family_of:
            raise Refusal("unknown-table", f"This release has no table named {table[:60]!r}.", "See the data dictionary.")
        return self._family_of[table]

    def _root(self, table: str, reference: str) -> Told | None:
        finder = self._family_of[table]
        return self._told.get((finder.family.name, reference), lambda: _read(finder, reference))


def _read(finder: Finder, reference: str) -> Told | None:
    at = finder.locate(reference)
    return finder.told(*at) if at else None


def _plain(value: object) -> str:
    return (
        str(value.normalize()) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else str(value)
    )
