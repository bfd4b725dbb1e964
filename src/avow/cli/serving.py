"""Serving: the production server in this process, with whatever must run beside it as its children."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from avow.base.refusals import Refusal

SITE = "avow.config.wsgi_site:application"
DESK = "avow.config.wsgi:application"
STOP_WITHIN = 10  # seconds a child has to finish what it is writing


def refuse_taken(host: str, port: int) -> None:
    """Refuses a port that something else listens on, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Refusal(
                "port-taken", f"Port {port} on {host} cannot be used: {problem.strerror}.", "Choose another with --port."
            ) from problem


def start_site(record: Path, port: int, *, host: str = "127.0.0.1", workers: int = 2, application: str = SITE) -> None:
    """Serves the public site from a record folder until interrupted. Needs no database and no secret."""
    os.environ["AVOW_RECORD"] = str(record.resolve())
    serve_application(application, port, host=host, workers=workers)


def serve_application(application: str, port: int, *, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Serves a WSGI application with the production server, in this process, until interrupted."""
    from granian import Granian
    from granian.constants import Interfaces

    refuse_taken(host, port)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = Granian(
            application,
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            log_access=False,
            respawn_failed_workers=True,
        )
        server.serve()


@contextmanager
def beside(arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Runs ``avow ARGUMENTS`` as a child while the block runs, and ends it with the block."""
    child = subprocess.Popen([sys.executable, "-m", "avow", *arguments])  # noqa: S603 -- our own command
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
