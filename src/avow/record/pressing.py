"""Finished parts as files: Parquet for counting, gzipped CSV for opening."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

from avow.base.columns import Column, Table, Type
from avow.record.canonical import text_sql
from avow.record.duck import literal, quoted, rows_sql
from avow.record.layout import Layout, link
from avow.record.sealing import CHUNK, sync_file

Bounds = list[str]  # the first and the last root a part holds
_LEVEL = 1  # a third larger than the best, five times faster


@dataclass(frozen=True)
class Former:
    """The files of a table in the previous release, from which unchanged parts are taken over."""

    parts: dict[str, tuple[Path, str]]  # part name -> file, sha256
    bounds: dict[str, Bounds]  # by part name
    csv: Path | None
    csv_file: dict[str, Any]  # its line in files.json
    members: dict[str, tuple[int, int]]  # part name -> where its CSV begins, how long it is; in the order of the file


@dataclass(frozen=True)
class Pressed:
    """A new part's files: the Parquet among the objects, the CSV as a gzip member still to be put in its place."""

    file: Path
    digest: str
    size: int
    bounds: Bounds
    member: bytes


class Press:
    """Writes the files of one table. ``files`` collects path, hash and size of each; ``members`` the CSV offsets; ``bounds``
    where each part begins and ends.

    ``press`` may run in several threads; ``keep``, ``add`` and ``close`` belong to the one that knows the order.
    """

    def __init__(self, layout: Layout, building: Path, table: Table, former: Former) -> None:
        self._layout = layout
        self._building = building
        self._table = table
        self._former = former
        header = gzip.compress((",".join(table.names) + "\n").encode(), _LEVEL, mtime=0)
        self._page = _Page(building / self.csv_path, header, former)
        self.files: dict[str, dict[str, Any]] = {}
        self.bounds: dict[str, Bounds] = {}
        self.members: dict[str, list[int]] = {}

    @property
    def csv_path(self) -> str:
        return f"csv/{self._table.name}.csv.gz"

    def press(self, connection: duckdb.DuckDBPyConnection, name: str) -> Pressed:
        """Writes the relation ``part`` of a connection, whose rows stand in the order of their roots."""
        stem = self._building / f"{self._table.name}-{name}"
        parquet, raw = stem.with_suffix(".parquet"), stem.with_suffix(".csv")
        columns = ", ".join(quoted(column) for column in self._table.names)
        connection.execute(
            f"copy (select {columns}, _salt, _key from part) to {literal(str(parquet))} "
            "(format parquet, compression zstd, row_group_size 65536)"
        )
        write_csv(connection, self._table, raw)
        member = gzip.compress(raw.read_bytes(), _LEVEL, mtime=0)
        raw.unlink()
        content = parquet.read_bytes()
        digest = sha256(content).hexdigest()
        sync_file(parquet)
        bounds = bounds_of(connection, self._table, "part")
        return Pressed(self._layout.store(parquet, digest), digest, len(content), bounds, member)

    def take_over(self, connection: duckdb.DuckDBPyConnection, name: str) -> Pressed | None:
        """Nothing, where ``keep`` will do; a former part with its CSV written afresh, where that is gone."""
        if self._former.csv:
            return None
        file, digest = self._former.parts[name]
        connection.execute(f"create or replace temp table part as {rows_sql(self._table, [file])}")
        raw = self._building / f"{self._table.name}-{name}.csv"
        write_csv(connection, self._table, raw)
        member = gzip.compress(raw.read_bytes(), _LEVEL, mtime=0)
        raw.unlink()
        return Pressed(file, digest, file.stat().st_size, self._former.bounds[name], member)

    def add(self, name: str, pressed: Pressed) -> None:
        """Puts a new part in its place."""
        self._place(name, pressed.file, pressed.digest, pressed.size)
        self.bounds[name] = pressed.bounds
        self._page.add(name, pressed.member)

    def keep(self, name: str) -> None:
        """Takes a part over from the previous release."""
        file, digest = self._former.parts[name]
        self._place(name, file, digest, file.stat().st_size)
        self.bounds[name] = self._former.bounds[name]
        self._page.keep(name)

    def close(self) -> None:
        digest = self._page.close()
        self.members = {name: list(span) for name, span in self._page.members.items()}
        self.files[self.csv_path] = {"sha256": digest, "bytes": self._page.length} if digest else self._former.csv_file

    def _place(self, name: str, stored: Path, digest: str, size: int) -> None:
        path = part_path(self._table.name, name, digest)
        link(stored, self._building / path)
        self.files[path] = {"sha256": digest, "bytes": size}


