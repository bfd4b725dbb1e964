"""The public site on a port of its own, with a demonstration's amount of text, and a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.public.conftest import AT, HIDDEN
from tests.public.small_record import publish, without

from avow.record.keys import Keys
from avow.record.withholding import hide

Opener = Callable[..., Any]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two releases of the small record, one commitment hidden since, served as ``avow site`` serves them."""
    folder = tmp_path_factory.mktemp("site")
    publish(folder / "record", folder / "keys", without("C-2022-0004"))
    publish(folder / "record", folder / "keys", minute=5)
    hide(folder / "record", "commitments", (HIDDEN,), at=AT, keys=Keys.load_or_create(folder / "keys"))
    with served(folder / "record", folder / "log") as base:
        yield base


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site before its first release."""
    folder = tmp_path_factory.mktemp("empty")
    with served(folder, folder / "log") as base:
        yield base


@pytest.fixture(scope="session")
def unreadable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose releases are damaged, every one."""
    folder = tmp_path_factory.mktemp("damaged")
    publish(folder / "record", folder / "keys")
    for file in (folder / "record" / "releases").rglob("*.parquet"):
        file.unlink()
    with served(folder / "record", folder / "log") as base:
        yield base


@contextmanager
def served(record: Path, log: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "avow", "site", "--record", str(record), "--port", str(port), "--workers", "1"]
    with log.open("wb") as heard:
        server = subprocess.Popen(command, env=told, stdout=heard, stderr=heard)
        base = f"http://127.0.0.1:{port}"
        try:
            _wait(f"{base}/healthz", server)
            yield base
        finally:
            server.terminate()
            server.wait(20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 40
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except urllib.error.HTTPError:  # it answers, if only that it cannot
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the site did not start")


@pytest.fixture
def visit(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens an address at a width and colour scheme; ``page.said`` holds what the console said.

    ``of`` names the site: ``address`` is the one with releases.
    """
    contexts = []

    def open_(path: str, *, width: int = 1280, scheme: str = "light", script: bool = True, of: str = "address") -> Any:
        base = request.getfixturevalue(of)
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(base + path)
        return page

    yield open_
    for context in contexts:
        context.close()
