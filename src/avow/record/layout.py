"""Where things lie in a record folder, and the one lock that lets a single writer at it."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avow.base.disk import told_when_full
from avow.base.refusals import Refusal
from avow.record import chain, swap
from avow.record.sealing import replace_file

MANIFEST, FILES, PACKAGE, PACK = "manifest.json", "files.json", "datapackage.json", "pack.json"
FIGURES, INDICATORS, REDACTIONS, MEMBERS = "figures.parquet", "indicators.json", "redactions.json", "csv/members.json"
BOUNDS = "parts.json"
_BUILDING = ".building-"


@dataclass(frozen=True)
class Layout:
    """The paths of one record."""

    root: Path

    @property
    def objects(self) -> Path:
        return self.root / "objects"

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def chain(self) -> Path:
        return self.root / chain.NAME

    @property
    def withheld(self) -> Path:
        return self.root / "withheld.json"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    def release(self, number: int) -> Path:
        return self.releases / str(number)

    def building(self, number: int) -> Path:
        return self.releases / f"{_BUILDING}{number}"

    def current(self) -> int | None:
        """Number of the served release; ``None`` while nothing was published."""
        try:
            return int((self.root / "current").read_text())
        except FileNotFoundError:
            return None

    def point_to(self, number: int) -> None:
        replace_file(self.root / "current", f"{number}\n".encode())

    def numbers(self) -> list[int]:
        """Numbers of all release folders, oldest first."""
        if not self.releases.exists():
            return []
        return sorted(int(path.name) for path in self.releases.iterdir() if path.name.isdigit())

    def store(self, file: Path, digest: str) -> Path:
        """Moves a finished file among the objects, under the name of its content."""
        self.objects.mkdir(parents=True, exist_ok=True)
        target = self.objects / digest
        if target.exists():
            file.unlink()
        else:
            file.replace(target)
        return target

    def drop_unlinked(self) -> int:
        """Deletes the objects no release folder holds any more; says how many."""
        dropped = 0
        for path in self.objects.iterdir() if self.objects.exists() else ():
            if path.stat().st_nlink == 1:
                path.unlink()
                dropped += 1
        return dropped

    def drop_caches(self) -> None:
        """Deletes all that can be rebuilt. The copy of the withheld list cannot."""
        for path in self.cache.iterdir() if self.cache.exists() else ():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != self.withheld.name:
                path.unlink(missing_ok=True)

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Lets one writer in. A second one is told so at once; leftovers of a killed writer are cleared away first."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refusal(
                    "record-busy",
                    "Another process is writing to this record right now.",
                    "Wait until it is done, then try again.",
                ) from None
            self.releases.mkdir(exist_ok=True)
            with told_when_full(self._full):
                self._recover()
                yield

    def _full(self) -> Refusal:
        if any(self.releases.glob(f".*/{swap.PLAN}")):
            return Refusal(
                "disk-full",
                "There is no room left on the disk that holds the record; the change of its releases is decided, not finished.",
                "Free some space, then run avow publish: whoever writes to the record next finishes the change first.",
            )
        return Refusal(
            "disk-full",
            "There is no room left on the disk that holds the record; nothing was changed and the old release stands.",
            "Free some space (a publish needs about three times the size of the newest release), then try again.",
        )

    def _recover(self) -> None:
        """Brings a record whose writer was killed to the last whole release."""
        for path in self.releases.glob(".*"):
            if (path / swap.PLAN).exists():
                swap.finish(self.releases, path, load(path / swap.PLAN))
            else:
                shutil.rmtree(path, ignore_errors=True)
        announced = [entry["release"] for entry in chain.read(self.chain) if entry["kind"] == chain.RELEASE]
        for number in self.numbers():
            if number not in announced:
                shutil.rmtree(self.release(number))  # complete, but never announced: nobody has seen it
        if announced and self.current() != announced[-1]:
            self.point_to(announced[-1])
        self.drop_unlinked()


def load(path: Path) -> Any:
    """A JSON document of the record."""
    return json.loads(path.read_bytes())


def link(target: Path, place: Path) -> None:
    """The same bytes at a second place; copied where the file system knows no hard links."""
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(target, place)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV}:
            raise
        shutil.copyfile(target, place)


def part_files(release: Path, table: str) -> dict[str, Path]:
    """The files of a table's parts by part name, in no order that means anything. A file's name ends in its hash: no path ever
    changes its content."""
    return {path.name.split("-")[0]: path for path in sorted((release / "tables" / table).glob("*.parquet"))}
