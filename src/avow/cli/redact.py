"""``avow redact``: takes rows out of every release for ever, with a signed entry; every old signature still holds."""

from __future__ import annotations

import argparse

from avow.base import clock
from avow.base.refusals import Refusal
from avow.cli.entities import entity_of
from avow.cli.home import add_home_argument, home_of

REASONS = ("erasure", "protection", "law", "mistake")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("reference", metavar="REFERENCE", help="a commitment (C-2021-0042) or an organisation (O-0117)")
    parser.add_argument("--reason", choices=REASONS, required=True, help="published with the entry; it names nobody")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    from avow.record.keys import Keys
    from avow.record.redaction import redact

    home = home_of(options)
    table, key = entity_of(options.reference)
    if not options.yes and not agreed(options.reference):
        raise Refusal("not-agreed", "Nothing was redacted.", "To withhold a row and be able to undo it, use: avow hide")
    report = redact(home / "record", table, key, at=clock.now(), keys=Keys.load_or_create(home / "keys"), reason=options.reason)
    gone = ", ".join(f"{rows} rows from release {number}" for number, rows in report.releases.items())
    print(f"Redaction {report.number} took {gone}.")
    print("Their hashes stay, so every signature still holds. Downloaded copies cannot be recalled.")
    return 0


def agreed(reference: str) -> bool:
    print(f"This takes {reference} and all that hangs on it out of every release. It cannot be undone.")
    try:
        return input(f"Type {reference} to go on: ").strip() == reference
    except EOFError:
        return False
