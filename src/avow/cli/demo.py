"""``avow demo``: makes or reuses a demonstration home, and serves it while it is still being filled."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from avow.cli.progress import shown
from avow.cli.serving import beside, refuse_taken, start_site
from avow.demo import home as homes

DEFAULT = Path("avow-demo")
APPLICATION = "avow.config.wsgi_demo:application"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
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


def run(options: argparse.Namespace) -> int:
    home = options.home.resolve()
    if not options.no_serve:
        refuse_taken("127.0.0.1", options.port)
    state, sentence = homes.settle(home, fresh=options.fresh, seed=options.seed, commitments=options.commitments)
    if not options.quiet:
        print(sentence, flush=True)
    if options.no_serve:
        return 0 if state.ready else make(home, state)
    print(f"All of it is invented. Look at it: http://127.0.0.1:{options.port}/ (Ctrl-C ends it)", flush=True)
    if state.ready:
        start_site(home / "record", options.port, application=APPLICATION)
        return 0
    homes.claim(home, state)
    wanted = ["--home", str(home), "--seed", str(state.seed), "--commitments", str(state.commitments)]
    with beside(["demo", "--no-serve", "--quiet", *wanted]):
        start_site(home / "record", options.port, application=APPLICATION)
    return 0


def make(home: Path, state: homes.State) -> int:
    """Makes, fills and publishes the home in this process. A failure is written where the progress page finds it."""
    from avow.cli.init import make_home
    from avow.packs.shipped import shipped_path

    homes.claim(home, state)
    try:
        make_home(home, shipped_path())
        with shown() as progress:
            homes.build(home, state, progress)
    except Exception as problem:
        homes.write(home, replace(state, step="failed", problem=str(problem)[:300]))
        raise
    print(f"The demonstration at {home} is ready.", flush=True)
    return 0