def part_path(table: str, name: str, digest: str) -> str:
    """A part's file ends in its hash: what stands at a path never changes, so a reader never mixes two contents."""
    return f"tables/{table}/{name}-{digest[:12]}.parquet"


def bounds_of(connection: duckdb.DuckDBPyConnection, table: Table, relation: str) -> Bounds:
    """The first and the last root of a relation whose rows stand in their order."""
    root = quoted(table.root)
    found = connection.execute(f"select first({root} order by rowid), last({root} order by rowid) from {relation}").fetchall()
    return [str(end) for end in found[0]]


class _Page:
    """The CSV of a table: gzip members one after the other, one a part. Begun only when a part is new."""

    def __init__(self, path: Path, header: bytes, former: Former) -> None:
        self._path = path
        self._header = header
        self._former = former
        self._waiting: list[str] = []
        self._file: BinaryIO | None = None
        self._digest = sha256()
        self.length = 0
        self.members: dict[str, tuple[int, int]] = {}

    def keep(self, name: str) -> None:
        self._waiting.append(name)

    def add(self, name: str, content: bytes) -> None:
        self._begin()
        self._put(name, content)

    def close(self) -> str | None:
        """The file's hash; ``None`` when the former file serves again."""
        if not self._file and self._former.csv and ["", *self._waiting] == list(self._former.members):
            self.members = self._former.members
            link(self._former.csv, self._path)
            return None
        file = self._begin()
        file.flush()
        os.fsync(file.fileno())
        file.close()
        return self._digest.hexdigest()

    def _begin(self) -> BinaryIO:
        """Opens the file and writes the parts taken over since the last new one."""
        if not self._file:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("wb")
            self._put("", self._header)
        if self._waiting and self._former.csv:
            with self._former.csv.open("rb") as source:
                for name in self._waiting:
                    self._copy(name, source)
        self._waiting = []
        return self._file

    def _copy(self, name: str, source: BinaryIO) -> None:
        begin, left = self._former.members[name]
        source.seek(begin)
        self.members[name] = (self.length, 0)
        while left and (content := source.read(min(left, CHUNK))):
            self._put(name, content)
            left -= len(content)

    def _put(self, name: str, content: bytes) -> None:
        begin, size = self.members.get(name, (self.length, 0))
        self.members[name] = (begin, size + len(content))
        self.length += len(content)
        self._digest.update(content)
        self._file.write(content)  # type: ignore[union-attr] # begun by its callers


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, target: Path, relation: str = "part") -> None:
    """The relation's rows as CSV without a header."""
    shown = ", ".join(_csv_sql(column) for column in table.columns)
    connection.execute(f"copy (select {shown} from {relation}) to {literal(str(target))} (format csv, header false)")


def write_members(
    path: Path, table: Table, members: Iterable[tuple[str, bytes]]
) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """A table's CSV from ready members: its line for files.json and the members' offsets."""
    header = gzip.compress((",".join(table.names) + "\n").encode(), _LEVEL, mtime=0)
    page = _Page(path, header, Former({}, {}, None, {}, {}))
    for name, content in members:
        page.add(name, content)
    digest = page.close()
    return {"sha256": digest, "bytes": page.length}, {name: list(span) for name, span in page.members.items()}


def _csv_sql(column: Column) -> str:
    """A cell as a spreadsheet may open it: lists joined by "|", and no text that a spreadsheet would run as a formula."""
    name = quoted(column.name)
    if column.type not in {Type.TEXT, Type.LIST}:
        return text_sql(column)
    text = f"array_to_string({name}, '|')" if column.type is Type.LIST else name
    if column.codes or column.refers_to:
        return text  # codes and references are ours and begin with a letter or digit
    return f"case when left({text}, 1) in ('=', '+', '-', '@', chr(9), chr(13)) then concat('''', {text}) else {text} end"
