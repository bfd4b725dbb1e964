"""``avow worker``: publishes by itself, after a quiet moment and at the turn of the day."""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event

from avow.cli.home import add_home_argument, open_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    open_home(options)
    from avow.publishing.watching import watch
    from avow.record.writing import ReleaseReport

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def told(report: ReleaseReport) -> None:
        if report.fresh:
            print(f"release {report.release}: {', '.join(report.changed) or 'the first'}", flush=True)

    def failed(error: Exception) -> None:
        print(f"avow: publishing failed and will be tried again: {error}", file=sys.stderr, flush=True)

    watch(stop, told=told, failed=failed)
    return 0
