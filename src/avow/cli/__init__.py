"""The ``avow`` command: one sub-command per file, each with ``add_arguments(parser)`` and ``run(options) -> exit status``."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
from dataclasses import dataclass

from avow import __version__
from avow.base.disk import told_when_full
from avow.base.refusals import Refusal

REFUSED = 1
INTERRUPTED = 128 + signal.SIGINT


@dataclass(frozen=True, slots=True)
class Command:
    """A sub-command: where it lives, what it does in a line, and an example that its ``--help`` shows."""

    module: str
    does: str
    example: str


COMMANDS = {
    "demo": Command("demo", "make or reuse a demonstration and serve it", "avow demo --port 8000"),
    "init": Command("init", "make a new empty home: database, media, record", "avow init --home ./avow-home"),
    "serve": Command("serve", "public site, desk and worker together", "avow serve --port 8000"),
    "desk": Command("desk", "the desk alone, where people sign in and work", "avow desk --port 8001"),
    "site": Command(
        "site", "the public site alone, from a record: no database, no secret", "avow site --record ./avow-home/record"
    ),
    "grant": Command("grant", "give somebody a role that holds everywhere", "avow grant sara@example.org secretariat"),
    "worker": Command("worker", "publish when something has changed, send what is due", "avow worker"),
    "import": Command(
        "import_", "read organisations or commitments from a file", "avow import commitments examples/commitments.csv --dry-run"
    ),
    "export": Command("export", "write organisations or commitments to a file", "avow export commitments commitments.xlsx"),
    "publish": Command("publish", "build a release now and say what changed", "avow publish --json"),
    "figures": Command("figures", "compute figures from a release", "avow figures commitments.live --where theme=gbv"),
    "verify": Command(
        "verify", "check hashes, chain, figures and signer of a record", "avow verify ./avow-home/record --key FINGERPRINT"
    ),
    "hide": Command("hide", "withhold rows from the public site at once", "avow hide C-2021-0042"),
    "redact": Command("redact", "take rows out of every release for ever", "avow redact C-2021-0042 --reason erasure"),
    "pack": Command("pack", "validate and compare framework packs", "avow pack check my-pack/"),
    "doctor": Command("doctor", "what is wrong with this installation, and what to do", "avow doctor"),
    "test": Command("test", "the whole test suite; extra arguments go to pytest", "avow test -k money"),
    "check": Command("check", "formatting, lint, types, import contracts, missing migrations", "avow check"),
}


def parser_for(name: str, parser: argparse.ArgumentParser) -> None:
    """Fills ``parser`` with the arguments of one sub-command, importing nothing but its module."""
    module = importlib.import_module(f"avow.cli.{COMMANDS[name].module}")
    module.add_arguments(parser)
    parser.set_defaults(run=module.run)


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The whole command line; with ``only``, just that sub-command's arguments are loaded (the start stays quick)."""
    parser = argparse.ArgumentParser(prog="avow", description="Run and check a registry of commitments.")
    parser.add_argument("--version", action="version", version=f"avow {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(
            name,
            help=command.does,
            description=command.does[0].upper() + command.does[1:] + ".",
            epilog=f"example: {command.example}",
            add_help=name not in PASS_ON,
        )
        if only in (None, name):
            parser_for(name, sub)
    return parser


PASS_ON = frozenset({"test"})  # commands whose arguments belong to another program


def main(arguments: list[str] | None = None) -> int:
    """Runs one sub-command. A user's mistake is one sentence on standard error and exit status 1, never a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    only = next((word for word in given if not word.startswith("-")), "")
    parser = build_parser(only)
    options, extra = parser.parse_known_args(given)
    if extra and options.command not in PASS_ON:
        parser.error(f"unrecognised arguments: {' '.join(extra)}")
    options.extra = extra
    try:
        with told_when_full():
            status: int = options.run(options)
    except Refusal as refusal:
        print(f"avow: {refusal}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("avow: interrupted; nothing half-done was kept", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED
    return status
