"""Tables cut into parts: at most 50,000 rows each, by ranges of the root's order, so that one change rewrites one part.

A part reaches from the first root it holds up to the first of the part that follows; what comes new in between is added to it.
Its rows keep their salts while they say the same, so an unchanged part comes out with the same root and its old file serves
again. Parts are named by running numbers: the name stands in the manifest for ever and must tell nothing of the rows.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb

from avow.base.columns import Table, Type
from avow.base.references import Reference, order_sql
from avow.base.refusals import Refusal
from avow.record import merkle
from avow.record.canonical import key_text_sql, keyed_sql, row_sql
from avow.record.duck import literal, quoted, rows_sql
from avow.record.manifest import PartSeal, TableSeal
from avow.record.pressing import Press, Pressed
from avow.record.spill import Spilled, reading_sql, typed_sql
from avow.record.veil import Veil

MOST, AIM = 50_000, 40_000  # a new part starts below the limit, so that it can grow before it is split
_LAST = 1 << 62
_WORKERS, _AHEAD = 2, 4


@dataclass(frozen=True)
class Before:
    """A table as the previous release holds it. ``starts``: the order of the first root each part holds, in the order of parts;
    one that holds none any more is left out. ``altered`` parts had rows redacted: they are sealed afresh."""

    seal: TableSeal
    files: Mapping[str, Path]
    starts: Mapping[str, int]
    same_columns: bool
    altered: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Range:
    """The rows whose root's order lies from ``low`` up to ``high``. ``seal`` is the previous release's part of that name."""

    name: str
    low: int
    high: int
    seal: PartSeal | None = None


_Finished = list[tuple[PartSeal, "Pressed | None"]]  # nothing pressed: the former file serves again


class Workbench:
    """Builds the parts of one release. Tables may be built in several threads at once; so are the parts of one table.

    DuckDB works on a part in one thread, so two cores are used by working on two parts.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, secret: bytes, veil: Veil) -> None:
        self._db = connection
        self._veil = veil
        veil.hang(connection)
        block = secret.ljust(64, b"\0")
        self._variables = {
            "inner_pad": bytes(byte ^ 0x36 for byte in block),
            "outer_pad": bytes(byte ^ 0x5C for byte in block),
            # Salts are drawn from a seed nobody keeps: as good as 16 random bytes a row, and drawn where the rows are.
            "seed": os.urandom(32),
        }
        self._cursors = threading.local()
        self._pool = ThreadPoolExecutor(_WORKERS)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def build(
        self, table: Table, spilled: Spilled, before: Before | None, roots: frozenset[str] | None, press: Press
    ) -> TableSeal:
        """Takes in the spilled rows and writes the new release's parts. ``roots`` limits the change to these references."""
        build = _TableBuild(self, table, before, roots, press, self._veil)
        build.stage(spilled)
        seal = build.run(self._pool)
        press.close()
        return seal

    @property
    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's own connection."""
        found: duckdb.DuckDBPyConnection | None = getattr(self._cursors, "open", None)
        if found is None:
            found = self._cursors.open = self._db.cursor()
            for name, value in self._variables.items():
                found.execute(f"set variable {name} = ?", [value])
        return found


