"""``avow publish``: builds a release now and says what changed."""

from __future__ import annotations

import argparse
import json

from avow.base import clock
from avow.cli.home import add_home_argument, open_home
from avow.cli.progress import shown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    open_home(options)
    from avow.publishing.releasing import publish

    with shown() as progress:
        report = publish(at=clock.now(), progress=progress)
    if options.json:
        print(json.dumps(report.as_json(), indent=2))
    elif report.fresh:
        rows = ", ".join(f"{count:,} {name}" for name, count in report.tables.items())
        print(f"Release {report.release} is at {report.path}: {rows}.")
        print("Changed: " + (", ".join(report.changed) or "everything, it is the first release") + ".")
    else:
        print(f"Nothing has changed since release {report.release}, so no new one was made.")
    return 0
