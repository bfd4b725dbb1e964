"""The record this process reads: opened once, lazily, so that worker processes never share a connection."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from avow.record.reading import Record, Release

_opening = Lock()


def root() -> Path:
    """The record's folder."""
    return Path(settings.RECORD_ROOT)


def record() -> Record:
    with _opening:
        return _open(root())


def current() -> Release | None:
    """The release now served; nothing before the first one is published."""
    return record().current()


@lru_cache(maxsize=8)
def _open(folder: Path) -> Record:
    return Record(folder)
