"""Redaction: rows taken out of every release for good, without breaking a single seal.

A redacted row leaves its hash at its place; its salt and its words are gone, so the hash tells nothing. Manifests and their
signatures stay as they are, and a signed entry in the chain says how many rows went and when.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from avow.base.clock import instant_text
from avow.base.columns import Table
from avow.base.disk import told_when_full
from avow.base.refusals import Refusal
from avow.record import chain, swap
from avow.record.canonical import row_sql
from avow.record.datapackage import read_tables
from avow.record.duck import list_texts, literal, open_workshop, quoted, rows_sql
from avow.record.keys import Keys
from avow.record.layout import BOUNDS, FILES, MEMBERS, REDACTIONS, Layout, link, load, part_files
from avow.record.pressing import Bounds, bounds_of, part_path, write_csv, write_members
from avow.record.sealing import hash_of, plain, readable, write_file
from avow.record.withheld import Withheld
from avow.record.withholding import closure, still_holds

Places = dict[str, dict[str, dict[int, str]]]  # table -> part -> position -> hash


@dataclass(frozen=True)
class RedactionReport:
    """Number of the redaction, and how many rows went from each release."""

    number: int
    releases: Mapping[int, int]

    def as_json(self) -> dict[str, Any]:
        return {"redaction": self.number, "releases": {str(number): rows for number, rows in self.releases.items()}}


def redact(root: Path, table: str, key: tuple[str, ...], *, at: datetime, keys: Keys, reason: str = "") -> RedactionReport:
    """Takes a row and all that hangs on it out of all releases. ``reason`` is published: it must name nobody.

    It must be gone from the desk as well, or the next publish brings it back.
    """
    layout = Layout(root)
    with layout.writer():
        found = closure(root, table, key)
        if not found.keys:
            raise Refusal(
                "nothing-to-redact",
                f"No release holds {' '.join(key)} in {table}.",
                "Check the reference and the table's name.",
            )
        entries = chain.read(layout.chain)
        number = 1 + sum(entry["kind"] == chain.REDACTION for entry in entries)
        work = layout.releases / f".redacting-{number}"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            remakes = _prepare(layout, work, found.releases, number, at)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        # Hidden first: whatever happens from here on, nobody sees the rows any more.
        _withhold(layout, found.keys, tuple(found.releases), at, keys)
        listings = {str(remake.number): hash_of(remake.change.listing) for remake in remakes}
        body = {"number": number, "releases": listings, "rows": {str(remake.number): remake.rows for remake in remakes}}
        body["withheld"] = Withheld.read(layout).serial
        told = {"reason": reason} if reason else {}
        entries = chain.extended(entries, kind=chain.REDACTION, at=at, keys=keys, **body, **told)
        with told_when_full(_only_hidden):
            swap.make_ready(work, {remake.number: remake.change for remake in remakes}, entries)
        swap.finish(layout.releases, work, load(work / swap.PLAN))
        layout.drop_caches()
        layout.drop_unlinked()
        _release_files(layout, tuple(found.releases), found.keys, at, keys)
        return RedactionReport(number, {remake.number: remake.rows for remake in remakes})


def _only_hidden() -> Refusal:
    return Refusal(
        "disk-full",
        "There is no room left on the disk that holds the record; the rows are hidden from every page, but not redacted yet.",
        "Free some space, then run the same command again.",
    )


@dataclass(frozen=True)
class _Rewritten:
    """A part without the redacted rows: the hashes they leave at their places, and the new file, its hash, size and bounds; no
    file where nothing was lost or nothing is left."""

    lost: dict[int, str]
    file: Path | None = None
    digest: str = ""
    size: int = 0
    bounds: Bounds = field(default_factory=list)


@dataclass(frozen=True)
class _Remake:
    """A release's new files, ready to be swapped in, and how many rows it loses."""

    number: int
    change: swap.Change
    rows: int


def _prepare(
    layout: Layout, work: Path, releases: Mapping[int, Mapping[str, set[str]]], number: int, at: datetime
) -> list[_Remake]:
    made: dict[str, _Rewritten] = {}  # a part shared by releases is rewritten once
    remakes: list[_Remake] = []
    with open_workshop(work) as connection:
        for release, gone in sorted(releases.items()):
            remakes.append(_Rewriter(layout, connection, work, release, number, made).remake(gone, at))
    return remakes


