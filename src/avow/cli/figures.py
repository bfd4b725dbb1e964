"""``avow figures``: the numbers of a release, computed again from its files."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from avow.base.refusals import Refusal
from avow.cli.home import add_home_argument, home_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("indicator", nargs="*", metavar="INDICATOR", help="only these; all when none is named")
    parser.add_argument("--release", type=int, metavar="N", help="a release by number (default: the newest)")
    parser.add_argument(
        "--record", type=Path, metavar="DIR", help="a record folder or a downloaded release (default: the home's record)"
    )
    parser.add_argument(
        "--where", action="append", default=[], metavar="COLUMN=VALUE", help="only commitments with this value; may repeat"
    )
    parser.add_argument("--as-of", type=day, metavar="DAY", help="what the release knows about that day (2022-03-31)")
    parser.add_argument("--by", action="store_true", help="also each figure's breakdowns, one line a group")
    parser.add_argument("--engine", choices=["duckdb"], default="duckdb", help="what computes them")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    from avow.record.figures import compute

    folder = options.record or home_of(options) / "record"
    if not folder.is_dir():
        raise Refusal("no-record", f"There is no record at {folder}.", "Name one with --record, or make one with avow publish.")
    lines = compute(
        folder,
        options.indicator,
        conditions(options.where),
        release=options.release,
        broken_down=options.by,
        as_of=options.as_of,
    )
    if options.json:
        print(json.dumps(lines, indent=2, ensure_ascii=False))
        return 0
    width = max((len(name_of(line)) for line in lines), default=0)
    for line in lines:
        of = f"  {line['numerator']} of {line['denominator']}" if line["denominator"] is not None else ""
        print(f"{name_of(line):<{width}}  {shown(line)}{of}")
    return 0


def day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{told!r} is no day; write it as 2022-03-31") from None


def conditions(given: list[str]) -> dict[str, str]:
    """``theme=gbv`` -> ``{"theme": "gbv"}``."""
    pairs = {}
    for text in given:
        column, equals, value = text.partition("=")
        if not equals or not column or not value:
            raise Refusal("where", f"{text!r} is not a condition.", "Write it as column=value, for example theme=gbv.")
        pairs[column] = value
    return pairs


def name_of(line: dict[str, object]) -> str:
    by = line.get("by")
    groups = ", ".join(f"{name}={code}" for name, code in by.items()) if isinstance(by, dict) else ""
    return f"{line['id']} [{groups}]" if groups else str(line["id"])


def shown(line: dict[str, object]) -> str:
    if line["suppressed"]:
        return "suppressed"
    return "not known" if line["value"] is None else f"{line['value']} {line['unit']}"
