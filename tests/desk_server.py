"""The desk as `avow desk` serves it, on a home and a port of its own, for tests that drive a browser.

A conftest that wants it imports the fixtures: ``from tests.desk_server import browse, desk``. People for a test are entered in
a process of their own (``enter_people``), mail is read from the home's folder.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parent / "ui" / "axe" / "axe.min.js"
ROOT = Path(__file__).resolve().parents[1]
Open = Callable[..., Any]


@dataclass(frozen=True)
class Desk:
    """A running desk: where it answers, and its home."""

    address: str
    home: Path

    def mails(self, to: str = "") -> list[Any]:
        """What was mailed, oldest first; to one address, if named."""
        files = sorted((self.home / "mail").glob("*"), key=lambda file: file.stat().st_mtime_ns)
        several = [one for file in files for one in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n") if one.strip()]
        found = [email.message_from_bytes(one.lstrip(), policy=email.policy.default) for one in several]
        return [one for one in found if not to or to in str(one["To"])]

    def code(self, to: str) -> str:
        """The code of the newest mail to that address."""
        found = re.search(r"\b\d{4}-\d{4}\b", self.mails(to)[-1].get_content())
        assert found is not None
        return found[0]

    def enter_people(self, script: str) -> None:
        """Runs Python that uses the builders, on this desk's database."""
        _run(self.home, "-c", f"import django; django.setup()\n{script}")


def _environment(home: Path) -> dict[str, str]:
    told = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    told |= {"AVOW_HOME": str(home), "DJANGO_SETTINGS_MODULE": "avow.config.settings", "EMAIL_URL": f"file://{home / 'mail'}"}
    told.pop("DATABASE_URL", None)
    return told


def _run(home: Path, *arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], env=_environment(home), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home: Path = tmp_path_factory.mktemp("desk") / "home"
    _run(home, "-m", "avow", "init")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    log = (home / "log").open("wb")
    command = [sys.executable, "-m", "avow", "desk", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env={**_environment(home), "DESK_URL": address}, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server)
        yield Desk(address, home)
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the desk did not start")


@pytest.fixture
def browse(chromium: Any, desk: Desk) -> Iterator[Open]:
    """Opens the desk at a width and colour scheme; ``page.said`` holds what the console said."""
    contexts = []

    def open_(path: str, *, width: int = 1280, scheme: str = "light", script: bool = True) -> Any:
        context = chromium.new_context(
            base_url=desk.address,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            locale="en",
        )
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


def enter(page: Any, desk: Desk, address: str) -> None:
    """Signs in as a person would, from the sign-in page."""
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code from the mail").wait_for()
    page.get_by_label("Code from the mail").fill(desk.code(address))
    page.get_by_role("button", name="Sign in", exact=True).click()


def faults(page: Any) -> list[str]:
    """What axe finds against WCAG 2.2 AA."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
        ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))"
    )
    return [str(one) for one in found]
