"""Writing a release: from rows to a sealed folder, whole or not at all.

A release is put together in ``releases/.building-<n>``, brought to disk, renamed, announced in the chain, and only then pointed
to by ``current``. Whoever kills the process leaves the old release served; the next writer clears the leftovers.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from avow.base.clock import instant_text
from avow.base.columns import Table
from avow.base.refusals import Refusal
from avow.record import chain, figures
from avow.record.datapackage import describe, read_tables
from avow.record.duck import literal, open_workshop
from avow.record.figures import Figure, Indicator
from avow.record.keys import Keys
from avow.record.layout import (
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
from avow.record.manifest import TableSeal, release_root, tables_json, tables_of
from avow.record.parts import Before, Workbench
from avow.record.pressing import Former, Press
from avow.record.sealing import hash_of, hash_of_file, plain, readable, replace_file, sealed, sync_folder, write_file
from avow.record.spill import reading_sql, spill, typed_sql
from avow.record.withheld import Veil, Withheld

Progress = Callable[[str, int, "int | None"], None]
FORMAT = 1


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
) -> ReleaseReport:
    """Writes the next release. A table without a change is taken over as it stands."""
    layout = Layout(root)
    with layout.writer():
        entries = chain.read(layout.chain)
        _check_speaker(entries, keys)
        number = (layout.current() or 0) + 1
        building = layout.building(number)
        building.mkdir()
        try:
            writer = _Writer(layout, building, number, keys, at, progress)
            return writer.write(changes, pack, indicators, journal, software, entries)
        finally:
            shutil.rmtree(building, ignore_errors=True)
            layout.drop_unlinked()


def needs_whole_tables(root: Path, tables: Sequence[Table]) -> bool:
    """Whether the next release must be given whole tables: none was published, the declaration changed since, or rows that
    had been held back may be shown again."""
    layout = Layout(root)
    current = layout.current()
    if current is None:
        return True
    folder = layout.release(current)
    before = read_tables(folder)
    if any(table.name not in before or before[table.name].columns != table.columns for table in tables):
        return True
    return not (folder / "tables").exists() or Withheld.read(layout).reopened >= current


def rotate_keys(root: Path, folder: Path, *, at: datetime) -> Keys:
    """Gives the desk a new signing key, by the old one's signed word in the chain."""
    layout = Layout(root)
    with layout.writer():
        old = Keys.load_or_create(folder)
        entries = chain.read(layout.chain)
        _check_speaker(entries, old)
        new = old.rotated()
        # The chain first: were the key replaced first and the process killed, nobody could sign the entry any more.
        new.save(folder / "next")
        replace_file(layout.chain, readable(chain.rotated(entries, at=at, old=old, new=new)))
        new.save(folder)
        shutil.rmtree(folder / "next")
        return new


def _check_speaker(entries: Sequence[chain.Entry], keys: Keys) -> None:
    speaker = chain.speaker(entries)
    if speaker and speaker != keys.fingerprint:
        raise Refusal(
            "other-key",
            f"This record is signed with the key {speaker[:16]}…, and the desk holds {keys.fingerprint[:16]}….",
            "Restore the right key from a backup of the home.",
        )


