"""Progress on standard error for anything over two seconds.

On a terminal one line is rewritten in place; elsewhere a line is printed every ten seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SILENT_FOR = 2.0
LINE_EVERY = 10.0
DRAW_EVERY = 0.2

Progress = Callable[[str, int, "int | None"], None]


@contextmanager
def shown() -> Iterator[Progress]:
    """Gives a callback ``(what, done, of how many)`` to hand to long work."""
    terminal = sys.stderr.isatty()
    started = time.monotonic()
    last = started
    drawn = False

    def progress(what: str, done: int, total: int | None) -> None:
        nonlocal last, drawn
        now = time.monotonic()
        if now - started < SILENT_FOR or now - last < (DRAW_EVERY if terminal else LINE_EVERY):
            return
        last, drawn = now, True
        line = f"{what}: {done:,}" + (f" of {total:,}" if total else "")
        print(f"\r\033[K{line}" if terminal else line, end="" if terminal else "\n", file=sys.stderr, flush=True)

    try:
        yield progress
    finally:
        if terminal and drawn:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
