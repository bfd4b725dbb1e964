"""``avow import``: organisations or commitments from CSV, XLSX or JSON, every row accounted for."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import django

from avow.base import clock
from avow.base.refusals import Refusal

KINDS = ("organisations", "commitments")
HELP = "take organisations or commitments over from a CSV, XLSX or JSON file"
EPILOG = """examples:
  avow import commitments examples/commitments.csv --dry-run
  avow import commitments told.xlsx --sheet Pledges --save-map told.toml
  avow import organisations partners.csv --map partners.toml --set category=civil-society

Good rows are kept; bad rows are listed with row, column, reason and remedy, and the exit status is 1. A rerun changes nothing."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=" or ".join(KINDS))
    parser.add_argument("file", type=Path, metavar="FILE", help="the CSV, XLSX or JSON file")
    parser.add_argument("--dry-run", action="store_true", help="report what would happen and write nothing")
    parser.add_argument("--map", type=Path, metavar="FILE", help="a saved column map (TOML)")
    parser.add_argument("--save-map", type=Path, metavar="FILE", help="write down how the columns were understood, to edit")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="a value for rows that tell none")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook to read, instead of the first filled one")
    parser.add_argument("--encoding", metavar="NAME", help="the encoding of a text file, instead of the one detected")
    parser.add_argument("--source", default="", metavar="NAME", help="name of the source; the file's name unless given")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when every row was taken, 1 when any was rejected or the file as a whole was refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "avow.config.settings")
    django.setup()
    from avow.commitments.importing import import_commitments
    from avow.organisations.importing import Options, import_organisations

    importers = {"organisations": import_organisations, "commitments": import_commitments}
    try:
        report = importers[options.kind](
            Options(
                path=options.file,
                at=clock.now(),
                dry_run=options.dry_run,
                map_file=options.map,
                save_map=options.save_map,
                sheet=options.sheet,
                encoding=options.encoding,
                source=options.source,
                defaults=_defaults(options.set),
            )
        )
    except Refusal as problem:
        return _refused(problem, as_json=options.json)
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(report.lines()))
    return report.exit_code


def _defaults(told: list[str]) -> dict[str, str]:
    found = {}
    for one in told:
        name, equals, value = one.partition("=")
        if not equals:
            raise Refusal("unknown-field", f"--set {one!r} has no value.", "Write --set category=government.")
        found[name.strip()] = value.strip()
    return found


def _refused(problem: Refusal, *, as_json: bool) -> int:
    if as_json:
        rejection = {"row": None, "column": "", "value": "", "code": problem.code, "reason": problem.reason, "remedy": problem.remedy}
        print(json.dumps({"created": 0, "updated": 0, "unchanged": 0, "rejected": 0, "warnings": [], "rejections": [rejection]}))
    else:
        print(f"{problem.reason} {problem.remedy}".strip(), file=sys.stderr)
    return 1
