"""``avow demo``: makes or reuses a demonstration home, and serves it while it is still being filled."""

from __future__ import annotations

import argparse
import os
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from avow.base.disk import told_when_full
from avow.cli.progress import shown
from avow.cli.serve import desk_port_of, name_each_other
from avow.cli.serving import beside, refuse_taken, start_site
from avow.demo import home as homes

DEFAULT = Path("avow-demo")
APPLICATION = "avow.config.wsgi_demo:application"
HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port of the public site (default 8000)")
    parser.add_argument("--desk-port", type=int, default=None, help="port of the desk (default: the one after --port)")
    parser.add_argument("--no-serve", action="store_true", help="make the home and end, without serving it")
    parser.add_argument(
        "--commitments",
        type=int,
        metavar="N",
        help="how many to invent; needs --fresh once made",
    )
    parser.add_argument("--seed", type=int, metavar="S", help="another seed, other inventions; needs --fresh once made")
    parser.add_argument("--fresh", action="store_true", help="throw the demonstration away and make it anew")
    parser.add_argument(
        "--home", type=Path, default=DEFAULT, metavar="DIR", help="the demonstration's folder (default ./avow-demo)"
    )
    parser.add_argument("--quiet", action="store_true", help=argparse.SUPPRESS)  # the server's own child says nothing twice
    parser.add_argument("--then-work", action="store_true", help=argparse.SUPPRESS)  # and works on once the home is made


def run(options: argparse.Namespace) -> int:
    """Nothing of the desk is loaded in this process: it goes on as the public site, which must not know it."""
    home, desk_port = options.home.resolve(), desk_port_of(options)
    if not options.no_serve:
        refuse_taken(HOST, options.port)
        refuse_taken(HOST, desk_port)
    state, sentence = homes.settle(home, fresh=options.fresh, seed=options.seed, commitments=options.commitments)
    if not options.quiet:
        print(sentence, flush=True)
    if options.no_serve:
        made = 0 if state.ready else make(home, state)
        return work(options) if options.then_work else made
    name_each_other(HOST, options.port, desk_port)
    os.environ.setdefault("EMAIL_URL", "file:")  # what the demonstration mails lies in its folder
    print(f"All of it is invented. Look at it: http://127.0.0.1:{options.port}/ (Ctrl-C ends it)", flush=True)
    if not state.ready:
        homes.claim(home, state)
    wanted = ["--home", str(home), "--seed", str(state.seed), "--commitments", str(state.commitments)]
    with ExitStack() as together:
        together.enter_context(beside(["demo", "--no-serve", "--quiet", "--then-work", *wanted]))
        together.enter_context(beside(["desk", "--opening", "--port", str(desk_port), "--workers", "1", "--home", str(home)]))
        start_site(home / "record", options.port, application=APPLICATION)
    return 0


def work(options: argparse.Namespace) -> int:
    """Beside a demonstration that is served: says how to sign in, then publishes what is changed and mails what is due."""
    from avow.cli import worker

    print_links(options.home.resolve())
    return worker.run(options)


def print_links(home: Path) -> None:
    """Says where the desk is, and prints a link for each of its people that signs them in once, from this machine."""
    from avow.cli.init import make_home

    make_home(home)  # one that an older Avow made is brought up to date
    from avow.base import clock
    from avow.demo import people

    address = os.environ.get("DESK_URL", "")
    people.enter(at=clock.now())
    print(f"The desk: {address}/ Sign in with one press, once each, from this machine:", flush=True)
    for what, name, path in people.fresh_links(at=clock.now()):
        print(f"  {f'{name}, {what}':62} {address}{path}", flush=True)


def make(home: Path, state: homes.State) -> int:
    """Makes, fills and publishes the home in this process. A failure is written where the progress page finds it."""
    from avow.cli.init import make_home
    from avow.packs.shipped import shipped_path

    homes.claim(home, state)
    try:
        with told_when_full(), shown() as progress:
            make_home(home, shipped_path())
            homes.build(home, state, progress)
    except Exception as problem:
        with suppress(OSError):  # on a full disk there is no room to say so
            homes.write(home, replace(state, step="failed", problem=str(problem)[:300]))
        raise
    print(f"The demonstration at {home} is ready.", flush=True)
    return 0
