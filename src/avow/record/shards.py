"""A shard: up to some sixteen thousand roots of one family, with all that belongs to them, ready to be found and counted.

One SQLite file, never changed once written and never authoritative. A release is a list of shards; a shard whose rows
did not change is shared by the next release. Position *n* in every stored set is the shard's *n*-th root in the order of
references.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from avow.base.columns import Column
from avow.base.references import Reference
from avow.record import bits
from avow.record.families import MAKER, Family, Reading, Row, Told
from avow.record.stems import Postings, Tokens

FORM = 2  # raise it whenever what is stored, or how words are cut, changes: caches of another form are not read

_SCHEMA = """
create table documents (position integer primary key, reference text not null, key text not null, row blob not null,
  children blob not null);
create table facets (facet text, code text, members blob, primary key (facet, code)) without rowid;
create table sums (name text, sign integer, weight integer, members blob, primary key (name, sign, weight)) without rowid;
create table words (token text primary key, members blob) without rowid;
create table orders (name text primary key, told integer, positions blob);
create table makers (organisations blob, positions blob);
create table shard (family text, roots integer, names blob);
"""
_INDEXES = "create unique index by_reference on documents (reference); create index by_key on documents (key);"


def write_shard(path: Path, family: Family, told: Sequence[tuple[str, str, str]], tokens: Tokens) -> None:
    """Writes the shard of ``told``: for each root, in order, its row, its children, and those the index reads, as JSON."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("pragma page_size = 16384; pragma journal_mode = off; pragma synchronous = off;" + _SCHEMA)
        connection.execute("begin")
        _Writer(connection, family, len(told), tokens).write(told)
        connection.execute("commit")
        connection.executescript(_INDEXES)
    finally:
        connection.close()


class _Writer:
    def __init__(self, connection: sqlite3.Connection, family: Family, size: int, tokens: Tokens) -> None:
        self._connection, self._family, self._size = connection, family, size
        self._reading = Reading(family)
        self._words = Postings(tokens)
        self._facets: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._sums: defaultdict[tuple[str, int, int], list[int]] = defaultdict(list)
        self._makers: list[tuple[int, int]] = []
        self._order_of = cache(_order_of)
        self._names: list[str] = []
        self._keys: dict[str, list[Any]] = {column.name: [] for column in family.sorts}

    def write(self, told: Sequence[tuple[str, str, str]]) -> None:
        self._connection.executemany("insert into documents values (?, ?, ?, ?, ?)", self._documents(told))
        self._insert("words", [(token, self._packed(members)) for token, members in self._words.gathered()])
        self._insert("facets", [(*key, self._packed(members)) for key, members in sorted(self._facets.items())])
        self._insert("sums", [(*key, self._packed(members)) for key, members in sorted(self._sums.items())])
        self._insert("orders", [self._order(column) for column in self._family.sorts])
        self._makers.sort()
        organisations, positions = [order for order, _ in self._makers], [at for _, at in self._makers]
        self._insert("makers", [(array("Q", organisations).tobytes(), array("H", positions).tobytes())])
        self._insert("shard", [(self._family.name, self._size, zlib.compress("\n".join(self._names).encode(), 1))])

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._connection.executemany(f"insert into {table} values ({', '.join('?' * len(rows[0]))})", rows)

    def _packed(self, members: Sequence[int]) -> bytes:
        return bits.pack(members, self._size)

    def _documents(self, told: Sequence[tuple[str, str, str]]) -> Iterator[tuple[int, str, str, bytes, bytes]]:
        root = 1 + self._family.table.names.index(self._family.table.root)
        for position, (row_text, children_text, read_text) in enumerate(told):
            row: Row = json.loads(row_text)
            self._take(position, Told(row, json.loads(read_text)))
            self._names.append(row[root])
            yield position, row[root], row[0], *_squeezed(row_text.encode(), children_text.encode())

    def _take(self, position: int, told: Told) -> None:
        reading = self._reading
        self._words.add(position, reading.texts(told), reading.language(told))
        for facet, codes in reading.codes(told):
            for code in codes:
                self._facets[facet, code].append(position)
        for maker in reading.makers(told):
            self._facets[MAKER, maker].append(position)
            self._makers.append((self._order_of(maker), position))
        for column in self._family.sums:
            self._take_sum(column.name, reading.cents(told, column), position)
        for column in self._family.sorts:
            self._keys[column.name].append(reading.sort_key(told.row, column))

    def _take_sum(self, name: str, cents: int, position: int) -> None:
        """Sums are kept by binary digit: the total of any set is then some intersections and counts, exact to the cent."""
        sign, rest, weight = (1, cents, 0) if cents >= 0 else (-1, -cents, 0)
        while rest:
            if rest & 1:
                self._sums[name, sign, weight].append(position)
            rest >>= 1
            weight += 1

    def _order(self, column: Column) -> tuple[str, int, bytes]:
        keys = self._keys[column.name]
        told = sorted((at for at, key in enumerate(keys) if key is not None), key=keys.__getitem__)
        untold = [at for at, key in enumerate(keys) if key is None]
        return column.name, len(told), array("H", told + untold).tobytes()