class _Rewriter:
    """Rewrites what one release loses."""

    def __init__(
        self,
        layout: Layout,
        connection: duckdb.DuckDBPyConnection,
        work: Path,
        release: int,
        number: int,
        made: dict[str, _Rewritten],
    ) -> None:
        self._db = connection
        self._work = work
        self._release = release
        self._number = number
        self._made = made
        self._layout = layout
        self._folder = layout.release(release)
        self._target = work / str(release)
        self._tables = read_tables(self._folder)
        self._files: dict[str, Any] = dict(load(self._folder / FILES)["files"])
        self._bounds: dict[str, dict[str, Bounds]] = load(self._folder / BOUNDS)
        self._fresh: list[str] = []
        self._stale: list[str] = []

    def remake(self, gone: Mapping[str, set[str]], at: datetime) -> _Remake:
        former = load(self._folder / REDACTIONS)["redactions"] if (self._folder / REDACTIONS).exists() else []
        members = load(self._folder / MEMBERS) if (self._folder / MEMBERS).exists() else {}
        places: Places = {}
        for name, keys in sorted(gone.items()):
            table = self._tables[name]
            touched = self._parts(table, keys, _gone_before(former, name), places)
            if name in members and (self._folder / "csv" / f"{name}.csv.gz").exists():
                members[name] = self._csv(table, members[name], touched)
        if members:
            self._write(MEMBERS, plain(members))
        self._write(BOUNDS, plain(self._bounds))
        redaction = {"number": self._number, "at": instant_text(at), "tables": places}
        self._write(REDACTIONS, readable({"redactions": [*former, redaction]}))
        listing = {"release": self._release, "files": dict(sorted(self._files.items()))}
        rows = sum(len(part) for parts in places.values() for part in parts.values())
        return _Remake(self._release, swap.Change(listing, self._fresh, self._stale), rows)

    def _parts(self, table: Table, keys: set[str], before: Mapping[str, list[int]], places: Places) -> list[str]:
        """Rewrites the parts that hold the rows; says which."""
        touched: list[str] = []
        for part, path in part_files(self._folder, table.name).items():
            stated = str(path.relative_to(self._folder))
            source = self._files[stated]["sha256"]
            if source not in self._made:
                self._made[source] = self._rewrite(table, path, keys)
            made = self._made[source]
            if not made.lost:
                continue
            touched.append(part)
            places.setdefault(table.name, {})[part] = _original_places(made.lost, before.get(part, []))
            self._stale.append(stated)
            del self._files[stated]
            self._bounds[table.name].pop(part)
            if made.file:
                self._bounds[table.name][part] = made.bounds
                name = part_path(table.name, part, made.digest)
                link(made.file, self._target / name)
                self._files[name] = {"sha256": made.digest, "bytes": made.size}
                self._fresh.append(name)
        return touched

    def _rewrite(self, table: Table, path: Path, keys: set[str]) -> _Rewritten:
        rows = rows_sql(table, [path], extra=("_salt", "_key"))
        self._db.execute(f"create or replace temp table whole as {rows}")
        list_texts(self._db, "gone", keys)
        among = "_key in (select key from gone)"
        lost = self._db.execute(
            f"select rowid, sha256(_salt || encode({row_sql(table)})) from whole where {among} order by rowid"
        ).fetchall()
        self._db.execute(f"delete from whole where {among}")
        left = self._db.execute("select count(*) from whole").fetchall()[0][0]
        if not lost or not left:
            return _Rewritten(dict(lost))
        target = self._work / f"{table.name}-{path.stem}.parquet"
        columns = ", ".join(quoted(column) for column in table.names)
        self._db.execute(
            f"copy (select {columns}, _salt, _key from whole order by rowid) "
            f"to {literal(str(target))} (format parquet, compression zstd, row_group_size 65536)"
        )
        digest = sha256(target.read_bytes()).hexdigest()
        size = target.stat().st_size
        bounds = bounds_of(self._db, table, "whole")
        return _Rewritten(dict(lost), self._layout.store(target, digest), digest, size, bounds)

    def _csv(self, table: Table, members: Mapping[str, list[int]], touched: list[str]) -> dict[str, list[int]]:
        """The table's CSV with the touched parts written anew."""
        name = f"csv/{table.name}.csv.gz"
        fresh = {path.name.split("-")[0]: path for path in (self._target / "tables" / table.name).glob("*.parquet")}
        content: list[tuple[str, bytes]] = []
        with (self._folder / name).open("rb") as source:
            for part, (begin, size) in sorted(members.items(), key=lambda member: member[1]):
                if part in touched and part in fresh:
                    content.append((part, self._member(table, fresh[part])))
                elif part and part not in touched:
                    source.seek(begin)
                    content.append((part, source.read(size)))
        self._files[name], spans = write_members(self._target / name, table, content)
        self._fresh.append(name)
        return spans

    def _member(self, table: Table, path: Path) -> bytes:
        self._db.execute(f"create or replace temp table part as {rows_sql(table, [path])}")
        raw = self._work / "part.csv"
        write_csv(self._db, table, raw)
        return gzip.compress(raw.read_bytes(), 1, mtime=0)

    def _write(self, name: str, content: bytes) -> None:
        write_file(self._target / name, content)
        self._files[name] = {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
        self._fresh.append(name)


def _gone_before(redactions: list[dict[str, Any]], table: str) -> dict[str, list[int]]:
    """Original positions of the rows that earlier redactions took from each part of a table."""
    found: dict[str, list[int]] = {}
    for redaction in redactions:
        for part, rows in redaction["tables"].get(table, {}).items():
            found.setdefault(part, []).extend(int(position) for position in rows)
    return found


def _original_places(lost: Mapping[int, str], before: list[int]) -> dict[int, str]:
    """Positions in the file turned into positions in the part as it was sealed, counting rows that had gone already."""
    if not before:
        return dict(lost)
    taken = set(before)
    highest = max(lost)
    places: list[int] = []
    position = 0
    while len(places) <= highest:
        if position not in taken:
            places.append(position)
        position += 1
    return {places[at]: digest for at, digest in lost.items()}


def _withhold(layout: Layout, rows: frozenset[str], releases: tuple[int, ...], at: datetime, keys: Keys) -> None:
    """Hides the rows while releases are being rewritten."""
    before = Withheld.read(layout)
    numbers = tuple(sorted({*before.releases, *releases}))
    Withheld(rows=before.rows | rows, releases=numbers, reopened=before.reopened).write(layout, at=at, keys=keys)


def _release_files(layout: Layout, releases: tuple[int, ...], rows: frozenset[str], at: datetime, keys: Keys) -> None:
    """Hands out the files again of releases that hold nothing withheld any more. The keys stay listed, so that a row that is
    still on the desk by mistake does not come back with the next publish."""
    before = Withheld.read(layout)
    holding = tuple(number for number in before.releases if still_holds(layout.root, number, before.rows))
    if holding != before.releases:
        Withheld(rows=before.rows, releases=holding, reopened=before.reopened).write(layout, at=at, keys=keys)
