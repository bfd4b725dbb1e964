"""What keeps withheld rows out of a release being written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

import duckdb

from avow.base.columns import Column, Table, Type
from avow.record.canonical import keyed_sql, text_sql
from avow.record.duck import add_texts, list_texts, literal

_TABLE = "withheld_rows"


@dataclass
class Veil:
    """Keeps withheld rows, and rows that name a withheld entity, out of a release being written.

    A commitment registered yesterday by an organisation hidden last week has a key nobody has listed yet: the row is held
    back because it names the organisation, and its key joins the list so that its own rows follow.
    """

    rows: set[str]
    added: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def hang(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Makes the list known to a database, before it is asked by ``condition``."""
        list_texts(connection, _TABLE, self.rows)

    def add(self, keys: Iterable[str], connection: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            fresh = [key for key in keys if key not in self.rows]
            self.rows.update(fresh)
            self.added.extend(fresh)
            add_texts(connection, _TABLE, fresh)

    def condition(self, table: Table) -> str:
        """SQL that holds for rows that may be shown; empty when nothing is withheld."""
        if not self.rows:
            return ""
        listed = f"(select key from {_TABLE})"
        tests = [f"_key not in {listed}"]
        tests += [f"coalesce({_names(column)} not in {listed}, true)" for column in table.columns if column.refers_to]
        return " and ".join(tests)


def _names(column: Column) -> str:
    """The opaque key of the entity a value refers to. Declared references are single values."""
    if column.type is Type.LIST:
        raise ValueError(f"{column.name}: a list of references cannot be followed; publish one row a reference")
    return keyed_sql(f"encode(concat({literal(column.refers_to)}, chr(31), {text_sql(column)}))")
