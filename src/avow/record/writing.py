"""Writing a release: from rows to a sealed folder, whole or not at all.

A release is put together in ``releases/.building-<n>``, brought to disk, renamed, announced in the chain, and only then pointed
to by ``current``. Whoever kills the process leaves the old release served; the next writer clears the leftovers.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from avow.base.clock import instant_text
from avow.base.columns import Table
from avow.base.references import Reference
from avow.record import chain, figures, parts
from avow.record.datapackage import describe, read_tables
from avow.record.duck import literal, open_workshop
from avow.record.figures import Figure, Indicator
from avow.record.keys import Keys
from avow.record.layout import (
    BOUNDS,
    FIGURES,
    FILES,
    INDICATORS,
    MANIFEST,
    MEMBERS,
    PACK,
    PACKAGE,
    Layout,
    load,
    part_files,
)
from avow.record.manifest import FORMAT, TableSeal, release_root, tables_json, tables_of
from avow.record.parts import Before, Workbench
from avow.record.pressing import Bounds, Former, Press
from avow.record.rotation import check_speaker
from avow.record.sealing import hash_of, hash_of_file, plain, readable, replace_file, sealed, sync_folder, write_file
from avow.record.spill import Spilled, reading_sql, spill, typed_sql
from avow.record.veil import Veil
from avow.record.withheld import Withheld

__all__ = ["Indicator", "JournalHead", "Keys", "ReleaseReport", "TableChange", "needs_whole_tables", "write_release"]

Progress = Callable[[str, int, "int | None"], None]
Papers = Callable[[Sequence[Table]], Mapping[str, bytes]]


def no_papers(_tables: Sequence[Table]) -> Mapping[str, bytes]:
    return {}


@dataclass(frozen=True)
class TableChange:
    """What one table gets in this release. ``roots`` None: the rows are the whole table; else they replace all rows of these
    root references, and a reference without rows loses them."""

    table: Table
    rows: Iterable[Sequence[object]]
    roots: frozenset[str] | None


@dataclass(frozen=True)
class JournalHead:
    """Where the desk's journal stood when the rows were read."""

    head: str
    length: int


@dataclass(frozen=True)
class ReleaseReport:
    """What a publish did. ``fresh`` is false when nothing had changed and no release was made."""

    release: int
    path: Path
    tables: Mapping[str, int]
    changed: Sequence[str]
    fresh: bool = True

    def as_json(self) -> dict[str, Any]:
        return {"release": self.release, "path": str(self.path), "tables": dict(self.tables), "changed": list(self.changed)}


def write_release(
    root: Path,
    *,
    changes: Sequence[TableChange],
    pack: Mapping[str, object],
    indicators: Sequence[Indicator],
    journal: JournalHead,
    at: datetime,
    keys: Keys,
    software: str,
    progress: Progress,
    papers: Papers = no_papers,
) -> ReleaseReport:
    """Writes the next release. A table without a change is taken over as it stands.

    ``papers`` gives further documents about the release's tables, by file name. A change of theirs alone makes no release.
    """
    layout = Layout(root)
    with layout.writer():
        entries = chain.read(layout.chain)
        check_speaker(entries, keys)
        number = (layout.current() or 0) + 1
        building = layout.building(number)
        building.mkdir()
        try:
            writer = _Writer(layout, building, number, keys, at, progress, papers)
            return writer.write(changes, pack, indicators, journal, software, entries)
        finally:
            shutil.rmtree(building, ignore_errors=True)
            layout.drop_unlinked()


def needs_whole_tables(root: Path, tables: Sequence[Table]) -> bool:
    """Whether the next release must be given whole tables: none was published, the declaration changed since, the served one
    holds rows that are withheld now, or rows that had been held back may be shown again."""
    layout = Layout(root)
    current = layout.current()
    if current is None:
        return True
    folder = layout.release(current)
    before = read_tables(folder)
    if any(table.name not in before or before[table.name].columns != table.columns for table in tables):
        return True
    return not (folder / "tables").exists() or Withheld.read(layout).unsettled(current)


