"""Tables cut into parts: at most 50,000 rows each, by ranges of the root's order, so that one change rewrites one part.

A part's range is inherited from release to release. Its rows keep their salts while they say the same, so an unchanged part
comes out with the same root and its old file serves again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path


import duckdb

from avow.base.columns import Table, Type
from avow.base.references import order_sql
from avow.base.refusals import Refusal
from avow.record import merkle
from avow.record.canonical import key_text_sql, row_sql
from avow.record.duck import literal, quoted, rows_sql
from avow.record.manifest import PartSeal, TableSeal
from avow.record.pressing import Press
from avow.record.spill import Spilled, reading_sql, spill, typed_sql
from avow.record.withheld import Veil

MOST, AIM = 50_000, 40_000  # a new part starts below the limit, so that it can grow before it is split
_LAST = 1 << 62


@dataclass(frozen=True)
class Before:
    """A table as the previous release holds it. ``altered`` parts had rows redacted: they are sealed afresh."""

    seal: TableSeal
    files: Mapping[str, Path]
    same_columns: bool
    altered: frozenset[str] = frozenset()


@dataclass
class Built:
    """A table of the new release: its seal, and the file of each part."""

    parts: list[PartSeal] = field(default_factory=list)
    kept: list[PartSeal] = field(default_factory=list)  # those of them whose old file serves again


class Workbench:
    """Builds the parts of one release, table after table."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, secret: bytes, press: Press, veil: Veil) -> None:
        self._db = connection
        self._folder = folder
        self._press = press
        self._veil = veil
        block = secret.ljust(64, b"\0")
        connection.execute("set variable inner_pad = ?", [bytes(byte ^ 0x36 for byte in block)])
        connection.execute("set variable outer_pad = ?", [bytes(byte ^ 0x5C for byte in block)])
        # Salts are drawn from a seed nobody keeps: as good as 16 random bytes a row, and drawn where the rows are.
        connection.execute("set variable seed = ?", [os.urandom(32)])

    def stage(self, table: Table, rows: Iterable[Sequence[object]], told: Callable[[int], None]) -> int:
        """Takes in the incoming rows, typed and checked. Returns how many there are."""
        spilled = spill(table, rows, self._folder / f"{table.name}.rows", told)
        typed = ", ".join(f"{typed_sql(column, spilled)} as {quoted(column.name)}" for column in table.columns)
        self._db.execute("drop table if exists staged")
        try:
            self._db.execute(
                f"create table staged as select *, {order_sql(quoted(table.root))} as _o "
                f"from (select {typed} from {reading_sql(table, spilled)})"
            )
        except duckdb.Error as error:
            self._name_the_cell(table, spilled)
            raise error
        finally:
            spilled.path.unlink(missing_ok=True)
        self._check_staged(table, spilled)
        return spilled.rows

    def build(self, table: Table, before: Before | None, roots: frozenset[str] | None) -> Built:
        """The parts of the new release. ``roots`` limits the change to the rows of these root references."""
        built = Built()
        seals = {part.name: part for part in before.seal.parts} if before else {}
        self._db.execute("create or replace temp table replaced (root varchar, _o bigint)")
        if roots is not None:
            self._replace_only(table, roots)
        ranges = list(_ranges(sorted(seals))) or [("0".zfill(15), -_LAST, _LAST)]
        touched = self._touched(ranges) if roots is not None else {name for name, _, _ in ranges}
        for name, low, high in ranges:
            if before and name not in touched and name not in before.altered:
                built.parts.append(seals[name])
                built.kept.append(seals[name])
                self._press.keep(table, name)
                continue
            self._candidate(table, before, (low, high), whole=roots is None, name=name)
            for piece, piece_low, piece_high in self._pieces(name, low, high):
                seal = self._part(table, piece, piece_low, piece_high, seals.get(piece), before)
                if seal:
                    built.parts.append(seal)
                    if seal == seals.get(piece) and piece not in before.altered:  # type: ignore[union-attr]
                        built.kept.append(seal)
        self._db.execute("drop table if exists staged")
        self._db.execute("drop table if exists candidate")
        return built

    def _check_staged(self, table: Table, spilled: Spilled) -> None:
        shapes = {Type.DATE: r"\d{4}(-\d{2}(-\d{2})?)?", Type.INSTANT: r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"}
        checked = [column for column in table.columns if column.type in shapes]
        wrong = [
            f"count(*) filter (where not regexp_full_match({quoted(column.name)}, {literal(shapes[column.type])}))"
            for column in checked
        ]
        unsorted = "bool_or((select bool_or(_o < before) from (select _o, lag(_o) over () as before from staged)))"
        told = self._db.execute(f"select {', '.join([unsorted, *wrong])} from staged").fetchall()[0]
        for column, count in zip(checked, told[1:], strict=True):
            if count:
                raise _no_value(table, column.name, f"{count} rows")
        if told[0]:
            self._db.execute("create table ordered as select * from staged order by _o")
            self._db.execute("drop table staged")
            self._db.execute("alter table ordered rename to staged")

    def _name_the_cell(self, table: Table, spilled: Spilled) -> None:
        """Says which column and row could not be typed, if that is what went wrong."""
        key = ", ".join(quoted(name) for name in table.key)
        for column in table.columns:
            value = typed_sql(column, spilled, strict=False)
            found = self._db.execute(
                f"select {key} from {reading_sql(table, spilled)} where {quoted(column.name)} is not null and {value} is null limit 1"
            ).fetchone()
            if found:
                raise _no_value(table, column.name, " ".join(str(part) for part in found))
        found = self._db.execute(
            f"select {quoted(table.root)} from {reading_sql(table, spilled)} "
            f"where try({order_sql(quoted(table.root))}) is null limit 1"
        ).fetchone()
        if found:
            raise _no_value(table, table.root, str(found[0]))

    def _replace_only(self, table: Table, roots: frozenset[str]) -> None:
        for reference in sorted(roots):
            self._db.execute(f"insert into replaced select $1, {order_sql('$1')}", [reference])
        stray = self._db.execute(
            f"select {quoted(table.root)} from staged where {quoted(table.root)} not in (select root from replaced) limit 1"
        ).fetchone()
        if stray:
            raise ValueError(f"a row of {table.name} belongs to {stray[0]}, which is not among the changed roots")

    def _touched(self, ranges: Sequence[tuple[str, int, int]]) -> set[str]:
        orders = [row[0] for row in self._db.execute("select _o from replaced").fetchall()]
        return {name for name, low, high in ranges if any(low <= order < high for order in orders)}

    def _candidate(self, table: Table, before: Before | None, span: tuple[int, int], *, whole: bool, name: str) -> None:
        """Gathers the rows of one range: incoming ones, and the old ones the change leaves alone, with their salts."""
        names = ", ".join(f"s.{quoted(column)}" for column in table.names)
        low, high = span
        incoming = f"select * from staged where _o >= {low} and _o < {high}"
        order = order_sql(quoted(table.root))
        mine = f"(select *, {self._key(table)} as _key from ({incoming}))"
        if not before or name not in before.files or not before.same_columns:
            query = f"select {names}, s._o, s._key, cast(null as blob) as _salt from {mine} s"
        else:
            old = f"({rows_sql(table, [before.files[name]], extra=('_salt', '_key'))})"
            root = quoted(table.root)
            former = old if whole else f"(select * from {old} where {root} in (select root from replaced))"
            same = " and ".join(f"s.{quoted(column)} is not distinct from p.{quoted(column)}" for column in table.names)
            query = (
                f"select {names}, s._o, s._key, case when {same} then p._salt end as _salt "
                f"from {mine} s left join {former} p on p._key = s._key"
            )
            if not whole:
                query += (
                    f" union all select {names}, {order} as _o, s._key, s._salt from {old} s "
                    f"where s.{root} not in (select root from replaced)"
                )
        visible = self._veil.condition(table)
        self._db.execute(f"create or replace temp table candidate as select * from ({query})")
        if visible:
            hidden = self._db.execute(f"select _key from candidate where not ({visible})").fetchall()
            self._veil.add(table, [row[0] for row in hidden])
            self._db.execute(f"delete from candidate where not ({visible})")

    def _pieces(self, name: str, low: int, high: int) -> Iterator[tuple[str, int, int]]:
        """The range itself, or its pieces where it holds more than a part may."""
        count = self._db.execute("select count(*) from candidate").fetchall()[0][0]
        if count <= MOST:
            yield name, low, high
            return
        starts = self._db.execute(
            f"select min(_o) from (select _o, sum(n) over (order by _o) - n as before from "
            f"(select _o, count(*) as n from candidate group by _o)) group by before // {AIM} order by 1"
        ).fetchall()
        bounds = [low, *(start for (start,) in starts[1:]), high]
        for number, (begin, end) in enumerate(pairwise(bounds)):
            yield (name if number == 0 else str(begin).zfill(15)), begin, end

    def _part(
        self, table: Table, name: str, low: int, high: int, old: PartSeal | None, before: Before | None
    ) -> PartSeal | None:
        columns = ", ".join(quoted(column) for column in table.names)
        key = ", ".join(quoted(column) for column in table.key)
        self._db.execute(
            f"create or replace temp table part as select *, sha256(_salt || encode({row_sql(table)})) as _hash from ("
            f"select {columns}, coalesce(_salt, unhex(left(sha256(getvariable('seed') || encode({key_text_sql(table)})), 32))) "
            f"as _salt, _key from candidate where _o >= {low} and _o < {high} order by _o, {key})"
        )
        hashes = bytes.fromhex("".join(row[0] for row in self._db.execute("select _hash from part").fetchall()))
        if not hashes:
            return None
        self._refuse_doubles(table)
        rows = len(hashes) // merkle.SIZE
        root = quoted(table.root)
        first, last = self._db.execute(
            f"select first({root} order by rowid), last({root} order by rowid) from part"
        ).fetchall()[0]
        unaltered = before is not None and name not in before.altered
        if old and unaltered and old.rows == rows and old.root == merkle.root(hashes).hex():
            self._press.keep(table, name)
            return old
        self._press.press(self._db, table, name)
        return PartSeal(name, rows, str(first), str(last), merkle.root(hashes).hex())

    def _refuse_doubles(self, table: Table) -> None:
        key = ", ".join(quoted(name) for name in table.key)
        empty = " or ".join(f"{quoted(name)} is null" for name in table.key)
        twice = self._db.execute(
            f"select {key} from part group by {key} having count(*) > 1 or bool_or({empty}) limit 1"
        ).fetchone()
        if twice:
            raise ValueError(f"{table.name}: the key {tuple(twice)} is empty or stands twice")

    def _key(self, table: Table) -> str:
        return keyed_sql(f"encode({key_text_sql(table)})")


def keyed_sql(message: str) -> str:
    """``Keys.row_key`` of a blob expression: HMAC-SHA256, its first 16 hexadecimal digits."""
    return f"left(sha256(getvariable('outer_pad') || unhex(sha256(getvariable('inner_pad') || {message}))), 16)"


def _ranges(names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The range of each part, from the order its name gives up to the next one's; the outer ones are open."""
    for at, name in enumerate(names):
        low = int(name) if at else -_LAST
        high = int(names[at + 1]) if at + 1 < len(names) else _LAST
        yield name, low, high


def _no_value(table: Table, column: str, where: str) -> Refusal:
    return Refusal(
        "value-not-of-its-type",
        f"The column {column} of {table.name} holds something that is no {table[column].type} ({where}).",
        "Correct the value on the desk; the old release stands.",
    )
