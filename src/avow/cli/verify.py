"""``avow verify``: whether a record is what its signer sealed, or (``--desk``) whether the desk's journal agrees with it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from avow.base.refusals import Refusal
from avow.cli.home import add_home_argument, open_home
from avow.cli.progress import shown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dir", nargs="?", type=Path, metavar="DIR", help="a record folder, or one release folder")
    parser.add_argument(
        "--key", metavar="FINGERPRINT", help="the signer's fingerprint, learned from the initiative by another way"
    )
    parser.add_argument(
        "--desk", action="store_true", help="check the desk's journal against the heads sealed into all releases"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    if options.desk == (options.dir is not None):
        raise Refusal(
            "what-to-verify", "Name one thing to verify.", "Either a folder (avow verify DIR) or the desk (avow verify --desk)."
        )
    return verify_desk(options) if options.desk else verify_folder(options)


def verify_folder(options: argparse.Namespace) -> int:
    from avow.record.verification import verify

    if not options.dir.is_dir():
        raise Refusal("no-folder", f"{options.dir} is not a folder.", "Name a record folder or a release folder.")
    with shown() as progress:
        report = verify(options.dir, fingerprint=options.key, progress=progress)
    if options.json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        print(report.summary)
        for problem in report.problems:
            print(f"  {problem.file}: {problem.problem}")
        for note in report.notes:
            print(f"  note: {note}")
    return 0 if report.ok else 1


def verify_desk(options: argparse.Namespace) -> int:
    open_home(options)
    from avow.publishing import releasing

    report = releasing.verify_desk()
    if options.json:
        problems = [] if report.ok else [{"file": "journal", "problem": report.problem}]
        print(json.dumps({"ok": report.ok, "checked": report.length, "problems": problems}, indent=2))
    elif report.ok:
        print(f"The journal holds: {report.length:,} entries, each sealed onto the last, with the heads of all releases.")
    else:
        print(f"The journal does not hold: {report.problem}.")
    return 0 if report.ok else 1
