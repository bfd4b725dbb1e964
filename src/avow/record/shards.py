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
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, compress, islice
from pathlib import Path
from typing import Any

from avow.base.columns import Column
from avow.base.references import Reference
from avow.record import bits
from avow.record.families import MAKER, Family, Reading, Row, Told
from avow.record.frames import SAMPLES, Opener, Presser
from avow.record.stems import Postings, Tokens

FORM = 3  # raise it whenever what is stored, or how words are cut, changes: caches of another form are not read

_TOGETHER = 256  # lines of CSV that are stored together, and as many at least that are handed on together
_AT_ONCE = 16  # times as many that are read at once
_AS_TRUTH = bytes.maketrans(b"01", b"\0\1")

_SCHEMA = """
create table documents (position integer primary key, reference text not null, key text not null, told blob not null);
create table lines (first integer primary key, bounds blob not null, frames blob not null);
create table facets (facet text, code text, members blob, primary key (facet, code)) without rowid;
create table sums (name text, sign integer, weight integer, members blob, primary key (name, sign, weight)) without rowid;
create table words (token text primary key, members blob) without rowid;
create table orders (name text primary key, told integer, positions blob);
create table makers (organisations blob, positions blob);
create table shard (family text, roots integer, names blob, documents_dictionary blob, lines_dictionary blob);
"""
_INDEXES = "create unique index by_reference on documents (reference); create index by_key on documents (key);"


@dataclass(frozen=True, slots=True)
class Root:
    """One root for the index, ready-made: its row, all that belongs to it and what of that is looked into, as JSON; and its
    line of CSV, line end included."""

    row: str
    children: str
    looked_into: str
    line: str


def write_shard(path: Path, family: Family, roots: Sequence[Root], tokens: Tokens) -> None:
    """Writes the shard of some roots, given in their order."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript("pragma page_size = 16384; pragma journal_mode = off; pragma synchronous = off;" + _SCHEMA)
        connection.execute("begin")
        _Writer(connection, family, len(roots), tokens).write(roots)
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

    def write(self, roots: Sequence[Root]) -> None:
        samples = roots[:: len(roots) // SAMPLES + 1]
        documents, lines = Presser([_document(root) for root in samples]), Presser([root.line.encode() for root in samples])
        self._connection.executemany("insert into documents values (?, ?, ?, ?)", self._documents(roots, documents))
        self._connection.executemany("insert into lines values (?, ?, ?)", self._lines(roots, lines))
        self._insert("words", [(token, self._packed(members)) for token, members in self._words.gathered()])
        self._insert("facets", [(*key, self._packed(members)) for key, members in sorted(self._facets.items())])
        self._insert("sums", [(*key, self._packed(members)) for key, members in sorted(self._sums.items())])
        self._insert("orders", [self._order(column) for column in self._family.sorts])
        self._makers.sort()
        organisations, positions = [order for order, _ in self._makers], [at for _, at in self._makers]
        self._insert("makers", [(array("Q", organisations).tobytes(), array("H", positions).tobytes())])
        names = zlib.compress("\n".join(self._names).encode(), 1)
        self._insert("shard", [(self._family.name, self._size, names, documents.dictionary, lines.dictionary)])

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            self._connection.executemany(f"insert into {table} values ({_marks(rows[0])})", rows)

    def _packed(self, members: Sequence[int]) -> bytes:
        return bits.pack(members, self._size)

    def _documents(self, roots: Sequence[Root], presser: Presser) -> Iterator[tuple[int, str, str, bytes]]:
        named = 1 + self._family.table.names.index(self._family.table.root)
        for position, root in enumerate(roots):
            row: Row = json.loads(root.row)
            self._take(position, Told(row, json.loads(root.looked_into)))
            self._names.append(row[named])
            yield position, row[named], row[0], presser.press(_document(root))

    def _lines(self, roots: Sequence[Root], presser: Presser) -> Iterator[tuple[int, bytes, bytes]]:
        for first in range(0, len(roots), _TOGETHER):
            frames = [presser.press(root.line.encode()) for root in roots[first : first + _TOGETHER]]
            yield first, array("I", accumulate(map(len, frames), initial=0)).tobytes(), b"".join(frames)

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


def _document(root: Root) -> bytes:
    """Row and children in one text, for versions repeat what the row says; JSON has no line ends of its own."""
    return f"{root.row}\n{root.children}".encode()


def _row(document: bytes) -> Row:
    row: Row = json.loads(document[: document.index(b"\n")])
    return row


def _told(document: bytes) -> Told:
    row, children = document.split(b"\n")
    return Told(json.loads(row), json.loads(children))


class Shard:
    """One shard, open for reading. Safe to share between threads; what it has read of the small tables it keeps."""

    def __init__(self, path: Path, family: Family, content: str) -> None:
        self.family, self.content = family, content
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False, isolation_level=None
        )
        self._connection.execute("pragma cache_size = -256")
        self.size: int
        self.size, dictionary = self._connection.execute("select roots, documents_dictionary from shard").fetchone()
        self._documents = Opener(dictionary)
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
        found = self._all(f"select members from facets where facet = ? and code in ({_marks(wanted)})", (name, *wanted))
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
        sql = f"select members from words where token in ({_marks(tokens)})"
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

    def ranks(self, name: str) -> array[int]:
        """At which place of a column's order each position stands."""
        kept: array[int] | None = self._kept.get("#" + name)
        if kept is None:
            kept = array("H", bytes(2 * self.size))
            for rank, position in enumerate(self.order(name)[1]):
                kept[position] = rank
            self._kept["#" + name] = kept
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
            found |= dict(self._all(f"select reference, position from documents where key in ({_marks(some)})", some))
        return found

    def references(self) -> list[str]:
        """The reference at each position."""
        return zlib.decompress(self._all("select names from shard")[0][0]).decode().split("\n")

    def row(self, position: int) -> Row:
        return _row(self._read((position,))[position])

    def rows(self, positions: Sequence[int]) -> list[Row]:
        """The root rows at these positions, in the order asked."""
        found = self._read(positions)
        return [_row(found[position]) for position in positions]

    def told(self, position: int) -> Told:
        return _told(self._read((position,))[position])

    def _read(self, positions: Sequence[int]) -> dict[int, bytes]:
        sql = f"select position, told from documents where position in ({_marks(positions)})"
        with self._lock:
            found = self._connection.execute(sql, positions).fetchall()
            return {position: self._documents.text(frame) for position, frame in found}

    def lines(self, members: int) -> Iterator[bytes]:
        """The lines of CSV of a set, in order, some hundred at a time."""
        chosen = bits.selector(members, self.size).translate(_AS_TRUTH)
        opener = Opener(self._all("select lines_dictionary from shard")[0][0])
        frames: list[bytes] = []
        for first, bounds, stored in self._stored_lines(chosen):
            at = array("I", bounds)
            frames += [stored[at[one] : at[one + 1]] for one in compress(range(_TOGETHER), chosen[first : first + _TOGETHER])]
            if len(frames) >= _TOGETHER:
                yield opener.joined(frames)
                frames = []
        if frames:
            yield opener.joined(frames)

    def _stored_lines(self, chosen: bytes) -> Iterator[tuple[int, bytes, bytes]]:
        wanted = (first for first in range(0, self.size, _TOGETHER) if 1 in chosen[first : first + _TOGETHER])
        while several := list(islice(wanted, _AT_ONCE)):
            yield from self._all(f"select * from lines where first in ({_marks(several)}) order by first", several)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