@dataclass
class _Writer:
    layout: Layout
    building: Path
    number: int
    keys: Keys
    at: datetime
    progress: Progress
    seals: dict[str, TableSeal] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

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
        withheld = Withheld.read(self.layout)
        veil = Veil(set(withheld.rows))
        press = Press(self.layout, self.building)
        try:
            with open_workshop(self.building) as connection:
                bench = Workbench(connection, self.building, self.keys.secret, press, veil)
                # Organisations before what names them: a row held back makes the rows beneath it follow.
                for change in sorted(changes, key=lambda change: change.table.key != (change.table.root,)):
                    self._write_table(bench, press, change)
            for name in sorted(set(self._before) - {change.table.name for change in changes}):
                self._take_over(press, name)
        finally:
            press.shut()
        (self.building / "workshop.duckdb").unlink(missing_ok=True)
        shutil.rmtree(self.building / "spill", ignore_errors=True)
        gc.collect()
        documents = self._documents(pack, indicators)
        changed = self._changed(documents)
        if not changed and self.number > 1:
            return self._report(self.number - 1, changed, fresh=False)
        if veil.added:
            grown = Withheld(rows=frozenset(veil.rows), releases=withheld.releases, reopened=withheld.reopened)
            grown.write(self.layout, at=self.at, keys=self.keys)
        self._seal(documents, press, indicators, journal, pack, software, entries)
        return self._report(self.number, changed, fresh=True)

    def _load_before(self) -> None:
        """The previous release, as far as parts, salts and CSV can be taken over from it."""
        self._folder = self.layout.release(self.number - 1)
        self._before: dict[str, Table] = {}
        self._manifest: dict[str, Any] = {}
        self._files: dict[str, Any] = {}
        self._members: dict[str, Any] = {}
        if self.number == 1:
            return
        self._manifest = load(self._folder / MANIFEST)
        self._files = load(self._folder / FILES)["files"]
        self._before = read_tables(self._folder) if (self._folder / "tables").exists() else {}
        self._members = load(self._folder / MEMBERS) if (self._folder / MEMBERS).exists() else {}

    def _write_table(self, bench: Workbench, press: Press, change: TableChange) -> None:
        table = change.table
        before = self._before_of(table)
        if change.roots is not None and not (before and before.same_columns):
            raise ValueError(f"{table.name}: there are no earlier rows to change; give the whole table")
        self.progress(table.name, 0, None)
        rows = bench.stage(table, change.rows, lambda done: self.progress(table.name, done, None))
        press.open(table, self._former_of(table, before))
        built = bench.build(table, before, change.roots)
        press.close(table)
        self.tables[table.name] = table
        self.seals[table.name] = TableSeal(table.name, tuple(built.parts))
        self.progress(table.name, rows, rows)

    def _take_over(self, press: Press, name: str) -> None:
        table = self._before[name]
        before = self._before_of(table)
        if before is None or before.altered:
            raise ValueError(f"{name}: rows were redacted from it; give it as a change, empty if nothing else changed")
        press.open(table, self._former_of(table, before))
        for part in before.seal.parts:
            press.keep(table, part.name)
        press.close(table)
        self.tables[name], self.seals[name] = table, before.seal

    def _before_of(self, table: Table) -> Before | None:
        if table.name not in self._before:
            return None
        altered = {part for redaction in self._redactions() for part in redaction["tables"].get(table.name, {})}
        return Before(
            seal=tables_of(self._manifest)[table.name],
            files=part_files(self._folder, table.name),
            same_columns=self._before[table.name].columns == table.columns,
            altered=frozenset(altered),
        )

    def _redactions(self) -> list[dict[str, Any]]:
        path = self._folder / "redactions.json"
        return list(load(path)["redactions"]) if path.exists() else []

    def _former_of(self, table: Table, before: Before | None) -> Former:
        csv = self._folder / "csv" / f"{table.name}.csv.gz"
        if not before:
            return Former({}, None, {}, {})
        digests = {name: self._files[str(path.relative_to(self._folder))]["sha256"] for name, path in before.files.items()}
        return Former(
            parts={name: (path, digests[name]) for name, path in before.files.items()},
            csv=csv if csv.exists() else None,
            csv_file=self._files.get(f"csv/{table.name}.csv.gz", {}),
            members={name: tuple(span) for name, span in self._members.get(table.name, {}).items()},  # type: ignore[misc]
        )

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
            **{indicator.path: indicator.sql.encode() for indicator in indicators},
        }

    def _changed(self, documents: Mapping[str, bytes]) -> list[str]:
        """Names of what differs from the previous release; everything the first time."""
        before = tables_of(self._manifest) if self._manifest else {}
        changed = [name for name, seal in sorted(self.seals.items()) if name not in before or before[name] != seal]
        redacted = [name for name in changed if name in before and before[name].root == self.seals[name].root]
        changed = [name for name in changed if name not in redacted]
        columns = {name: table.columns for name, table in self.tables.items()}
        if columns != {name: table.columns for name, table in self._before.items()}:
            changed.append("columns")
        if not self._same(PACK, documents):
            changed.append("pack")
        indicators = [name for name in documents if name.startswith(("indicators/", INDICATORS))]
        if not all(self._same(name, documents) for name in indicators) or self._indicator_files() - set(indicators):
            changed.append("indicators")
        return changed

    def _same(self, name: str, documents: Mapping[str, bytes]) -> bool:
        return bool(self._files) and self._files.get(name, {}).get("sha256") == sha256(documents[name]).hexdigest()

    def _indicator_files(self) -> set[str]:
        return {name for name in self._files if name.startswith("indicators/")}

    def _seal(
        self,
        documents: dict[str, bytes],
        press: Press,
        indicators: Sequence[Indicator],
        journal: JournalHead,
        pack: Mapping[str, object],
        software: str,
        entries: list[chain.Entry],
    ) -> None:
        self.progress("figures", 0, len(indicators))
        documents[MEMBERS] = plain(press.members)
        for name, content in documents.items():
            write_file(self.building / name, content)
        found = self._figures(indicators)
        self._write_figures(found)
        self.progress("figures", len(indicators), len(indicators))
        manifest = sealed(self._manifest_of(found, documents, journal, pack, software), self.keys)
        write_file(self.building / MANIFEST, readable(manifest))
        files = dict(press.files)
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
        spilled.path.unlink()

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
