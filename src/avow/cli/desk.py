"""``avow desk``: the desk alone. ``avow serve`` runs it beside the public site and the worker."""

from __future__ import annotations

import argparse

from avow.cli.home import add_home_argument, open_home
from avow.cli.serving import DESK, serve_application


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--quiet", action="store_true", help=argparse.SUPPRESS)  # run by `avow serve`, which said it already
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    open_home(options)
    if not options.quiet:
        print(f"The desk: http://{options.host}:{options.port}/ (Ctrl-C ends it)", flush=True)
    serve_application(DESK, options.port, host=options.host, workers=options.workers)
    return 0
