"""``avow worker``: publishes by itself, after a quiet moment and at the turn of the day; sends what is due from the outbox."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from functools import partial
from threading import Event, Thread

from avow.cli.home import add_home_argument, open_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the rounds beside each other, each in a thread with a database connection of its own, until told to stop."""
    open_home(options)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    rounds = [Thread(target=_surely, args=(one, stop), name=one.__name__) for one in (publish_round, notice_round, tidy_round)]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()
    return 0


def publish_round(stop: Event) -> None:
    from avow.publishing.watching import watch
    from avow.record.writing import ReleaseReport

    def told(report: ReleaseReport) -> None:
        if report.fresh:
            print(f"release {report.release}: {', '.join(report.changed) or 'the first'}", flush=True)

    watch(stop, told=told, failed=partial(_complain, "publishing"))


def notice_round(stop: Event) -> None:
    from django.conf import settings
    from django.db import close_old_connections

    from avow.outbox.delivering import Tally
    from avow.outbox.watching import watch

    if settings.MAIL.way == "none":
        print("avow: EMAIL_URL is not set: notices wait in the outbox", file=sys.stderr, flush=True)

    def told(tally: Tally) -> None:
        parts = [f"{count} {what}" for what, count in tally.told()]
        print(f"mail: {', '.join(parts)}", flush=True)

    # A connection that broke is let go between two rounds: a database that was restarted is found again.
    watch(stop, told=told, failed=partial(_complain, "mail"), between=close_old_connections)


def tidy_round(stop: Event, every: float = 3600) -> None:
    """Clears away what has expired of signing in: sessions, and links of a demonstration."""
    from django.db import close_old_connections

    from avow.accounts.sessions import clear_expired
    from avow.base import clock

    while not stop.is_set():
        try:
            clear_expired(at=clock.now())
        except Exception as problem:  # a busy database is busy later too: the next round comes
            _complain("clearing away", problem)
        close_old_connections()
        stop.wait(every)


def _complain(what: str, problem: Exception) -> None:
    print(f"avow: {what} failed and will be tried again: {problem}", file=sys.stderr, flush=True)


def _surely(one: Callable[[Event], None], stop: Event) -> None:
    """A round that ends by a mistake ends the others too: half a worker would look like a whole one."""
    try:
        one(stop)
    finally:
        stop.set()
