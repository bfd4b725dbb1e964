"""Releases as of a day: what they say of one commitment at once, everything else from a copy put together for that day.

A copy is a folder shaped like a release, with an index of its own, among the caches. It is made in the background: whoever
asks waits a little, and is then told to come again. It holds visible rows only, so a copy made under another withheld list is
another copy.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from avow.base.columns import Table
from avow.base.references import Reference
from avow.record.as_of import TOLD, Past, day_root, in_order, keeps_past, tracks_in
from avow.record.cache import one_builder
from avow.record.duck import literal, open_between, open_locked
from avow.record.facets import FIGURES, FacetCounts
from avow.record.layout import BOUNDS, FILES, INDICATORS, MANIFEST, PACK, PACKAGE
from avow.record.manifest import FORMAT
from avow.record.released import MAIN, Pool, Release
from avow.record.sealing import readable
from avow.record.search import Filters, Hits, Kept

PATIENCE = 8.0  # seconds somebody who asks waits for a copy
MOST_OCTETS = 2 << 30  # of copies kept on disk; the newest stays whatever its size
_OPEN = 8  # copies and days held open
_log = logging.getLogger(__name__)


class NotYet(Exception):
    """The copy of that day is still being put together."""


class DayRelease:
    """A release as of a day: asked like a ``Release``, it answers with what was in force then.

    ``find`` and ``rows_of`` work at once, at any size. What counts or looks through all commitments raises ``NotYet`` while
    the day's copy is not there.
    """

    def __init__(self, base: Release, day: date, days: Days) -> None:
        self.base, self.day, self._days = base, day, days
        self.number, self.at, self.folder = base.number, base.at, base.folder
        self.manifest, self.pack, self.tables = base.manifest, base.pack, base.tables
        self.withheld, self.downloadable = base.withheld, base.downloadable
        self.state = f"{base.state}@{day.isoformat()}"
        self._rows: Kept[Mapping[str, list[dict[str, Any]]]] = Kept(64)

    def filters(self, table: str = MAIN) -> tuple[str, ...]:
        return self.base.filters(table)

    def sorts(self, table: str = MAIN) -> tuple[str, ...]:
        return self.base.sorts(table)

    def find(self, table: str, key: object) -> dict[str, Any] | None:
        """One row by its reference, or by its key columns in their order."""
        declared = self.tables[table]
        if declared[declared.root].refers_to != MAIN and table != MAIN:
            return self.base.find(table, key)
        keys = tuple(key) if isinstance(key, (tuple, list)) else (key,)
        rows = self.rows_of(table, str(keys[declared.key.index(declared.root)]))
        return next((row for row in rows if tuple(str(row[name]) for name in declared.key) == tuple(map(str, keys))), None)

    def rows_of(self, table: str, root: str) -> list[dict[str, Any]]:
        """The rows of a table that belong to a root."""
        declared = self.tables[table]
        if declared[declared.root].refers_to != MAIN and table != MAIN:
            return self.base.rows_of(table, root)
        copied = self._days.copied(self.base, self.day)
        if copied is not None:
            return copied.rows_of(table, root)
        return [dict(row) for row in self._rows.get(root, lambda: self._worked_out(root)).get(table, ())]

    def _worked_out(self, root: str) -> Mapping[str, list[dict[str, Any]]]:
        """All rows of one commitment as of the day."""
        if self.base.find(MAIN, root) is None:
            return {}
        order = Reference.parse(root).order
        with open_locked(self.base.folder, 1, "256MB") as connection:
            past = _laid_out(connection, self.base, self.day, (order, order))
            return {
                name: _records(connection, table, f"{past.sql(table)} order by all")
                for name, table in self.tables.items()
                if name == MAIN or table[table.root].refers_to == MAIN
            }

    # what the copy answers ------------------------------------------------------------------------------------------

    @property
    def copy(self) -> Path:
        """The folder of the day's copy, shaped like a release."""
        return self._copy().folder

    def _copy(self) -> Release:
        return self._days.copy(self.base, self.day)

    def facets(
        self, filters: Filters, *, names: Sequence[str] | None = None, figures: Sequence[str] = FIGURES, table: str = MAIN
    ) -> FacetCounts:
        return self._copy().facets(filters, names=names, figures=figures, table=table)

    def crosstab(self, row: str, column: str, filters: Filters, *, table: str = MAIN) -> dict[tuple[str, str], int]:
        return self._copy().crosstab(row, column, filters, table=table)

    def search(self, filters: Filters, *, sort: str = "", page: int = 1, size: int = 25, table: str = MAIN) -> Hits:
        return self._copy().search(filters, sort=sort, page=page, size=size, table=table)

    def rows(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._copy().rows(sql, params)

    def csv(self, table: str, filters: Filters) -> Iterator[bytes]:
        return self._copy().csv(table, filters)

    def json_lines(self, table: str, filters: Filters) -> Iterator[bytes]:
        return self._copy().json_lines(table, filters)


def _records(connection: duckdb.DuckDBPyConnection, table: Table, sql: str) -> list[dict[str, Any]]:
    return [dict(zip(table.names, row, strict=True)) for row in connection.execute(sql).fetchall()]


def _laid_out(connection: duckdb.DuckDBPyConnection, base: Release, day: date, span: tuple[int, int] | None = None) -> Past:
    """The day's tables, ready to be read, of the commitments of a span."""
    base.list_hidden(connection)
    connection.execute(f"create schema {TOLD}")
    base.lay_out(connection, TOLD, span)
    past = Past(connection, base.tables, day, tracks_in(base.pack))
    past.prepare()
    return past


class Days:
    """The days that were asked for, each with its copy once one was needed. Shared by threads; several processes may share
    the folder."""

    def __init__(self, caches: Path) -> None:
        self._folder = caches / "days"
        self._lock = threading.Lock()
        self._days: Kept[DayRelease] = Kept(_OPEN)
        self._copies: dict[str, Release] = {}
        self._at_work: threading.Thread | None = None

    def on(self, base: Release, day: date) -> DayRelease:
        return self._days.get((base.state, day), lambda: DayRelease(base, day, self))

    def copied(self, base: Release, day: date) -> Release | None:
        """The day's copy, where it is there."""
        with self._lock:
            found = self._copies.get(_name(base, day))
        return found if found is not None and found.folder.exists() else None

    def copy(self, base: Release, day: date) -> Release:
        """The day's copy, put together where it is not there. Raises ``NotYet`` when that takes too long to wait for."""
        for _ in range(2):  # a copy for another day may be at work first
            found = self.copied(base, day)
            if found is not None:
                return found
            with self._lock:
                if self._at_work is None or not self._at_work.is_alive():
                    self._at_work = threading.Thread(target=self._make, args=(base, day), daemon=True)
                    self._at_work.start()
                at_work = self._at_work
            at_work.join(PATIENCE)
        found = self.copied(base, day)
        if found is None:
            raise NotYet
        return found

    def _make(self, base: Release, day: date) -> None:
        name = _name(base, day)
        place = self._folder / name
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with one_builder(self._folder / f".{name}.lock"):
                if not (place / MANIFEST).exists():
                    write_copy(base, day, place)
                    self._prune(place, day)
                rows = replace(base.withheld, rows=frozenset())  # the copy has nothing hidden in it
                copy = Pool(place / "index").open(place, rows)
        except Exception:  # whatever it is, the record itself is served as before, and the next who asks tries again
            _log.exception("the copy of release %s as of %s could not be put together", base.number, day)
            shutil.rmtree(place, ignore_errors=True)
            return
        with self._lock:
            self._copies[name] = copy
            while len(self._copies) > _OPEN:
                self._copies.pop(next(iter(self._copies)))

    def _prune(self, newest: Path, day: date) -> None:
        """Gives up the copies made longest ago, as far as they take too much room, and what killed builders left."""
        copies = sorted(
            (path for path in self._folder.iterdir() if path.is_dir() and path != newest),
            key=lambda path: -path.stat().st_mtime,
        )
        number, state = newest.name.partition("-")[0], newest.name.removesuffix(f"-{day}")
        left = MOST_OCTETS - _octets(newest)
        for path in copies:
            left -= _octets(path)
            outdated = path.name.startswith(f"{number}-") and not path.name.startswith(state)  # other rows are hidden by now
            if left < 0 or outdated or path.name.startswith("."):
                shutil.rmtree(path, ignore_errors=True)


def _name(base: Release, day: date) -> str:
    return f"{base.state}-{day.isoformat()}"


def _octets(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def write_copy(base: Release, day: date, place: Path) -> None:
    """Writes a folder shaped like the release, with the rows as of the day, whole or not at all."""
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=place.parent))
    try:
        for name in (PACK, PACKAGE, INDICATORS):
            shutil.copyfile(base.folder / name, work / name)
        if (base.folder / "indicators").exists():
            shutil.copytree(base.folder / "indicators", work / "indicators")
        written = _Copy(base, day, work)
        written.write()
        (work / BOUNDS).write_bytes(readable(written.bounds))
        (work / FILES).write_bytes(readable({"release": base.number, "files": {}}))
        (work / MANIFEST).write_bytes(readable(written.manifest()))
        work.rename(place)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


