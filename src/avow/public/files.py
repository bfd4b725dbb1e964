"""The files of a release as anyone may take them. A file is found in the release's own list, never by a path from outside."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from avow.public.opened import current, root

ALWAYS = frozenset({"manifest.json", "files.json", "chain.json", "datapackage.json", "pack.json", "redactions.json"})
DICTIONARY = "dictionary."  # what the columns mean, a file for each language: nothing of any row
WHOLE = "release.tar"
CHUNK = 1 << 16
EPOCH = 0  # no clock in archives: the same release gives the same bytes


@dataclass(frozen=True)
class File:
    name: str
    path: Path
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Holding:
    """What a release offers. ``withheld``: its raw files answer 410. ``thinned``: its tables are no longer kept."""

    number: int
    files: dict[str, File]
    withheld: bool
    thinned: bool

    def open(self, name: str) -> File | None:
        """A file that may be handed out now."""
        return None if self.closed(name) else self.files.get(name)

    def closed(self, name: str) -> bool:
        return self.withheld and name not in ALWAYS and not name.startswith(DICTIONARY)


def holding(number: int) -> Holding | None:
    """Nothing for a release that never was."""
    folder = root() / "releases" / str(number)
    if not (folder / "manifest.json").is_file():
        return None
    listed = json.loads((folder / "files.json").read_text("utf-8"))["files"]
    known = {name: File(name, folder / name, told["bytes"], told["sha256"]) for name, told in listed.items()}
    for name in ALWAYS - known.keys():
        if (folder / name).is_file():
            known[name] = File(name, folder / name, (folder / name).stat().st_size, "")
    present = {name: file for name, file in known.items() if file.path.is_file()}
    return Holding(number, present, number in withheld_releases(), not (folder / "tables").is_dir())


def withheld_releases() -> frozenset[int]:
    """By the list the record goes by: one that can no longer be read stays in force as it was last read."""
    release = current()
    return frozenset(release.withheld.releases) if release else frozenset()


def pieces(file: File) -> Iterator[bytes]:
    with file.path.open("rb") as source:
        while piece := source.read(CHUNK):
            yield piece


def whole(holding: Holding) -> Iterator[bytes]:
    """All files of the release as one archive, unpacked by ``tar -x`` into a folder that ``avow verify`` takes."""
    for name in sorted(holding.files):
        file = holding.files[name]
        entry = tarfile.TarInfo(f"release-{holding.number}/{name}")
        entry.size, entry.mtime, entry.mode = file.path.stat().st_size, EPOCH, 0o644
        yield entry.tobuf(tarfile.PAX_FORMAT)
        yield from pieces(file)
        yield b"\0" * (-entry.size % tarfile.BLOCKSIZE)
    yield b"\0" * 2 * tarfile.BLOCKSIZE


def manifest(holding: Holding) -> object:
    """The signed manifest as it lies in the folder."""
    return json.loads(holding.files["manifest.json"].path.read_text("utf-8"))
