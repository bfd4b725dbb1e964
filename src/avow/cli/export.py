"""``avow export``: organisations or commitments to CSV, XLSX or JSON, in the shape that an import takes back."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import django

from avow.base.refusals import Refusal

KINDS = ("organisations", "commitments")
HELP = "write organisations or commitments to a CSV, XLSX or JSON file"
EPILOG = """example:
  avow export commitments commitments.xlsx

Importing the file again changes nothing. Confidential columns (the secretariat's notes) are part of it: it is not for publication."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=" or ".join(KINDS))
    parser.add_argument("file", type=Path, metavar="FILE", help="file to write; its ending (.csv, .xlsx, .json) tells the format")


def run(options: argparse.Namespace) -> int:
    """0 when the file was written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avow.config.settings")
    django.setup()
    from avow.commitments.exporting import export_commitments
    from avow.organisations.exporting import export_organisations

    exporters = {"organisations": export_organisations, "commitments": export_commitments}
    try:
        count = exporters[options.kind](options.file)
    except Refusal as problem:
        print(f"{problem.reason} {problem.remedy}".strip(), file=sys.stderr)
        return 1
    print(f"{count:,} {options.kind} written to {options.file}.")
    return 0
