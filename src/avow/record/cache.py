"""The cache of a release: its shards, built from the tables, shared with earlier releases, rebuilt when absent."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from avow.record.building import Built, Job, Slice, Source, build_all, slices
from avow.record.duck import open_locked
from avow.record.shards import FORM

Progress = Callable[[str, int, "int | None"], None]
KEPT = 6  # caches of other releases than the newest that stay; their shards are mostly the same files
_ABANDONED = 6 * 3600  # seconds after which a half-built cache is a killed builder's
INDEX = "index.json"


@dataclass(frozen=True)
class Held:
    """A shard in a cache: which slice, from which files, with which content."""

    slice: Slice
    files: list[str]
    content: str
    file: str
    octets: int

    @classmethod
    def of(cls, told: dict[str, Any]) -> Held:
        return cls(Slice(**told["slice"]), told["files"], told["content"], told["file"], told["octets"])


def _silent(_what: str, _done: int, _of: int | None) -> None:
    """The progress nobody asked for."""


def prepare(folder: Path, caches: Path, *, processes: int = 2, progress: Progress = _silent) -> Path:
    """The cache folder of a release, built when it is not there yet. Several processes may call it at once."""
    source = Source(folder)
    target = caches / f"{source.number}-{source.fingerprint}"
    if (target / INDEX).exists():
        os.utime(target)
        return target
    caches.mkdir(parents=True, exist_ok=True)
    with one_builder(caches / f".{target.name}.lock"):
        if not (target / INDEX).exists():
            _build(source, caches, target, processes, progress)
            prune(caches, target)
    return target


def discard(cache: Path) -> None:
    """Throws a damaged cache away, and with it every cache that shares files with it."""
    for folder in _folders(cache.parent):
        shutil.rmtree(folder, ignore_errors=True)


def _folders(caches: Path) -> list[Path]:
    """The finished caches, the one used longest ago first."""
    found = [path for path in caches.glob("[0-9]*-*") if path.is_dir()]
    return sorted(found, key=lambda path: path.stat().st_mtime)


def ready(folder: Path, caches: Path) -> bool:
    """Whether the cache of a release is there."""
    source = Source(folder)
    return (caches / f"{source.number}-{source.fingerprint}" / INDEX).exists()


def _build(source: Source, caches: Path, target: Path, processes: int, progress: Progress) -> None:
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=caches))
    try:
        with open_locked(source.folder) as connection:
            wanted = slices(source, connection)
        earlier, held, jobs = _earlier(caches), [], []
        for cut, roots in wanted:
            old = earlier.get(cut)
            if old and old[1].files == source.files_of(cut):
                held.append(_kept(old, old[1].files, work))
            else:
                jobs.append(Job(cut, roots, old[1].content if old else ""))
        total, done = sum(job.roots for job in jobs), 0
        for built in build_all(source, jobs, work, processes):
            held.append(_held(built, earlier.get(built.job.cut), source, work))
            done += built.job.roots
            progress("index", done, total)
        held.sort(key=lambda one: (one.slice.family, one.slice.low))
        (work / INDEX).write_text(json.dumps({"form": FORM, "shards": [asdict(one) for one in held]}))
        _settle(work, target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _held(built: Built, old: tuple[Path, Held] | None, source: Source, work: Path) -> Held:
    files = source.files_of(built.job.cut)
    if old and old[1].content == built.content:
        return _kept(old, files, work)
    return Held(built.job.cut, files, built.content, built.file, (work / built.file).stat().st_size)


def _kept(old: tuple[Path, Held], files: list[str], work: Path) -> Held:
    folder, shard = old
    _link(folder / shard.file, work / shard.file)
    return Held(shard.slice, files, shard.content, shard.file, shard.octets)


def _settle(work: Path, target: Path) -> None:
    try:
        work.rename(target)
    except OSError:
        if not (target / INDEX).exists():
            raise
        shutil.rmtree(work, ignore_errors=True)  # another process was quicker; its cache says the same


def _earlier(caches: Path) -> dict[Slice, tuple[Path, Held]]:
    """Shards of the caches that are there, the newest of each slice."""
    found: dict[Slice, tuple[Path, Held]] = {}
    for folder in _folders(caches):
        try:
            found |= {held.slice: (folder, held) for held in read_index(folder)}
        except (OSError, ValueError, KeyError, TypeError):  # unfinished, damaged, or of a form from before an upgrade
            continue
    return found


def read_index(folder: Path) -> list[Held]:
    """The shards of a cache. Raises ``ValueError`` for one of another form: a release opened since must not share its files."""
    found = json.loads((folder / INDEX).read_text())
    if not isinstance(found, dict) or found["form"] != FORM:
        raise ValueError(f"{folder.name} was written in another form")
    return [Held.of(told) for told in found["shards"]]


def prune(caches: Path, newest: Path) -> None:
    """Drops the caches used longest ago, and what killed builders left behind."""
    others = [folder for folder in _folders(caches) if folder != newest]
    for folder in others[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)
    for folder in caches.glob(".building-*"):
        if time.time() - folder.stat().st_mtime > _ABANDONED:
            shutil.rmtree(folder, ignore_errors=True)


def _link(target: Path, place: Path) -> None:
    try:
        os.link(target, place)
    except OSError:
        shutil.copyfile(target, place)


@contextmanager
def one_builder(lock: Path) -> Iterator[None]:
    """Lets one process build; the others wait and then find it built. A killed builder's lock falls with it."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
        lock.unlink(missing_ok=True)