class _TableBuild:
    def __init__(
        self, bench: Workbench, table: Table, before: Before | None, roots: frozenset[str] | None, press: Press, veil: Veil
    ) -> None:
        self._bench = bench
        self._table = table
        self._before = before
        self._roots = roots
        self._press = press
        self._veil = veil
        self._staged, self._replaced = quoted(f"staged {table.name}"), quoted(f"replaced {table.name}")
        self._pieces_of: dict[str, Spilled] = {}  # by part name, where rows came in the order parts hold them
        used = [int(part.name) for part in before.seal.parts] if before else []
        self._numbers = itertools.count(max(used, default=0) + 1)

    @property
    def _db(self) -> duckdb.DuckDBPyConnection:
        return self._bench.cursor

    def stage(self, spilled: Spilled) -> None:
        """The incoming rows, typed and checked. The rows of a new table that came in order are left where they are: each piece
        becomes a part, without a copy of the whole in between."""
        if self._roots is None and spilled.rows and spilled.ordered and not (self._before and self._before.starts):
            self._pieces_of = {self._fresh_name(): spilled.only(piece) for piece in spilled.pieces}
            return
        try:
            self._db.execute(f"create table {self._staged} as {self._typed(spilled)}")
        except duckdb.Error:
            self._name_the_cell(spilled)
            raise
        finally:
            spilled.drop()
        self._check_shapes(self._staged)
        self._sort_staged()
        if self._roots is not None:
            self._replace_only(self._roots)

    def _typed(self, spilled: Spilled) -> str:
        typed = ", ".join(f"{typed_sql(column, spilled)} as {quoted(column.name)}" for column in self._table.columns)
        order = order_sql(quoted(self._table.root))
        return f"select *, {order} as _o from (select {typed} from {reading_sql(self._table, spilled)})"

    def run(self, pool: Executor) -> TableSeal:
        parts: list[PartSeal] = []
        working: deque[Future[_Finished]] = deque()

        def settle(limit: int) -> None:
            while len(working) > limit:
                for seal, pressed in working.popleft().result():
                    parts.append(seal)
                    if pressed:
                        self._press.add(seal.name, pressed)
                    else:
                        self._press.keep(seal.name)

        try:
            for span in self._ranges():
                working.append(pool.submit(self._range, span))
                settle(_AHEAD)
            settle(0)
        finally:
            for future in working:
                future.cancel()
            wait(working)
        self._db.execute(f"drop table if exists {self._staged}")
        return TableSeal(self._table.name, tuple(parts))

    def _ranges(self) -> list[_Range]:
        """The ranges of the previous release's parts; the first time, ranges cut from what came in."""
        if self._before and self._before.starts:
            seals = {part.name: part for part in self._before.seal.parts}
            return [_Range(name, low, high, seals[name]) for name, low, high in _spans(self._before.starts)]
        if self._pieces_of:
            starts = {name: Reference.parse(one.pieces[0].first).order for name, one in self._pieces_of.items()}
            return [_Range(name, low, high) for name, low, high in _spans(starts)]
        return self._cut(_Range(self._fresh_name(), -_LAST, _LAST), self._staged)

    def _fresh_name(self) -> str:
        return str(next(self._numbers)).zfill(4)

    def _range(self, span: _Range) -> _Finished:
        if span.name in self._pieces_of:
            return self._piece(span, self._pieces_of[span.name])
        before = self._before
        if before and span.seal and self._roots is not None and span.name not in before.altered and not self._touched(span):
            return [(span.seal, self._press.take_over(self._db, span.name))]
        relation = self._candidate(span)
        found: _Finished = []
        for piece in self._pieces(span, relation):
            finished = self._part(piece, relation)
            if finished:
                found.append(finished)
        return found

    def _piece(self, span: _Range, spilled: Spilled) -> _Finished:
        """The part of a piece."""
        every = _Range(span.name, -_LAST, _LAST)
        try:
            finished = self._part(every, self._candidate(every, f"({self._typed(spilled)})"))
        except duckdb.Error:
            self._name_the_cell(spilled)
            raise
        finally:
            spilled.drop()
        if finished is None:
            return []
        seal, pressed = finished
        first, last = pressed.bounds if pressed else ("", "")
        outer = [Reference.parse(first).order, Reference.parse(last).order]
        if outer[0] < span.low or outer[1] >= span.high or (seal.rows != spilled.rows and not self._veil.rows):
            raise ValueError(f"{self._table.name} holds a row between {first} and {last} whose root is no reference")
        return [finished]

    def _check_shapes(self, incoming: str) -> None:
        table = self._table
        shapes = {Type.DATE: r"\d{4}(-\d{2}(-\d{2})?)?", Type.INSTANT: r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"}
        checked = [column for column in table.columns if column.type in shapes]
        wrong = [
            f"count(*) filter (where not regexp_full_match({quoted(column.name)}, {literal(shapes[column.type])}))"
            for column in checked
        ]
        counts = self._db.execute(f"select {', '.join(['count(*)', *wrong])} from {incoming}").fetchall()[0]
        for column, count in zip(checked, counts[1:], strict=True):
            if count:
                raise _no_value(table, column.name, f"{count} rows")

    def _sort_staged(self) -> None:
        staged, ordered = self._staged, quoted(f"ordered {self._table.name}")
        unsorted = f"select bool_or(_o < before) from (select _o, lag(_o) over () as before from {staged})"
        if self._db.execute(unsorted).fetchall()[0][0]:
            self._db.execute(f"create table {ordered} as select * from {staged} order by _o")
            self._db.execute(f"drop table {staged}")
            self._db.execute(f"alter table {ordered} rename to {staged}")

    def _name_the_cell(self, spilled: Spilled) -> None:
        """Says which column and row could not be typed, if that is what went wrong."""
        table = self._table
        key = ", ".join(quoted(name) for name in table.key)
        for column in table.columns:
            value = typed_sql(column, spilled, strict=False)
            wrong = f"{quoted(column.name)} is not null and {value} is null"
            found = self._db.execute(f"select {key} from {reading_sql(table, spilled)} where {wrong} limit 1").fetchone()
            if found:
                raise _no_value(table, column.name, " ".join(str(part) for part in found))
        found = self._db.execute(
            f"select {quoted(table.root)} from {reading_sql(table, spilled)} "
            f"where try({order_sql(quoted(table.root))}) is null limit 1"
        ).fetchone()
        if found:
            raise _no_value(table, table.root, str(found[0]))

    def _replace_only(self, roots: frozenset[str]) -> None:
        self._db.execute(f"create table {self._replaced} (root varchar, _o bigint)")
        for reference in sorted(roots):
            self._db.execute(f"insert into {self._replaced} select $1, {order_sql('$1')}", [reference])
        root = quoted(self._table.root)
        stray = self._db.execute(
            f"select {root} from {self._staged} where {root} not in (select root from {self._replaced}) limit 1"
        ).fetchone()
        if stray:
            raise ValueError(f"a row of {self._table.name} belongs to {stray[0]}, which is not among the changed roots")

    def _touched(self, span: _Range) -> bool:
        query = f"select count(*) from {self._replaced} where _o >= {span.low} and _o < {span.high}"
        return bool(self._db.execute(query).fetchall()[0][0])

    def _candidate(self, span: _Range, arrived: str = "") -> str:
        """The relation of a range's rows: incoming ones, and the old ones the change leaves alone, with their salts."""
        table, before = self._table, self._before
        names = ", ".join(f"s.{quoted(column)}" for column in table.names)
        incoming = f"select * from {arrived or self._staged} where _o >= {span.low} and _o < {span.high}"
        mine = f"(select *, {keyed_sql(f'encode({key_text_sql(table)})')} as _key from ({incoming}))"
        if not before or span.name not in before.files or not before.same_columns:
            query = f"select {names}, s._o, s._key, cast(null as blob) as _salt from {mine} s"
        else:
            query = self._merged(names, mine, f"({rows_sql(table, [before.files[span.name]], extra=('_salt', '_key'))})")
        visible = self._veil.condition(table)
        if not visible and not before:
            return f"({query})"
        self._db.execute(f"create or replace temp table candidate as {query}")
        if visible:
            hidden = self._db.execute(f"select _key from candidate where not ({visible})").fetchall()
            self._veil.add([row[0] for row in hidden], self._db)
            self._db.execute(f"delete from candidate where not ({visible})")
        return "candidate"

    def _merged(self, names: str, mine: str, old: str) -> str:
        """New rows with the salts of the old ones that said the same, and the old rows the change does not replace."""
        table = self._table
        root, replaced = quoted(table.root), f"(select root from {self._replaced})"
        former = old if self._roots is None else f"(select * from {old} where {root} in {replaced})"
        same = " and ".join(f"s.{quoted(column)} is not distinct from p.{quoted(column)}" for column in table.names)
        query = (
            f"select {names}, s._o, s._key, case when {same} then p._salt end as _salt "
            f"from {mine} s left join {former} p on p._key = s._key"
        )
        if self._roots is None:
            return query
        kept = f"select {names}, {order_sql(f's.{root}')} as _o, s._key, s._salt from {old} s where s.{root} not in {replaced}"
        return f"{query} union all {kept}"

    def _pieces(self, span: _Range, relation: str) -> list[_Range]:
        """The range itself, or its pieces where it holds more than a part may."""
        if self._before is None:
            return [span]
        count = self._db.execute(f"select count(*) from {relation}").fetchall()[0][0]
        return [span] if count <= MOST else self._cut(span, relation)

    def _cut(self, span: _Range, relation: str) -> list[_Range]:
        starts = self._db.execute(
            f"select min(_o) from (select _o, sum(n) over (order by _o) - n as before from "
            f"(select _o, count(*) as n from {relation} group by _o)) group by before // {AIM} order by 1"
        ).fetchall()
        bounds = [span.low, *(start for (start,) in starts[1:]), span.high]
        return [
            _Range(span.name if number == 0 else self._fresh_name(), low, high, span.seal if number == 0 else None)
            for number, (low, high) in enumerate(pairwise(bounds))
        ]

    def _part(self, span: _Range, relation: str) -> tuple[PartSeal, Pressed | None] | None:
        table, before = self._table, self._before
        columns = ", ".join(quoted(column) for column in table.names)
        piece = self._pieces_of.get(span.name)
        order = "" if piece and piece.sorted else f" order by _o, {', '.join(quoted(column) for column in table.key)}"
        self._db.execute(
            f"create or replace temp table part as select *, sha256(_salt || encode({row_sql(table)})) as _hash from ("
            f"select {columns}, coalesce(_salt, unhex(left(sha256(getvariable('seed') || encode({key_text_sql(table)})), 32))) "
            f"as _salt, _key from {relation} where _o >= {span.low} and _o < {span.high}{order})"
        )
        hashes = bytes.fromhex("".join(row[0] for row in self._db.execute("select _hash from part").fetchall()))
        if not hashes:
            return None
        self._refuse_doubles()
        if span.name in self._pieces_of:
            self._check_shapes("part")
        rows, sealed = len(hashes) // merkle.SIZE, merkle.root(hashes).hex()
        old = span.seal
        if old and before and span.name not in before.altered and (old.rows, old.root) == (rows, sealed):
            return old, self._press.take_over(self._db, span.name)
        return PartSeal(span.name, rows, sealed), self._press.press(self._db, span.name)

    def _refuse_doubles(self) -> None:
        names = self._table.key
        key = ", ".join(quoted(name) for name in names)
        empty = " or ".join(f"{quoted(name)} is null" for name in names)
        twice = self._db.execute(
            f"select {key} from part group by {key} having count(*) > 1 or bool_or({empty}) limit 1"
        ).fetchone()
        if twice:
            raise ValueError(f"{self._table.name}: the key {tuple(twice)} is empty or stands twice")


def _spans(starts: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """The range of each part, from where it starts up to where the next one does; the outer ones are open."""
    bounds = [-_LAST, *list(starts.values())[1:], _LAST]
    for name, (low, high) in zip(starts, pairwise(bounds), strict=True):
        yield name, low, high


def _no_value(table: Table, column: str, where: str) -> Refusal:
    return Refusal(
        "value-not-of-its-type",
        f"The column {column} of {table.name} holds something that is no {table[column].type} ({where}).",
        "Correct the value on the desk; the old release stands.",
    )
