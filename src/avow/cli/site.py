"""``avow site``: the public site alone. It reads a record folder and nothing else."""

from __future__ import annotations

import argparse
from pathlib import Path

from avow.base.refusals import Refusal
from avow.cli.serving import start_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--record", type=Path, required=True, metavar="DIR", help="the record folder, with releases/ in it")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--quiet", action="store_true", help=argparse.SUPPRESS)  # run by `avow serve`, which said it already


def run(options: argparse.Namespace) -> int:
    if not options.record.is_dir():
        raise Refusal(
            "no-record", f"{options.record} is not a folder.", "Name the record folder of a home, for example avow-home/record."
        )
    if not options.quiet:
        print(f"The public site: http://{options.host}:{options.port}/ (Ctrl-C ends it)", flush=True)
    start_site(options.record, options.port, host=options.host, workers=options.workers)
    return 0
