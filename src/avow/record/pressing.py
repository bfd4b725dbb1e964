"""Finished parts on their way to files: Parquet for counting, gzipped CSV for opening.

Compressing, hashing and syncing go on beside the database's work, in one thread, in order.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from queue import Queue
from typing import Any, BinaryIO

import duckdb

from avow.base.columns import Column, Table, Type
from avow.record.duck import literal, quoted
from avow.record.layout import Layout, link
from avow.record.sealing import CHUNK, sync_file

_LEVEL = 3
_AHEAD = 4  # finished parts that may wait to be compressed: bounds the disk they lie on


@dataclass
class Former:
    """The files of a table in the previous release, from which unchanged parts are taken over."""

    parts: dict[str, tuple[Path, str]]  # part name -> file, sha256
    csv: Path | None
    csv_file: dict[str, Any]  # its line in files.json
    members: dict[str, tuple[int, int]]  # part name -> where its CSV begins, how long it is


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
        for name in self._waiting:
            begin, left = self._former.members[name]
            self.members[name] = (self.length, 0)
            with self._former.csv.open("rb") as source:  # type: ignore[union-attr] # members come with their file
                source.seek(begin)
                while left and (content := source.read(min(left, CHUNK))):
                    self._put(name, content)
                    left -= len(content)
        self._waiting = []
        return self._file

    def _put(self, name: str, content: bytes) -> None:
        begin, size = self.members.get(name, (self.length, 0))
        self.members[name] = (begin, size + len(content))
        self.length += len(content)
        self._digest.update(content)
        self._file.write(content)  # type: ignore[union-attr] # begun by its callers


class Press:
    """Writes a release's table files. ``files`` collects path, hash and size of each; ``members`` the CSV offsets."""

    def __init__(self, layout: Layout, building: Path, *, with_csv: bool = True) -> None:
        self._layout = layout
        self._building = building
        self._with_csv = with_csv
        self._pool = ThreadPoolExecutor(1)
        self._waiting: Queue[Future[None]] = Queue()
        self._page: _Page | None = None
        self._former = Former({}, None, {}, {})
        self.files: dict[str, dict[str, Any]] = {}
        self.members: dict[str, dict[str, list[int]]] = {}

    def open(self, table: Table, former: Former) -> None:
        """Begins a table."""
        self._former = former
        self._submit(self._open_page, table)

    def press(self, connection: duckdb.DuckDBPyConnection, table: Table, name: str) -> None:
        """Writes the relation ``part`` as a part of the table."""
        parquet = self._building / f"{table.name}-{name}.parquet"
        columns = ", ".join(quoted(column) for column in table.names)
        connection.execute(
            f"copy (select {columns}, _salt, _key from part) to {literal(str(parquet))} "
            "(format parquet, compression zstd, row_group_size 65536)"
        )
        raw = self._building / f"{table.name}-{name}.csv"
        if self._with_csv:
            shown = ", ".join(_csv_sql(column) for column in table.columns)
            connection.execute(f"copy (select {shown} from part) to {literal(str(raw))} (format csv, header false)")
        self._submit(self._finish, table, name, parquet, raw)

    def keep(self, table: Table, name: str) -> None:
        """Takes a part over from the previous release."""
        self._submit(self._keep, table, name)

    def close(self, table: Table) -> None:
        """Ends a table; waits until its files are on disk."""
        self._submit(self._close_page, table)
        while not self._waiting.empty():
            self._waiting.get().result()

    def shut(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, work: Callable[..., None], *args: Any) -> None:
        self._waiting.put(self._pool.submit(work, *args))
        while self._waiting.qsize() > _AHEAD:
            self._waiting.get().result()

    def _open_page(self, table: Table) -> None:
        if self._with_csv:
            header = gzip.compress((",".join(table.names) + "\n").encode(), _LEVEL, mtime=0)
            self._page = _Page(self._building / _csv_path(table), header, self._former)

    def _finish(self, table: Table, name: str, parquet: Path, raw: Path) -> None:
        content = parquet.read_bytes()
        digest = sha256(content).hexdigest()
        sync_file(parquet)
        self._place(table, name, self._layout.store(parquet, digest), digest, len(content))
        if self._page:
            self._page.add(name, gzip.compress(raw.read_bytes(), _LEVEL, mtime=0))
            raw.unlink()

    def _keep(self, table: Table, name: str) -> None:
        file, digest = self._former.parts[name]
        self._place(table, name, file, digest, file.stat().st_size)
        if self._page:
            self._page.keep(name)

    def _place(self, table: Table, name: str, stored: Path, digest: str, size: int) -> None:
        path = f"tables/{table.name}/{name}-{digest[:12]}.parquet"
        link(stored, self._building / path)
        self.files[path] = {"sha256": digest, "bytes": size}

    def _close_page(self, table: Table) -> None:
        page, self._page = self._page, None
        if page:
            digest = page.close()
            self.members[table.name] = {name: list(span) for name, span in page.members.items()}
            self.files[_csv_path(table)] = {"sha256": digest, "bytes": page.length} if digest else self._former.csv_file


def _csv_path(table: Table) -> str:
    return f"csv/{table.name}.csv.gz"


def _csv_sql(column: Column) -> str:
    """A cell as a spreadsheet may open it: lists joined by "|", and no text that a spreadsheet would run as a formula."""
    name = quoted(column.name)
    if column.type not in {Type.TEXT, Type.LIST}:
        return name
    text = f"array_to_string({name}, '|')" if column.type is Type.LIST else name
    return f"case when left({text}, 1) in ('=', '+', '-', '@', chr(9), chr(13)) then concat('''', {text}) else {text} end"
