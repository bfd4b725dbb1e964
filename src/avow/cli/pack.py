"""``avow pack check`` and ``avow pack diff``: whether a framework pack can be used, and what changed between two."""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "act", choices=["check", "diff"], metavar="check DIR | diff A B", help="validate one pack, or compare two"
    )
    parser.add_argument("folder", nargs="+", type=Path, metavar="DIR", help="pack folders: one to check, two to compare")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(options: argparse.Namespace) -> int:
    from avow.base.refusals import Refusal
    from avow.packs.reports import check_report, diff_report

    wanted = 1 if options.act == "check" else 2
    if len(options.folder) != wanted:
        raise Refusal("which-packs", f"avow pack {options.act} takes {wanted} folder{'s' * (wanted - 1)}.")
    report = check_report(*options.folder) if options.act == "check" else diff_report(*options.folder)
    print(json.dumps(report.data, indent=2, ensure_ascii=False) if options.json else "\n".join(report.lines))
    return 0 if report.ok else 1
