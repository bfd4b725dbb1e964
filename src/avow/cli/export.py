"""``avow export``: organisations or commitments to CSV, XLSX or JSON, in the shape that an import takes back."""

from __future__ import annotations

import argparse
from pathlib import Path

from avow.cli.home import add_home_argument, open_home

KINDS = ("organisations", "commitments")
AFTER = (
    "Importing the file again changes nothing. "
    "Confidential columns (the secretariat's notes) are part of it: it is not for publication."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = f"{parser.epilog or ''} -- {AFTER}".removeprefix(" -- ")
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=" or ".join(KINDS))
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="file to write; its ending (.csv, .xlsx, .json) tells the format"
    )
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    """0 when the file was written."""
    open_home(options)
    from avow.commitments.exporting import export_commitments
    from avow.organisations.exporting import export_organisations

    exporters = {"organisations": export_organisations, "commitments": export_commitments}
    count = exporters[options.kind](options.file)
    print(f"{count:,} {options.kind} written to {options.file}.")
    return 0