def _order_of(reference: str) -> int:
    return Reference.parse(reference).order


def _squeezed(row: bytes, children: bytes) -> tuple[bytes, bytes]:
    """Both texts compressed, the children with the row as their dictionary: versions repeat what the row says."""
    press = zlib.compressobj(1, zdict=row)
    return zlib.compress(row, 1), press.compress(children) + press.flush()


def _row(stored: bytes) -> Row:
    row: Row = json.loads(zlib.decompress(stored))
    return row


def _told(stored_row: bytes, stored_children: bytes) -> Told:
    row = zlib.decompress(stored_row)
    return Told(json.loads(row), json.loads(zlib.decompressobj(zdict=row).decompress(stored_children)))


class Shard:
    """One shard, open for reading. Safe to share between threads; what it has read of the small tables it keeps."""

    def __init__(self, path: Path, family: Family, content: str) -> None:
        self.family, self.content = family, content
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False, isolation_level=None
        )
        self._connection.execute("pragma cache_size = -256")
        self.size: int = self._connection.execute("select roots from shard").fetchone()[0]
        self.everything = bits.everything(self.size)
        self._kept: dict[str, Any] = {}

    def __del__(self) -> None:
        connection = getattr(self, "_connection", None)
        if connection is not None:
            connection.close()

    def _all(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    # sets -----------------------------------------------------------------------------------------------------------

    def facet(self, name: str) -> dict[str, int]:
        """The members of every code of a counted facet."""
        kept: dict[str, int] | None = self._kept.get(name)
        if kept is None:
            rows = self._all("select code, members from facets where facet = ?", (name,))
            kept = self._kept[name] = {code: bits.unpack((members,), self.size) for code, members in rows}
        return kept

    def coded(self, name: str, codes: Iterable[str]) -> int:
        """Members holding any of the codes, for facets too large to keep."""
        wanted = list(codes)
        marks = ", ".join("?" * len(wanted))
        found = self._all(f"select members from facets where facet = ? and code in ({marks})", (name, *wanted))
        return bits.unpack((members for (members,) in found), self.size)

    def sums(self, name: str) -> list[tuple[int, int]]:
        """For each binary digit of an amount in cents: its signed weight, and the members whose amount has that digit."""
        kept: list[tuple[int, int]] | None = self._kept.get("+" + name)
        if kept is None:
            rows = self._all("select sign, weight, members from sums where name = ?", (name,))
            kept = [(sign << weight, bits.unpack((members,), self.size)) for sign, weight, members in rows]
            self._kept["+" + name] = kept
        return kept

    def worded(self, tokens: Sequence[str], prefix: str) -> int:
        """Members holding any of the tokens, or a word that starts with ``prefix``."""
        sql = f"select members from words where token in ({', '.join('?' * len(tokens))})"
        found = self._all(sql, tokens)
        if prefix:
            found += self._all("select members from words where token > ? and token < ?", (prefix, prefix + "\U0010ffff"))
        return bits.unpack((members for (members,) in found), self.size)

    def order(self, name: str) -> tuple[int, array[int]]:
        """Positions in the order of a column, and how many of them have a value: the others stand at the end."""
        kept: tuple[int, array[int]] | None = self._kept.get(">" + name)
        if kept is None:
            told, stored = self._all("select told, positions from orders where name = ?", (name,))[0]
            kept = self._kept[">" + name] = (told, array("H", stored))
        return kept

    def makers(self) -> tuple[array[int], array[int]]:
        """Pairs of a maker (the order of its reference) and a position, in the order of makers."""
        organisations, positions = self._all("select organisations, positions from makers")[0]
        return array("Q", organisations), array("H", positions)

    # rows -----------------------------------------------------------------------------------------------------------

    def position(self, reference: str) -> int | None:
        found = self._all("select position from documents where reference = ?", (reference,))
        return found[0][0] if found else None

    def holding(self, keys: Iterable[str]) -> dict[str, int]:
        """The roots with these opaque keys: reference and position."""
        wanted = list(keys)
        found: dict[str, int] = {}
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ", ".join("?" * len(some))
            found |= dict(self._all(f"select reference, position from documents where key in ({marks})", some))
        return found

    def references(self) -> list[str]:
        """The reference at each position."""
        return zlib.decompress(self._all("select names from shard")[0][0]).decode().split("\n")

    def row(self, position: int) -> Row:
        return _row(self._all("select row from documents where position = ?", (position,))[0][0])

    def rows(self, positions: Sequence[int]) -> list[Row]:
        """The root rows at these positions, in the order asked."""
        marks = ", ".join("?" * len(positions))
        found = dict(self._all(f"select position, row from documents where position in ({marks})", positions))
        return [_row(found[position]) for position in positions]

    def told(self, position: int) -> Told:
        return _told(*self._all("select row, children from documents where position = ?", (position,))[0])
