"""Two things at once, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from avow.base.refusals import Refusal


def both(*acts: Callable[[], object]) -> list[str]:
    """Starts all at the same moment; answers ``done`` or the refusal's code for each, in their order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(10)
            act()
            return "done"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as several:
        return list(several.map(run, acts))
