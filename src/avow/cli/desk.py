"""``avow desk``: the desk alone. ``avow serve`` runs it beside the public site and the worker."""

from __future__ import annotations

import argparse
import os

from avow.cli.home import add_home_argument, home_of, open_home
from avow.cli.serving import DESK, serve_application

OPENING = "avow.config.wsgi_demo_desk:application"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--opening", action="store_true", help=argparse.SUPPRESS)  # of a demonstration still being made
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    if options.opening:
        os.environ["AVOW_HOME"] = str(home_of(options))
        serve_application(OPENING, options.port, host=options.host, workers=options.workers)
        return 0
    open_home(options)
    print(f"The desk: http://{options.host}:{options.port}/ (Ctrl-C ends it)", flush=True)
    serve_application(DESK, options.port, host=options.host, workers=options.workers)
    return 0
