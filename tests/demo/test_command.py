"""``avow demo`` from the outside: it opens at once, fills behind the page, can be killed, and is reused."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from avow.demo import home as homes

SOURCE = Path(__file__).parents[2] / "src"


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "avow", "demo", *arguments]


def _environment(folder: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AVOW", "DJANGO", "DATABASE"))}
    return {**clean, "PYTHONPATH": str(SOURCE), "AVOW_HOME": str(folder / "a-real-home")}


def _demo(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command("--no-serve", *arguments), cwd=folder, env=_environment(folder), capture_output=True, text=True, timeout=120
    )


@contextmanager
def _serving(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "log").open("wb") as log:
        command = _command("--port", str(port), *arguments)
        process = subprocess.Popen(command, cwd=folder, env=_environment(folder), stdout=log, stderr=log)
        try:
            yield process, port
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _status(port: int, path: str = "/") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def _until(port: int, wanted: int, path: str = "/") -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        status, body = _status(port, path)
        if status == wanted:
            return body
        time.sleep(0.1)
    raise AssertionError(f"{path} never answered {wanted}")


def _said(log: Path, wanted: str) -> str:
    """What the terminal shows once it shows ``wanted``."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if wanted in log.read_text():
            return log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_a_demonstration_is_made_in_its_own_folder_reused_and_made_anew_only_when_told(tmp_path: Path) -> None:
    made = _demo(tmp_path, "--commitments", "40")
    assert made.returncode == 0, made.stderr
    assert "Making a demonstration home" in made.stdout
    assert not (tmp_path / "a-real-home").exists()
    release = tmp_path / "avow-demo" / "record" / "releases" / "1"
    assert json.loads((release / "pack.json").read_text())["demonstration"] is True
    again = _demo(tmp_path)
    assert again.stdout.startswith("Reusing the demonstration home")
    other = _demo(tmp_path, "--commitments", "41")
    assert other.returncode == 1
    assert "--fresh" in other.stderr
    assert "Traceback" not in other.stderr
    assert _demo(tmp_path, "--commitments", "41", "--fresh").returncode == 0


def test_it_answers_while_it_fills_and_shows_the_site_when_filled(tmp_path: Path) -> None:
    with _serving(tmp_path, "--commitments", "60") as (_, port):
        assert "being made" in _until(port, 503)
        assert "<html" in _until(port, 200, "/commitments/")
        assert f"http://localhost:{port + 1}/account/link/" in _said(tmp_path / "log", "leads a theme")
    state = homes.read(tmp_path / "avow-demo")
    assert state is not None
    assert state.ready


def test_one_that_was_killed_is_made_again(tmp_path: Path) -> None:
    home = tmp_path / "avow-demo"
    process = subprocess.Popen(_command("--no-serve"), cwd=tmp_path, env=_environment(tmp_path), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        state = homes.read(home)
        if state is not None and state.step == "filling":
            break
        time.sleep(0.02)
    process.kill()
    process.wait()
    again = _demo(tmp_path, "--commitments", "30")
    assert again.returncode == 0, again.stderr
    assert "was not finished" in again.stdout
    state = homes.read(home)
    assert state is not None
    assert (state.ready, state.commitments) == (True, 30)
