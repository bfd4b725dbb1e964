"""``avow serve``: the public site, the desk and the worker together, in one process tree."""

from __future__ import annotations

import argparse
import os
from contextlib import ExitStack

from avow.base.refusals import Refusal
from avow.cli.home import add_home_argument, open_home
from avow.cli.serving import DESK, beside, refuse_taken, serve_application


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port of the public site (default 8000)")
    parser.add_argument("--desk-port", type=int, default=None, help="port of the desk (default: the one after --port)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--workers", type=int, default=2, help="processes for each of the two")
    add_home_argument(parser)


def run(options: argparse.Namespace) -> int:
    """This process goes on as the desk; the public site is a child that never loads it."""
    desk_port = desk_port_of(options)
    refuse_taken(options.host, options.port)
    refuse_taken(options.host, desk_port)
    name_each_other(options.host, options.port, desk_port)
    home = open_home(options)
    print(f"The public site: {os.environ['PUBLIC_URL']}/", flush=True)
    print(f"The desk: {os.environ['DESK_URL']}/ (Ctrl-C ends both)", flush=True)
    listening = ["--port", str(options.port), "--host", options.host, "--workers", str(options.workers)]
    with ExitStack() as together:
        together.enter_context(beside(["worker", "--home", str(home)]))
        together.enter_context(beside(["site", "--quiet", "--record", str(home / "record"), *listening]))
        serve_application(DESK, desk_port, host=options.host, workers=options.workers)
    return 0


def desk_port_of(options: argparse.Namespace) -> int:
    """The desk's port. Two hosts need two."""
    port: int = options.port + 1 if options.desk_port is None else options.desk_port
    if port == options.port:
        raise Refusal("same-port", f"Site and desk cannot both listen on {port}.", "Give --desk-port another number.")
    return port


def name_each_other(host: str, port: int, desk_port: int) -> None:
    """Tells site and desk each other's address through the environment; what is set there already stays.

    An address to listen on everywhere is nobody's name: links then say ``localhost``, until PUBLIC_URL and DESK_URL are set.
    """
    name = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1", "::1") else host  # noqa: S104 -- compared, not bound
    os.environ["PUBLIC_URL"] = os.environ.get("PUBLIC_URL") or f"http://{name}:{port}"
    os.environ["DESK_URL"] = os.environ.get("DESK_URL") or f"http://{name}:{desk_port}"
