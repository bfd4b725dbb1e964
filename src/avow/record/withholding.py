"""Hiding: what must not be shown any more is gone from every page within seconds, and can be shown again.

Hiding follows what refers to what: a commitment takes all its rows along, an organisation takes the commitments it owns and
every row that names it. Nothing is rewritten; ``redaction`` does that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from avow.base.columns import Table
from avow.base.refusals import Refusal
from avow.record.datapackage import read_tables
from avow.record.duck import list_texts, literal, open_locked, quoted, rows_sql
from avow.record.keys import Keys
from avow.record.layout import Layout, part_files
from avow.record.withheld import Withheld

__all__ = ["Closure", "Withheld", "closure", "hide", "unhide"]


@dataclass
class Closure:
    """Everything that goes when one row goes: opaque row keys by table, and which of them stand in which release."""

    rows: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    releases: dict[int, dict[str, set[str]]] = field(default_factory=dict)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset().union(*self.rows.values()) if self.rows else frozenset()


def closure(root: Path, table: str, key: tuple[str, ...], *, releases: Iterable[int] | None = None) -> Closure:
    """What hangs on an entity (a row whose key is its root), in all releases whose tables are kept or in the ones given: the
    rows that belong to it or refer to it, and where those are entities themselves, theirs.

    Raises a ``Refusal`` for any other row: a text, an amount or a target stands in several tables and versions, and hidden in
    one of them it would show in the next.
    """
    layout = Layout(root)
    found = Closure()
    for number in layout.numbers() if releases is None else releases:
        folder = layout.release(number)
        if not (folder / "tables").exists():
            continue
        tables = read_tables(folder)
        if table not in tables:
            continue
        with open_locked(folder, 2, "512MB") as connection:
            mine = _Follower(connection, folder, tables).follow(table, key)
        if mine:
            found.releases[number] = mine
            for name, keys in mine.items():
                found.rows[name] |= keys
    return found


class _Follower:
    """Follows references through one release."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, tables: Mapping[str, Table]) -> None:
        self._db = connection
        self._tables = tables
        for name, table in tables.items():
            query = rows_sql(table, part_files(folder, name).values(), extra=("_key",))
            connection.execute(f"create view {quoted(name)} as {query}")

    def follow(self, table: str, key: tuple[str, ...]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        start = self._tables[table]
        if not start.entity:
            raise Refusal(
                "part-of-a-whole",
                f"A row of {table} cannot be taken away by itself: what it says stands in other rows too, "
                "such as another version, a list or a total.",
                "Name the commitment or organisation it belongs to.",
            )
        named = " and ".join(f"{quoted(name)} = {literal(value)}" for name, value in zip(start.key, key, strict=True))
        found[table] |= {row[0] for row in self._rows(table, named)}
        seen: set[tuple[str, str]] = {(table, key[0])}
        waiting = {table: {key[0]}}
        while waiting:
            entity, references = waiting.popitem()
            for name, other in self._tables.items():
                for row_key, reference in self._naming(other, entity, references):
                    found[name].add(row_key)
                    if other.entity and (name, reference) not in seen:
                        seen.add((name, reference))
                        waiting.setdefault(name, set()).add(reference)
        return {name: keys for name, keys in found.items() if keys}

    def _naming(self, table: Table, entity: str, references: set[str]) -> list[tuple[str, str]]:
        """Rows of a table that name one of the entities: opaque key and root."""
        columns = [column.name for column in table.columns if column.refers_to == entity]
        if not columns:
            return []
        list_texts(self._db, "followed", references)
        return self._rows(table.name, " or ".join(f"{quoted(name)} in (select key from followed)" for name in columns))

    def _rows(self, table: str, condition: str) -> list[tuple[str, str]]:
        root = quoted(self._tables[table].root)
        return self._db.execute(f"select _key, {root} from {quoted(table)} where {condition}").fetchall()


def hide(root: Path, table: str, key: tuple[str, ...], *, at: datetime, keys: Keys) -> Withheld:
    """Withholds a row and all that hangs on it, in every release, at once."""
    layout = Layout(root)
    with layout.writer():
        newest = layout.numbers()[-1:]
        _add(layout, closure(root, table, key, releases=newest), at, keys)  # what is shown now goes first
        found = closure(root, table, key)
        if not found.keys:
            raise Refusal(
                "nothing-to-hide",
                f"No release holds {' '.join(key)} in {table}.",
                "Check the reference and the table's name.",
            )
        return _add(layout, found, at, keys)


def _add(layout: Layout, found: Closure, at: datetime, keys: Keys) -> Withheld:
    """Adds to the list in force; writes nothing when it says all of it already."""
    before = Withheld.read(layout)
    numbers = tuple(sorted({*before.releases, *found.releases}))
    grown = Withheld(before.serial, before.rows | found.keys, numbers, before.reopened)
    return before if grown == before else grown.write(layout, at=at, keys=keys)


def unhide(root: Path, table: str, key: tuple[str, ...], *, at: datetime, keys: Keys) -> Withheld:
    """Shows a row and all that hangs on it again. Releases made meanwhile do not have them: the next publish must be given
    whole tables (``writing.needs_whole_tables`` says so)."""
    layout = Layout(root)
    with layout.writer():
        before = Withheld.read(layout)
        own = {keys.row_key(table, *key)}
        found = closure(root, table, key)
        rows = before.rows - found.keys - own
        shrunk = Withheld(
            rows=rows,
            releases=tuple(number for number in before.releases if still_holds(root, number, rows)),
            reopened=layout.current() or 0,
        )
        return shrunk.write(layout, at=at, keys=keys)


def still_holds(root: Path, number: int, rows: frozenset[str]) -> bool:
    """Whether a release's files hold a withheld row."""
    folder = Layout(root).release(number)
    if not rows or not (folder / "tables").exists():
        return False
    with open_locked(folder, 2, "512MB") as connection:
        list_texts(connection, "withheld_rows", rows)
        for name, table in read_tables(folder).items():
            query = rows_sql(table, part_files(folder, name).values(), extra=("_key",))
            among = "_key in (select key from withheld_rows)"
            if connection.execute(f"select 1 from ({query}) where {among} limit 1").fetchone():
                return True
    return False
