"""Building shards: from the tables of a release to files that can be found in and counted, with two pairs of hands.

``python -m avow.record.building`` is one pair: it reads one job a line and answers one line each.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import subprocess
import sys
import threading
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from operator import itemgetter
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import duckdb

from avow.base.columns import Table, Type
from avow.base.references import Reference, order_sql
from avow.record.datapackage import read_tables
from avow.record.duck import files_sql, open_locked, quoted
from avow.record.families import Family, families, looked_into
from avow.record.layout import BOUNDS, MANIFEST, load, part_files
from avow.record.lines import CSV_END, csv_line
from avow.record.manifest import tables_of
from avow.record.shards import FORM, Root, write_shard
from avow.record.stems import Tokens

GRID = 1 << 14  # roots are cut where the number in their reference passes a multiple of this: cuts never move
_PROBLEM = "problem:"  # what an answer begins with that is no content
ALONE = 6_000  # below so many roots a second process costs more than it saves


@dataclass(frozen=True)
class Slice:
    """The roots of one shard: a family and the range of their order, both ends included."""

    family: str
    low: int
    high: int

    @property
    def name(self) -> str:
        return f"{self.family}-{self.low}-{self.high}"


class Source:
    """The tables of one release folder, as the builder reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.tables = read_tables(folder)
        self.families = families(self.tables)
        manifest = load(folder / MANIFEST)
        seals, bounds = tables_of(manifest), load(folder / BOUNDS)
        self._parts: dict[str, list[tuple[int, int, Path]]] = {}
        for name in self.tables:
            held = part_files(self.folder, name)
            parts = [part.name for part in seals[name].parts if part.name in held] if name in seals else []
            ends = {part: (_order(bounds[name][part][0]), _order(bounds[name][part][1])) for part in parts}
            self._parts[name] = [(*ends[part], held[part]) for part in parts]
        self.number = int(manifest["release"])

    @property
    def fingerprint(self) -> str:
        """Names every file of every part: a redaction changes files where the manifest stays as it was signed."""
        names = [f"{name}/{path.name}" for name, parts in sorted(self._parts.items()) for _, _, path in parts]
        described = json.dumps([FORM, names, (self.folder / "datapackage.json").read_text()])
        return hashlib.sha256(described.encode()).hexdigest()[:16]

    def files(self, table: str, low: int = 0, high: int = 1 << 62) -> list[Path]:
        """The files that may hold rows of roots in a range."""
        return [path for first, last, path in self._parts[table] if first <= high and last >= low]

    def parts(self, table: str) -> list[tuple[int, int, Path]]:
        """The files of a table with the order of their first and last root."""
        return self._parts[table]

    def files_of(self, cut: Slice) -> list[str]:
        family = self.families[cut.family]
        tables = (family.table, *family.children)
        return [f"{table.name}/{path.name}" for table in tables for path in self.files(table.name, cut.low, cut.high)]


def _order(reference: str) -> int:
    return Reference.parse(reference).order


def slices(source: Source, connection: duckdb.DuckDBPyConnection) -> list[tuple[Slice, int]]:
    """The shards a release needs, each with its number of roots. A small family is one shard."""
    found: list[tuple[Slice, int]] = []
    for name, family in source.families.items():
        files = source.files(name)
        if not files:
            continue
        cell = f"{order_sql(quoted(family.table.root))} // {GRID}"
        sql = f"select {cell} as cell, count(*) from {files_sql(files)} group by 1 order by 1"
        cells = connection.execute(sql).fetchall()
        total = sum(count for _, count in cells)
        if total <= GRID:
            found.append((Slice(name, cells[0][0] * GRID, cells[-1][0] * GRID + GRID - 1), total))
        else:
            found += [(Slice(name, cell * GRID, cell * GRID + GRID - 1), count) for cell, count in cells]
    return found


def _json_array(table: Table) -> str:
    cells = ["_key"]
    for column in table.columns:
        name = quoted(column.name)
        exact = column.type in (Type.MONEY, Type.NUMBER, Type.DAY)
        cells.append(f"cast({name} as varchar)" if exact else name)
    return f"cast(json_array({', '.join(cells)}) as varchar)"


def told(source: Source, connection: duckdb.DuckDBPyConnection, cut: Slice) -> list[Root]:
    """The roots of the slice in their order, as the index stores them.

    Parts hold their rows in order, so nothing is sorted or joined in the engine: that would cost more than it saves.
    """
    family = source.families[cut.family]
    belonging: defaultdict[str, list[str]] = defaultdict(list)
    read: defaultdict[str, list[str]] = defaultdict(list)
    needed = looked_into(family)
    for child in family.children:
        together: defaultdict[str, list[str]] = defaultdict(list)
        for root, _, row in _rows(source, connection, child, cut, _json_array(child)):
            together[root].append(row)
        for root, rows in together.items():
            text = f'"{child.name}":[{",".join(rows)}]'
            belonging[root].append(text)
            if child.name in needed:
                read[root].append(text)
    line_sql = f"{csv_line(family.table)} || '{CSV_END}'"
    found = _rows(source, connection, family.table, cut, _json_array(family.table), line_sql)
    return [
        Root(row, f"{{{','.join(belonging[root])}}}", f"{{{','.join(read[root])}}}", line)
        for root, _, row, line in sorted(found, key=itemgetter(1))
    ]


