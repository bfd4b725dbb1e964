"""Verification: whether a record, or one release folder taken away from it, is what its signer sealed.

Needs nothing but the folder: no database, no desk, no secret. Files are checked before what they say, so that the first
problem named is the file that was damaged.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from avow.base.refusals import Refusal
from avow.record import chain, figures, row_hashes
from avow.record.datapackage import read_tables
from avow.record.layout import FIGURES, FILES, MANIFEST, PACK, PACKAGE, REDACTIONS, Layout, load, part_files
from avow.record.manifest import FORMAT, PartSeal, release_root, tables_of
from avow.record.sealing import hash_of, hash_of_file, signer
from avow.record.withheld import Trust

Progress = Callable[[str, int, "int | None"], None]
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, duckdb.Error)


@dataclass(frozen=True)
class Problem:
    file: str
    problem: str


@dataclass
class Report:
    """What was found. ``checked`` counts files, ``redacted`` rows that are gone by a signed redaction; ``notes`` say what is
    in order but worth knowing."""

    ok: bool = True
    checked: int = 0
    problems: list[Problem] = field(default_factory=list)
    redacted: int = 0
    signer: str = "not checked"
    releases: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "checked": self.checked,
            "problems": [{"file": problem.file, "problem": problem.problem} for problem in self.problems],
            "redacted": self.redacted,
            "signer": self.signer,
            "releases": self.releases,
            "notes": self.notes,
        }

    @property
    def summary(self) -> str:
        """One sentence for people."""
        if not self.ok:
            return f"Broken: {self.problems[0].file}: {self.problems[0].problem}."
        gone = f"; {self.redacted} rows redacted, each by a signed entry" if self.redacted else ""
        return f"Intact, signer {self.signer}: {self.checked} files, releases {self.releases}{gone}."


class _Stop(Exception):
    """A problem that makes further checks of the same release pointless."""


def verify(
    path: Path,
    *,
    fingerprint: str | None = None,
    progress: Progress = lambda step, done, total: None,
    independent: bool | None = None,
) -> Report:
    """Checks a record or a single release folder.

    With ``fingerprint`` the signer is checked too: that key, or one it handed over to, must have signed. ``independent``
    chooses how rows are hashed: by the plain Python reference (True), by DuckDB with samples by the reference (False), or by
    size.
    """
    return _Verifier(Path(path), progress, independent).run(fingerprint)


class _Verifier:
    def __init__(self, path: Path, progress: Progress, independent: bool | None) -> None:
        self._path = path
        self._progress = progress
        self._independent = independent
        self._report = Report()
        self._hashes: dict[tuple[int, int], str] = {}
        self._rows = row_hashes.Hasher(path)

    def run(self, fingerprint: str | None) -> Report:
        single = (self._path / MANIFEST).exists()
        if not single and not (self._path / chain.NAME).exists():
            self._problem(self._path, "holds neither a record nor a release")
            return self._report
        try:
            entries = self._chain(fingerprint)
            if single:
                self._release(self._path, entries)
            else:
                self._record(entries)
        except _Stop:
            pass
        finally:
            self._rows.close()
        return self._report

    def _chain(self, fingerprint: str | None) -> list[chain.Entry]:
        place = self._path / chain.NAME
        with self._reading(place):
            entries = chain.read(place)
            self._checked = chain.check(entries)
            self._report.checked += 1
        if self._checked.problem or not entries:
            self._stop(place, self._checked.problem or "is empty")
        if fingerprint:
            self._report.signer = "checked"
            if fingerprint.strip().lower() not in self._checked.signers:
                self._stop(place, f"nothing in it is signed by the key {fingerprint}")
        return entries

    def _record(self, entries: list[chain.Entry]) -> None:
        layout = Layout(self._path)
        numbers = [entry["release"] for entry in entries if entry["kind"] == chain.RELEASE]
        current = self._path / "current"
        with self._reading(current):
            if layout.current() not in numbers:
                self._problem(current, "points to a release the chain does not know")
            elif layout.current() != numbers[-1]:
                self._report.notes.append("the newest release is not served yet: its publish was stopped at the last step")
        self._withheld(layout)
        left = [number for number in layout.numbers() if number not in numbers]
        if left:
            self._report.notes.append(f"release folders {left} were never announced: leftovers of a publish that was stopped")
        for number in numbers:
            folder = layout.release(number)
            if not folder.exists():
                self._problem(folder, "is missing")
                continue
            try:
                with self._reading(folder / chain.NAME):
                    if chain.read(folder / chain.NAME) != entries[: len(load(folder / chain.NAME))]:
                        self._stop(folder / chain.NAME, "is not a copy of the record's chain")
                self._release(folder, entries)
            except _Stop:
                continue

    def _withheld(self, layout: Layout) -> None:
        told, problem = Trust.of(layout).told(layout.withheld)
        self._report.checked += told is not None
        if problem:
            self._problem(layout.withheld, problem)

    def _release(self, folder: Path, entries: list[chain.Entry]) -> None:
        manifest = self._manifest(folder, entries)
        number = manifest["release"]
        self._report.releases.append(number)
        self._files(folder, entries, number)
        thinned = chain.thinned(entries, number)
        with self._reading(folder / PACK):
            if hash_of(load(folder / PACK)) != manifest["pack"]["hash"]:
                self._stop(folder / PACK, "is not the pack the manifest names")
        with self._reading(folder / PACKAGE):
            tables = read_tables(folder)
            if sorted(tables) != sorted(table["name"] for table in manifest["tables"]):
                self._stop(folder / PACKAGE, "does not describe the tables of the manifest")
        if thinned:
            self._report.notes.append(f"release {number}: its tables are no longer kept")
        else:
            self._tables(folder, manifest, tables)
        self._figures(folder, manifest, thinned=thinned)

    def _manifest(self, folder: Path, entries: list[chain.Entry]) -> dict[str, Any]:
        place = folder / MANIFEST
        with self._reading(place):
            manifest: dict[str, Any] = load(place)
            self._report.checked += 1
            if manifest.get("format") != FORMAT:
                self._stop(place, f"is of format {manifest.get('format')}, and this version of Avow reads format {FORMAT}")
            who = signer(manifest)
            entry = chain.release_entry(entries, manifest["release"])
            if who is None or who not in self._checked.signers:
                self._stop(place, "its signature does not hold")
            if entry is None or entry["manifest"] != hash_of(manifest):
                self._stop(place, "is not the manifest the chain announced")
            seals = tables_of(manifest)
            stated = {table["name"]: (table["root"], table["rows"]) for table in manifest["tables"]}
            if stated != {name: (seal.root, seal.rows) for name, seal in seals.items()}:
                self._stop(place, "its parts do not add up to its tables")
            if manifest["root"] != release_root(seals.values()):
                self._stop(place, "its tables do not add up to its root")
            before = manifest["previous"]
            earlier = chain.release_entry(entries, before["release"]) if before else None
            if before and (earlier is None or earlier["manifest"] != before["manifest"]):
                self._stop(place, "does not follow the release before it")
            return manifest
        raise _Stop

    def _files(self, folder: Path, entries: list[chain.Entry], number: int) -> None:
        place = folder / FILES
        with self._reading(place):
            listing = load(place)
            if hash_of(listing) != chain.files_hash(entries, number):
                self._stop(place, "is not the list of files the chain announced")
            files: dict[str, Any] = listing["files"]
        self._report.checked += 1
        broken = False
        for done, (name, line) in enumerate(files.items(), 1):
            self._progress(f"files of release {number}", done, len(files))
            path = folder / name
            if not path.exists():
                if not name.startswith("csv/"):  # only the newest and the cited releases keep their CSV
                    broken = self._problem(path, "is missing")
                continue
            self._report.checked += 1
            if path.stat().st_size != line["bytes"] or self._hash(path) != line["sha256"]:
                broken = self._problem(path, "was changed: its hash is not the one that was signed")
        there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        for name in sorted(there - set(files) - {FILES, chain.NAME}):
            broken = self._problem(folder / name, "does not belong to the release")
        if broken:
            raise _Stop

    def _tables(self, folder: Path, manifest: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
        redacted = self._redacted(folder, manifest["release"])
        seals = tables_of(manifest)
        total = sum(len(seal.parts) for seal in seals.values())
        independent = self._independent
        if independent is None:
            independent = sum(seal.rows for seal in seals.values()) <= row_hashes.BY_REFERENCE
        done = 0
        for name, seal in sorted(seals.items()):
            paths = part_files(folder, name)
            for part in seal.parts:
                path = paths.get(part.name, folder / "tables" / name / f"{part.name}.parquet")
                done += 1
                self._progress(f"rows of release {manifest['release']}", done, total)
                gone = redacted.get(name, {}).get(part.name, {})
                if not path.exists() and part.rows == len(gone):
                    found = b""
                else:
                    with self._reading(path):
                        found = self._rows.hashes(tables[name], path, self._hash(path), independent=independent)
                self._part(path, part, found, gone)

    def _part(self, path: Path, part: PartSeal, found: bytes, gone: Mapping[int, bytes]) -> None:
        with self._reading(path):
            if not self._rows.agrees(part, found, gone):
                self._stop(path, "its rows are not the ones that were sealed")
        self._report.redacted += len(gone)

    def _redacted(self, folder: Path, number: int) -> dict[str, dict[str, dict[int, bytes]]]:
        found: dict[str, dict[str, dict[int, bytes]]] = {}
        if not (folder / REDACTIONS).exists():
            return found
        with self._reading(folder / REDACTIONS):
            for redaction in load(folder / REDACTIONS)["redactions"]:
                for table, parts in redaction["tables"].items():
                    for part, rows in parts.items():
                        held = found.setdefault(table, {}).setdefault(part, {})
                        held.update({int(position): bytes.fromhex(digest) for position, digest in rows.items()})
        return found

    def _figures(self, folder: Path, manifest: Mapping[str, Any], *, thinned: bool) -> None:
        place = folder / FIGURES
        number = manifest["release"]
        self._progress(f"figures of release {number}", 0, manifest["figures"]["count"])
        with self._reading(place):
            told = figures.stored(folder)
            if figures.figures_root(told) != manifest["figures"]["root"]:
                self._stop(place, "its figures are not the ones that were sealed")
            indicators = figures.indicators_of(folder)
            since = figures.marks(folder)
            if since:
                named = ", ".join(f"{name} ({last})" for name, last in sorted(since.items()))
                self._report.notes.append(f"release {number}: not recomputable since redaction: {named}")
            if thinned:
                self._report.notes.append(f"release {number}: figures keep their value, their rows are gone")
                return
            roots = {name: seal.root for name, seal in tables_of(manifest).items()}
            again = [indicator for indicator in indicators if indicator.id not in since]
            with figures.open_views(folder) as connection:
                fresh = list(figures.evaluate(connection, again, roots))
            self._compare([figure for figure in told if figure.indicator not in since], fresh, place)

    def _compare(self, told: Sequence[figures.Figure], fresh: Sequence[figures.Figure], place: Path) -> None:
        stored = {figure.place: figure for figure in told}
        again = {figure.place: figure for figure in fresh}
        for key in sorted(set(stored) | set(again)):
            if stored.get(key) != again.get(key):
                self._stop(place, f"the figure {' '.join(key).strip()} does not come out of the tables")

    def _hash(self, path: Path) -> str:
        """The file's hash; a file that several releases share is read once."""
        status = path.stat()
        inode = (status.st_dev, status.st_ino)
        if inode not in self._hashes:
            self._hashes[inode] = hash_of_file(path)
        return self._hashes[inode]

    def _problem(self, path: Path, problem: str) -> bool:
        self._report.ok = False
        name = str(path.relative_to(self._path)) if path != self._path else str(path)
        self._report.problems.append(Problem(name, problem))
        return True

    def _stop(self, path: Path, problem: str) -> None:
        self._problem(path, problem)
        raise _Stop

    def _reading(self, path: Path) -> _Reading:
        return _Reading(self, path)

    def unreadable(self, path: Path, error: BaseException) -> None:
        self._stop(path, "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({_short(error)})")


@dataclass
class _Reading:
    """Names the file being read when reading it fails."""

    verifier: _Verifier
    path: Path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (*_UNREADABLE, Refusal)):
            self.verifier.unreadable(self.path, error)


def _short(error: BaseException) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "it is no JSON"
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
