"""``avow import``: organisations or commitments from CSV, XLSX or JSON, every row accounted for."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from avow.base import clock
from avow.base.disk import told_when_full
from avow.base.refusals import Refusal
from avow.cli.home import add_home_argument, open_home
from avow.cli.progress import shown
from avow.sheets.report import Report, finding

KINDS = ("organisations", "commitments")
AFTER = (
    "Good rows are kept; bad rows are listed with row, column, reason and remedy, and the exit status is 1. "
    "A rerun changes nothing."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = f"{parser.epilog or ''} -- {AFTER}".removeprefix(" -- ")
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
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    """0 when every row was taken, 1 when any was rejected or the file as a whole was refused."""
    try:
        with told_when_full():
            report = _imported(options)
    except Refusal as problem:
        if not options.json:
            raise
        print(json.dumps(_refused(problem), ensure_ascii=False))
        return 1
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(report.lines()))
    return report.exit_code


def _imported(options: argparse.Namespace) -> Report:
    open_home(options)
    from avow.commitments.importing import import_commitments
    from avow.organisations.importing import Options, import_organisations

    importers = {"organisations": import_organisations, "commitments": import_commitments}
    with shown() as progress:
        return importers[options.kind](
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
                progress=progress,
            )
        )


def _defaults(told: list[str]) -> dict[str, str]:
    found = {}
    for one in told:
        name, equals, value = one.partition("=")
        if not equals:
            raise Refusal("unknown-field", f"--set {one!r} has no value.", "Write --set category=government.")
        found[name.strip()] = value.strip()
    return found


def _refused(problem: Refusal) -> dict[str, object]:
    """The report of a file that could not be imported at all, in the shape scripts rely on."""
    report = Report()
    report.rejections.append(finding(None, "", "", problem.code, problem.reason, problem.remedy))
    return report.as_json()
