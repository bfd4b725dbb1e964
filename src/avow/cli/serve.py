"""``avow serve``: the public site and the worker together, in one process tree."""

from __future__ import annotations

import argparse

from avow.cli.home import add_home_argument, open_home
from avow.cli.serving import beside, refuse_taken, start_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--workers", type=int, default=2)
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    home = open_home(options)
    refuse_taken(options.host, options.port)
    print(f"The public site: http://{options.host}:{options.port}/ (Ctrl-C ends it)", flush=True)
    with beside(["worker", "--home", str(home)]):
        start_site(home / "record", options.port, host=options.host, workers=options.workers)
    return 0
