"""A disk that takes no more: known by whoever meets it, and told in plain words."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from avow.base.refusals import Refusal

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# As the operating system, SQLite, PostgreSQL and DuckDB put it. SQLite calls a file that may not grow an I/O error.
_FULL_WORDS = (
    "no space left",
    "disk is full",
    "disk i/o error",
    "file too large",
    "disk quota",
    "could not write all bytes",
    "could not write to file",
)


def home_full() -> Refusal:
    return Refusal(
        "disk-full",
        "There is no room left on the disk that holds the home, or it can no longer be written; nothing half-done was kept.",
        "Free some space, then run the same command again: what it finished before still stands.",
    )


def is_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return any(words in str(error).lower() for words in _FULL_WORDS)


@contextmanager
def told_when_full(refusal: Callable[[], Refusal] = home_full) -> Iterator[None]:
    """Turns a full disk into a refusal."""
    try:
        yield
    except Refusal:
        raise
    except Exception as error:
        if not is_full(error):
            raise
        raise refusal() from error