class _Copy:
    def __init__(self, base: Release, day: date, work: Path) -> None:
        self._base, self._day, self._work = base, day, work
        self._mark = hashlib.sha256(f"{base.state} {day}".encode()).hexdigest()[:12]
        self.bounds: dict[str, dict[str, list[str]]] = {name: {} for name in base.tables}
        self._rows: dict[str, dict[str, int]] = {name: {} for name in base.tables}

    def write(self) -> None:
        tables = self._base.tables
        of_commitments = [table for name, table in tables.items() if name == MAIN or table[table.root].refers_to == MAIN]
        with open_between(self._base.folder, self._work) as connection:
            past = _laid_out(connection, self._base, self._day, (0, -1))
            for table in tables.values():
                if table not in of_commitments:
                    self._part(connection, table, past.sql(table), 1)
            for number, span in enumerate(self._base.spans, 1):
                self._base.lay_out(connection, TOLD, span)
                past.prepare()
                for table in of_commitments:
                    self._part(connection, table, past.sql(table), number)

    def _part(self, connection: duckdb.DuckDBPyConnection, table: Table, sql: str, number: int) -> None:
        connection.execute(f"create or replace temp table part as select * from ({sql}) order by {in_order(table)}")
        root = f'"{table.root}"'
        rows, first, last = connection.execute(
            f"select count(*), first({root} order by rowid), last({root} order by rowid) from part"
        ).fetchall()[0]
        if not rows:
            return
        name = f"{number:04d}"
        path = self._work / "tables" / table.name / f"{name}-{self._mark}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        parquet = f"{literal(str(path))} (format parquet, row_group_size 65536)"
        connection.execute(f"copy (select *, '' as _key from part order by rowid) to {parquet}")
        self.bounds[table.name][name] = [first, last]
        self._rows[table.name][name] = rows

    def manifest(self) -> dict[str, Any]:
        """What a reader needs of a manifest. Not a seal: the roots only tell the tables of one day from those of another."""
        before = {table["name"]: table["root"] for table in self._base.manifest["tables"]}
        return {
            "format": FORMAT,
            "release": self._base.number,
            "at": self._base.at,
            "as_of": self._day.isoformat(),
            "tables": [
                {
                    "name": name,
                    "rows": sum(parts.values()),
                    "root": day_root(before[name], self._day),
                    "parts": [{"name": part, "rows": rows, "root": ""} for part, rows in parts.items()],
                }
                for name, parts in self._rows.items()
            ],
        }


__all__ = ["DayRelease", "Days", "NotYet", "keeps_past", "write_copy"]