@dataclass
class _Writer:
    layout: Layout
    building: Path
    number: int
    keys: Keys
    at: datetime
    progress: Progress
    papers: Papers
    seals: dict[str, TableSeal] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    members: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    bounds: dict[str, dict[str, Bounds]] = field(default_factory=dict)

    def write(
        self,
        changes: Sequence[TableChange],
        pack: Mapping[str, object],
        indicators: Sequence[Indicator],
        journal: JournalHead,
        software: str,
        entries: list[chain.Entry],
    ) -> ReleaseReport:
        self._load_before()
        given = {change.table.name for change in changes}
        # Parts that lost rows to redaction are sealed afresh, whether or not anything else changed in their table.
        altered = {name for redaction in self._redactions() for name in redaction["tables"]} - given
        # So is the CSV written afresh where somebody took it away.
        altered |= {name for name in self._before if not self._former_csv(name)} - given
        changes = [*changes, *(TableChange(self._before[name], (), frozenset()) for name in sorted(altered))]
        withheld = Withheld.read(self.layout)
        veil = Veil(set(withheld.rows))
        with open_workshop(self.building) as connection:
            bench = Workbench(connection, self.keys.secret, veil)
            try:
                self._build_all(bench, changes, one_by_one=bool(veil.rows))
            finally:
                bench.close()
        for name in sorted(set(self._before) - {change.table.name for change in changes}):
            self._take_over(name)
        (self.building / "workshop.duckdb").unlink(missing_ok=True)
        shutil.rmtree(self.building / "spill", ignore_errors=True)
        documents = self._documents(pack, indicators)
        changed = self._changed(documents)
        if not changed and self.number > 1:
            return self._report(self.number - 1, changed, fresh=False)
        if veil.added:
            grown = Withheld(rows=frozenset(veil.rows), releases=withheld.releases, reopened=withheld.reopened)
            grown.write(self.layout, at=self.at, keys=self.keys)
        self._seal(documents, indicators, journal, pack, software, entries)
        return self._report(self.number, changed, fresh=True)

    def _load_before(self) -> None:
        """The previous release, as far as parts, salts and CSV can be taken over from it."""
        self._folder = self.layout.release(self.number - 1)
        self._before: dict[str, Table] = {}
        self._manifest: dict[str, Any] = {}
        self._old_files: dict[str, Any] = {}
        self._old_members: dict[str, Any] = {}
        self._old_bounds: dict[str, dict[str, Bounds]] = {}
        if self.number == 1:
            return
        self._manifest = load(self._folder / MANIFEST)
        self._old_files = load(self._folder / FILES)["files"]
        self._before = read_tables(self._folder) if (self._folder / "tables").exists() else {}
        self._old_bounds = load(self._folder / BOUNDS) if self._before else {}
        self._old_members = load(self._folder / MEMBERS) if (self._folder / MEMBERS).exists() else {}

    def _take_in(self, change: TableChange) -> Spilled:
        table = change.table
        before = self._before.get(table.name)
        if change.roots is not None and (before is None or before.columns != table.columns):
            raise ValueError(f"{table.name}: there are no earlier rows to change; give the whole table")
        self.progress(table.name, 0, None)
        path = self.building / f"{table.name}.rows"
        return spill(table, change.rows, path, lambda done: self.progress(table.name, done, None), aim=parts.AIM)

    def _build_all(self, bench: Workbench, changes: Sequence[TableChange], *, one_by_one: bool) -> None:
        """Builds tables while the rows of the next are taken in. Organisations come before what names them: where something is
        withheld, a row held back makes the rows beneath it follow."""
        building: deque[Future[str]] = deque()
        ahead = 0 if one_by_one else 1
        with ThreadPoolExecutor(2) as builder:
            try:
                for change in sorted(changes, key=lambda change: not change.table.entity):
                    spilled = self._take_in(change)
                    building.append(builder.submit(self._build, bench, change, spilled))
                    while len(building) > ahead:
                        self._built(building.popleft().result())
                while building:
                    self._built(building.popleft().result())
            finally:
                wait(building)

    def _built(self, name: str) -> None:
        rows = self.seals[name].rows
        self.progress(name, rows, rows)

    def _build(self, bench: Workbench, change: TableChange, spilled: Spilled) -> str:
        table = change.table
        before = self._before_of(table)
        press = Press(self.layout, self.building, table, self._former_of(table, before))
        self.seals[table.name] = bench.build(table, spilled, before, change.roots, press)
        self._collect(table, press)
        return table.name

    def _collect(self, table: Table, press: Press) -> None:
        self.tables[table.name] = table
        self.files |= press.files
        self.members[table.name] = press.members
        self.bounds[table.name] = press.bounds

    def _take_over(self, name: str) -> None:
        table = self._before[name]
        before = self._before_of(table)
        assert before is not None
        press = Press(self.layout, self.building, table, self._former_of(table, before))
        for part in before.seal.parts:
            press.keep(part.name)
        press.close()
        self.seals[name] = before.seal
        self._collect(table, press)

    def _before_of(self, table: Table) -> Before | None:
        if table.name not in self._before:
            return None
        altered = {part for redaction in self._redactions() for part in redaction["tables"].get(table.name, {})}
        seal = tables_of(self._manifest)[table.name]
        files = part_files(self._folder, table.name)
        bounds = self._old_bounds.get(table.name, {})
        return Before(
            seal=seal,
            files=files,
            starts={part.name: Reference.parse(bounds[part.name][0]).order for part in seal.parts if part.name in files},
            same_columns=self._before[table.name].columns == table.columns,
            altered=frozenset(altered),
        )

    def _redactions(self) -> list[dict[str, Any]]:
        path = self._folder / "redactions.json"
        return list(load(path)["redactions"]) if path.exists() else []

    def _former_of(self, table: Table, before: Before | None) -> Former:
        if not before:
            return Former({}, {}, None, {}, {})
        digests = {name: self._old_files[str(path.relative_to(self._folder))]["sha256"] for name, path in before.files.items()}
        members = sorted(self._old_members.get(table.name, {}).items(), key=lambda member: member[1])
        return Former(
            parts={name: (path, digests[name]) for name, path in before.files.items()},
            bounds=self._old_bounds.get(table.name, {}),
            csv=self._former_csv(table.name),
            csv_file=self._old_files.get(f"csv/{table.name}.csv.gz", {}),
            members={name: tuple(span) for name, span in members},
        )

    def _former_csv(self, name: str) -> Path | None:
        path = self._folder / "csv" / f"{name}.csv.gz"
        return path if path.exists() and name in self._old_members else None

    def _documents(self, pack: Mapping[str, object], indicators: Sequence[Indicator]) -> dict[str, bytes]:
        tables = [self.tables[name] for name in sorted(self.tables)]
        lines = [{"id": i.id, "unit": i.unit, "base": i.base, "by": list(i.by), "file": i.path} for i in indicators]
        names = pack.get("name")
        title = str(names.get("en", "")) if isinstance(names, Mapping) else ""
        package = describe(
            tables, release=self.number, at=instant_text(self.at), licence=str(pack.get("data_licence", "")), title=title
        )
        return {
            PACK: readable(pack),
            PACKAGE: readable(package),
            INDICATORS: readable(lines),
            **self.papers(tables),
            **{indicator.path: indicator.sql.encode() for indicator in indicators},
        }

    def _changed(self, documents: Mapping[str, bytes]) -> list[str]:
        """Names of what differs from the previous release; everything the first time."""
        before = tables_of(self._manifest) if self._manifest else {}
        changed = [name for name, seal in sorted(self.seals.items()) if name not in before or before[name].root != seal.root]
        columns = {name: table.columns for name, table in self.tables.items()}
        if columns != {name: table.columns for name, table in self._before.items()}:
            changed.append("columns")
        if not self._same(PACK, documents):
            changed.append("pack")
        indicators = [name for name in documents if name.startswith(("indicators/", INDICATORS))]
        listed = {name for name in self._old_files if name.startswith("indicators/")}
        if not all(self._same(name, documents) for name in indicators) or listed - set(indicators):
            changed.append("indicators")
        return changed

    def _same(self, name: str, documents: Mapping[str, bytes]) -> bool:
        return bool(self._old_files) and self._old_files.get(name, {}).get("sha256") == sha256(documents[name]).hexdigest()

    def _seal(
        self,
        documents: dict[str, bytes],
        indicators: Sequence[Indicator],
        journal: JournalHead,
        pack: Mapping[str, object],
        software: str,
        entries: list[chain.Entry],
    ) -> None:
        self.progress("figures", 0, len(indicators))
        documents |= {MEMBERS: plain(self.members), BOUNDS: plain(self.bounds)}
        for name, content in documents.items():
            write_file(self.building / name, content)
        found = self._figures(indicators)
        self._write_figures(found)
        self.progress("figures", len(indicators), len(indicators))
        manifest = sealed(self._manifest_of(found, documents, journal, pack, software), self.keys)
        write_file(self.building / MANIFEST, readable(manifest))
        files = dict(self.files)
        for name in (*documents, FIGURES, MANIFEST):
            path = self.building / name
            files[name] = {"sha256": hash_of_file(path), "bytes": path.stat().st_size}
        listing = {"release": self.number, "files": dict(sorted(files.items()))}
        write_file(self.building / FILES, readable(listing))
        entries = chain.extended(
            entries,
            kind=chain.RELEASE,
            at=self.at,
            keys=self.keys,
            release=self.number,
            manifest=hash_of(manifest),
            files=hash_of(listing),
            withheld=Withheld.read(self.layout).serial,
        )
        write_file(self.building / chain.NAME, readable(entries))
        self._announce(entries)

    def _figures(self, indicators: Sequence[Indicator]) -> list[Figure]:
        roots = {name: seal.root for name, seal in self.seals.items()}
        with figures.open_views(self.building) as connection:
            return sorted(figures.evaluate(connection, indicators, roots), key=lambda figure: figure.place)

    def _write_figures(self, found: Sequence[Figure]) -> None:
        table = figures.TABLE
        spilled = spill(table, (figure.row for figure in found), self.building / "figures.rows", lambda done: None)
        typed = ", ".join(typed_sql(column, spilled) + f' as "{column.name}"' for column in table.columns)
        with duckdb.connect() as connection:
            target = literal(str(self.building / FIGURES))
            connection.execute(
                f"copy (select {typed} from {reading_sql(table, spilled)}) to {target} (format parquet, compression zstd)"
            )
        spilled.drop()

    def _manifest_of(
        self,
        found: Sequence[Figure],
        documents: Mapping[str, bytes],
        journal: JournalHead,
        pack: Mapping[str, object],
        software: str,
    ) -> dict[str, Any]:
        seals = list(self.seals.values())
        previous = {"release": self.number - 1, "manifest": hash_of(self._manifest)} if self._manifest else None
        sql = {name: sha256(content).hexdigest() for name, content in documents.items() if name.startswith("indicators")}
        return {
            "format": FORMAT,
            "release": self.number,
            "at": instant_text(self.at),
            "software": software,
            "pack": {"id": pack.get("id"), "version": pack.get("version"), "hash": hash_of(pack)},
            "tables": tables_json(seals),
            "root": release_root(seals),
            "previous": previous,
            "journal": {"head": journal.head, "length": journal.length},
            "figures": {"count": len(found), "root": figures.figures_root(found)},
            "indicators": hash_of(sql),
        }

    def _announce(self, entries: list[chain.Entry]) -> None:
        for folder in [path for path in self.building.rglob("*") if path.is_dir()]:
            sync_folder(folder)
        sync_folder(self.building)
        if self.layout.objects.exists():
            sync_folder(self.layout.objects)
        self.building.rename(self.layout.release(self.number))
        sync_folder(self.layout.releases)
        replace_file(self.layout.chain, readable(entries))
        self.layout.point_to(self.number)

    def _report(self, number: int, changed: list[str], *, fresh: bool) -> ReleaseReport:
        rows = {name: seal.rows for name, seal in sorted(self.seals.items())}
        return ReleaseReport(number, self.layout.release(number), rows, changed, fresh)
