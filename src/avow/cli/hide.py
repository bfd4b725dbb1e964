"""``avow hide``: withholds rows from every page, search, API and download of every release, at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from avow.base import clock
from avow.cli.entities import entity_of
from avow.cli.home import add_home_argument, home_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "reference", nargs="+", metavar="REFERENCE", help="a commitment (C-2021-0042) or an organisation (O-0117)"
    )
    parser.add_argument("--undo", action="store_true", help="show them again, from the next publish on")
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    from avow.record.keys import Keys
    from avow.record.withholding import hide, unhide

    home: Path = home_of(options)
    keys = Keys.load_or_create(home / "keys")
    act = unhide if options.undo else hide
    for reference in options.reference:
        table, key = entity_of(reference)
        withheld = act(home / "record", table, key, at=clock.now(), keys=keys)
    if options.undo:
        print("They are shown again. Run avow publish, so that releases made from now on hold them.")
    else:
        print(f"Hidden: {len(withheld.rows)} rows are withheld in all. Sites that read this record follow within ten seconds;")
        print("a copy elsewhere follows when it receives the new withheld.json. Downloaded copies cannot be recalled.")
    return 0