def _rows(
    source: Source, connection: duckdb.DuckDBPyConnection, table: Table, cut: Slice, *shown: str
) -> list[tuple[Any, ...]]:
    """Reference, its order, and what is shown of each row of a table in the slice."""
    files = source.files(table.name, cut.low, cut.high)
    if not files:
        return []
    root = quoted(table.root)
    return connection.execute(
        f"select {root}, {order_sql(root)} as place, {', '.join(shown)} from {files_sql(files)}"
        f" where place between {cut.low} and {cut.high}"
    ).fetchall()


class Builder:
    """Writes shards of one release, one after the other, keeping what it learned about words."""

    def __init__(self, source: Source, threads: int) -> None:
        self._source = source
        self._connection = open_locked(source.folder, threads=threads, memory="300MB")
        self._tokens = Tokens()

    def close(self) -> None:
        self._connection.close()

    def build(self, cut: Slice, target: Path, known: str) -> str:
        """Writes the shard of a slice to ``target`` and returns its content's hash; writes nothing when that is ``known``."""
        family = self._source.families[cut.family]
        roots = told(self._source, self._connection, cut)
        digest = hashlib.sha256(json.dumps([FORM, [repr(column) for column in _columns(family)]]).encode())
        for root in roots:
            digest.update(root.row.encode())
            digest.update(root.children.encode())
        content = digest.hexdigest()
        if content != known:
            write_shard(target, family, roots, self._tokens)
        return content


def _columns(family: Family) -> list[object]:
    return [column for table in (family.table, *family.children) for column in table.columns]


@dataclass(frozen=True)
class Job:
    """A shard to write. ``known`` is the hash of what an earlier shard of the slice holds: the same is not written again."""

    cut: Slice
    roots: int
    known: str


@dataclass(frozen=True)
class Built:
    """What came of a job: the content's hash, and the file, which is not there when the content was known."""

    job: Job
    content: str
    file: str


def build_all(source: Source, jobs: Sequence[Job], work: Path, processes: int) -> Iterator[Built]:
    """Writes the shards into ``work``, as they get done in no particular order."""
    named = [(job, f"{job.cut.name}-{uuid.uuid4().hex[:8]}.sqlite") for job in jobs]
    if processes > 1 and len(jobs) > 1 and sum(job.roots for job in jobs) > ALONE:
        yield from _by_hands(source, named, work, processes)
        return
    builder = Builder(source, processes)
    try:
        for job, file in named:
            yield Built(job, builder.build(job.cut, work / file, job.known), file)
    finally:
        builder.close()


def _by_hands(source: Source, named: list[tuple[Job, str]], work: Path, processes: int) -> Iterator[Built]:
    """Shares the jobs among processes of our own, started afresh: a fork would carry DuckDB's threads along, broken."""
    todo: SimpleQueue[tuple[Job, str]] = SimpleQueue()
    answers: SimpleQueue[Built | Exception] = SimpleQueue()
    for one in sorted(named, key=lambda pair: -pair[0].roots):
        todo.put(one)
    hands = [_Hand(source.folder, work, todo, answers) for _ in range(min(processes, len(named)))]
    for hand in hands:
        hand.start()
    try:
        for _ in named:
            answer = answers.get()
            if isinstance(answer, Exception):
                raise answer
            yield answer
    finally:
        for hand in hands:
            hand.stop()


class _Hand(threading.Thread):
    """Feeds one building process and hears its answers."""

    def __init__(self, folder: Path, work: Path, todo: SimpleQueue[Any], answers: SimpleQueue[Any]) -> None:
        super().__init__(daemon=True)
        self._todo, self._answers = todo, answers
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            [sys.executable, "-m", "avow.record.building", str(folder), str(work)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )

    def run(self) -> None:
        talk, hear = self._process.stdin, self._process.stdout
        if talk is None or hear is None:
            return
        try:
            while True:
                job, file = self._todo.get_nowait()
                talk.write(json.dumps([asdict(job.cut), file, job.known]) + "\n")
                talk.flush()
                content = hear.readline().strip()
                if not content or content.startswith(_PROBLEM):
                    raise RuntimeError(f"a process building the index ended before its work was done {content}".strip())
                self._answers.put(Built(job, content, file))
        except Empty:
            return
        except Exception as error:
            self._answers.put(error)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


def _hand(folder: Path, work: Path) -> None:
    gc.disable()  # nothing here goes in circles, and the collector would walk millions of lists
    builder = Builder(Source(folder), threads=1)
    for line in sys.stdin:
        cut, file, known = json.loads(line)
        try:
            answer = builder.build(Slice(**cut), work / file, known)
        except Exception as problem:  # whatever it is, the process that asked must hear of it
            answer = f"{_PROBLEM} {' '.join(str(problem).split())}"
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _hand(Path(sys.argv[1]), Path(sys.argv[2]))
