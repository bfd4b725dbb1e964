"""One release, open: everything a page may ask of it, with hidden rows taken out beneath every answer."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import duckdb

from avow.base.columns import Table
from avow.base.references import order_sql
from avow.base.refusals import Refusal
from avow.record.building import Slice, Source
from avow.record.cache import Held, discard, prepare, read_index, ready
from avow.record.duck import files_sql, list_texts, open_locked, quoted, rows_sql
from avow.record.export import Export
from avow.record.facets import FIGURES, Counting, FacetCounts
from avow.record.layout import FILES, MANIFEST, PACK, load
from avow.record.lines import CSV_END, csv_line, json_line
from avow.record.lookup import Lookup
from avow.record.search import Filters, Finder, Hits, Kept, Sets
from avow.record.shards import Shard
from avow.record.withheld import Withheld

MAIN = "commitments"
Span = tuple[int, int]  # of the order of references, both ends included


class Pool:
    """Shards open in this process. Releases share those whose rows did not change."""

    def __init__(self, caches: Path) -> None:
        self._caches = caches
        self._shards: weakref.WeakValueDictionary[tuple[int, int], Shard] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def ready(self, folder: Path) -> bool:
        """Whether a release can be opened without building. Damaged ones are ready: opening them says what is wrong."""
        try:
            return ready(folder, self._caches)
        except Exception:  # the release is damaged in whatever way
            return True

    def open(self, folder: Path, withheld: Withheld) -> Release:
        """Opens a release, building its index when there is none. Raises when a file of it is missing or cut short."""
        _whole(folder)
        cache = prepare(folder, self._caches)
        source = Source(folder)
        try:
            shards = self._shards_in(cache, source)
        except (OSError, ValueError, KeyError, TypeError, sqlite3.Error):  # a damaged cache is no loss: it is built anew
            discard(cache)
            shards = self._shards_in(prepare(folder, self._caches), source)
        return Release(Opened(source, shards, load(folder / MANIFEST), load(folder / PACK)), withheld)

    def _shards_in(self, cache: Path, source: Source) -> dict[str, list[tuple[Slice, Shard]]]:
        shards: dict[str, list[tuple[Slice, Shard]]] = {name: [] for name in source.families}
        for held in read_index(cache):
            shards[held.slice.family].append((held.slice, self._shard(cache / held.file, source, held)))
        return shards

    def _shard(self, path: Path, source: Source, held: Held) -> Shard:
        state = path.stat()
        if state.st_size != held.octets:
            raise OSError(f"{path.name} has not the size it was written with")
        name = (state.st_dev, state.st_ino)
        with self._lock:
            shard = self._shards.get(name)
            if shard is None or shard.content != held.content:
                shard = self._shards[name] = Shard(path, source.families[held.slice.family], held.content)
            return shard


def _whole(folder: Path) -> None:
    """Notices missing and cut files when a release is opened; ``verify`` is what proves that nothing was changed."""
    for name, facts in load(folder / FILES)["files"].items():
        if not name.startswith("tables/"):
            continue
        place = folder / name
        if not place.exists():
            raise Refusal("file-missing", f"{name} is missing.", "Restore it from another copy of the release.")
        if place.stat().st_size != facts["bytes"]:
            raise Refusal(
                "file-damaged", f"{name} has not the size the release states.", "Restore it from another copy of the release."
            )


@dataclass(frozen=True)
class Opened:
    """What of a release does not depend on the withheld list."""

    source: Source
    shards: Mapping[str, list[tuple[Slice, Shard]]]
    manifest: Mapping[str, Any]
    pack: Mapping[str, Any]


class Release:
    """One release as it may be shown under one withheld list. Immutable; safe to share between threads."""

    def __init__(self, opened: Opened, withheld: Withheld) -> None:
        self._opened, self.withheld = opened, withheld
        self.number: int = opened.source.number
        self.folder: Path = opened.source.folder
        self.manifest, self.pack = opened.manifest, opened.pack
        self.at: str = str(opened.manifest["at"])
        self.tables: Mapping[str, Table] = opened.source.tables
        hidden = hashlib.sha256(json.dumps([withheld.serial, sorted(withheld.rows)]).encode()).hexdigest()[:8]
        self.state: str = f"{self.number}-{opened.source.fingerprint}-{hidden}"
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._hidden_roots = self._roots_hidden()
        touched = self._roots_touched()
        self._finders = {
            name: Finder(family, [shard for _, shard in opened.shards[name]], withheld.rows, touched.get(name, ()))
            for name, family in opened.source.families.items()
        }
        self._countings = {name: Counting(finder) for name, finder in self._finders.items()}
        self._lookup = Lookup(self._finders)
        self._counts: Kept[FacetCounts] = Kept(256)
        self._crosstabs: Kept[dict[tuple[str, str], int]] = Kept(256)

    def hiding(self, withheld: Withheld) -> Release:
        """The same release under another withheld list."""
        return self if withheld == self.withheld else Release(self._opened, withheld)

    @property
    def downloadable(self) -> bool:
        """Whether its raw files may be handed out; after a hiding they may not until the release is redacted."""
        return self.number not in self.withheld.releases

    # counting and finding -------------------------------------------------------------------------------------------

    def filters(self, table: str = MAIN) -> tuple[str, ...]:
        """Names one may filter by: the declared facets, and ``maker`` (owner or co-maker) for commitments."""
        return self._finder(table).family.filters

    def sorts(self, table: str = MAIN) -> tuple[str, ...]:
        return tuple(column.name for column in self._finder(table).family.sorts)

    def facets(
        self,
        filters: Filters,
        *,
        names: Sequence[str] | None = None,
        figures: Sequence[str] = FIGURES,
        table: str = MAIN,
    ) -> FacetCounts:
        """Counts by facet and the headline figures. ``names`` and ``figures`` limit what is counted: by default all.

        Raises a ``Refusal`` for a filter or facet that is not declared; an unknown code finds nothing.
        """
        asked = tuple(names) if names is not None else self._finder(table).family.counted
        question = (table, filters.identity, asked, tuple(figures))
        return self._counts.get(question, lambda: self._countings[table].facets(filters, asked, figures))

    def crosstab(self, row: str, column: str, filters: Filters, *, table: str = MAIN) -> dict[tuple[str, str], int]:
        """Rows by two facets at once, under all filters. Cells with nothing in them are left out."""
        question = (table, row, column, filters.identity)
        self._finder(table)
        return self._crosstabs.get(question, lambda: self._countings[table].crosstab(row, column, filters))

    def search(self, filters: Filters, *, sort: str = "", page: int = 1, size: int = 25, table: str = MAIN) -> Hits:
        """A page of rows. ``sort``: a declared column, ``-`` before it for descending; by default the newest first."""
        return self._finder(table).search(filters, sort, page, size)

    # rows -----------------------------------------------------------------------------------------------------------

    def find(self, table: str, key: object) -> dict[str, Any] | None:
        """One row by its reference, or by its key columns in their order."""
        return self._lookup.find(table, key)

    def rows_of(self, table: str, root: str) -> list[dict[str, Any]]:
        """The rows of a table that belong to a root."""
        return self._lookup.rows_of(table, root)

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """DuckDB over views named like the tables. The connection reads this release's folder and nothing else."""
        cursor = self._cursor()
        try:
            return cursor.execute(sql, list(params)).fetchall()
        finally:
            cursor.close()

    def csv(self, table: str, filters: Filters) -> Iterator[bytes]:
        """The rows of a table as CSV: those of the roots that pass the filters. Text never becomes a formula."""
        declared = self._declared(table)
        chosen = self._chosen(table, filters)
        head = (",".join(declared.names) + CSV_END).encode()
        if table in self._finders:  # the lines of roots are kept ready; hidden roots are in no set
            return chain((head,), self._finders[table].lines(chosen))
        return chain((head,), _encoded(self._lines(declared, csv_line(declared), chosen), CSV_END))

    def json_lines(self, table: str, filters: Filters) -> Iterator[bytes]:
        """The same rows as one JSON object a line; money and numbers are texts, so that no digit is lost."""
        declared = self._declared(table)
        return _encoded(self._lines(declared, json_line(declared), self._chosen(table, filters)), "\n")

    # beneath --------------------------------------------------------------------------------------------------------

    def _finder(self, table: str) -> Finder:
        if table not in self._finders:
            raise _no_table(table)
        return self._finders[table]

    def _declared(self, table: str) -> Table:
        if table not in self.tables:
            raise _no_table(table)
        return self.tables[table]

    def _family_of(self, table: str) -> str:
        for name, family in self._opened.source.families.items():
            if table == name or family.child(table):
                return name
        raise _no_table(table)

    def _chosen(self, table: str, filters: Filters) -> Sets:
        """The roots whose rows are wanted. Refuses unknown filters before the first byte is sent."""
        return self._finders[self._family_of(table)].select(filters)[0]

    def _lines(self, table: Table, line: str, chosen: Sets) -> Iterator[list[str]]:
        family = self._family_of(table.name)
        slices = [cut for cut, _ in self._opened.shards[family]]
        export = Export(self._opened.source, self._finders[family], slices, self._shown(table))
        cursor = self._cursor()
        try:
            yield from export.lines(cursor, table, line, chosen)
        finally:
            cursor.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._connection is None:
                self._connection = self._connected()
            return self._connection.cursor()

    def _connected(self) -> duckdb.DuckDBPyConnection:
        connection = open_locked(self.folder)
        self.list_hidden(connection)
        self.lay_out(connection, "main")
        return connection

    def list_hidden(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Tells a connection what is hidden, before ``lay_out``."""
        list_texts(connection, "withheld_rows", self.withheld.rows)
        connection.execute("create table withheld_roots (family varchar, reference varchar)")
        for family, references in self._hidden_roots.items():
            given = [family, ",".join(sorted(references))]
            connection.execute("insert into withheld_roots select ?, unnest(string_split(?, ','))", given)

    def lay_out(self, connection: duckdb.DuckDBPyConnection, schema: str, span: Span | None = None) -> None:
        """Views of the visible rows, named like their tables, in a schema of a connection; of the commitments of a span only,
        where one is given."""
        for table in self.tables.values():
            narrowed = span if self._family_of(table.name) == MAIN else None
            files = self._opened.source.files(table.name, *(narrowed or ()))
            where = [self._shown(table)] if files else []
            if narrowed and files:
                where.append(f"{order_sql(quoted(table.root))} between {narrowed[0]} and {narrowed[1]}")
            shown = f" where {' and '.join(where)}" if where else ""
            connection.execute(f"create or replace view {schema}.{quoted(table.name)} as {rows_sql(table, files)}{shown}")

    @property
    def spans(self) -> list[Span]:
        """The commitments in portions that can be worked on one after the other."""
        lows = [0, *(first for first, _last, _path in self._opened.source.parts(MAIN)[1:]), 1 << 62]
        return [(low, high - 1) for low, high in pairwise(lows)]

    def _shown(self, table: Table) -> str:
        """The condition that takes hidden rows out, and whatever belongs to a hidden root."""
        if not self.withheld.rows:
            return "true"
        family = self._family_of(table.name)
        shown = "_key not in (select key from withheld_rows)"
        if self._hidden_roots.get(family):
            shown += f" and {quoted(table.root)} not in (select reference from withheld_roots where family = '{family}')"
        return shown

    def _roots_hidden(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, shards in self._opened.shards.items() if self.withheld.rows else ():
            found[name] = {reference for _, shard in shards for reference in shard.holding(self.withheld.rows)}
        return found

    def _roots_touched(self) -> dict[str, set[str]]:
        """References of roots of which some row, not the root itself, is hidden."""
        found: dict[str, set[str]] = {}
        for name, family in self._opened.source.families.items() if self.withheld.rows else ():
            for child in family.children:
                files = self._opened.source.files(child.name)
                if files:
                    among = "where _key in (select key from withheld_rows)"
                    sql = f"select distinct {quoted(child.root)} from {files_sql(files)} {among}"
                    found.setdefault(name, set()).update(reference for (reference,) in self.rows(sql))
            found[name] = found.get(name, set()) - self._hidden_roots[name]
        return found


def _encoded(lines: Iterator[list[str]], end: str) -> Iterator[bytes]:
    for some in lines:
        yield (end.join(some) + end).encode()


def _no_table(name: str) -> Refusal:
    return Refusal("unknown-table", f"This release has no table named {name[:60]!r}.", "See the data dictionary.")
