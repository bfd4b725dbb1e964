"""``avow serve``: two hosts in one process tree, each knowing the other's address and nothing of its inside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(home: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("AVOW", "DJANGO", "DATABASE", "EMAIL"))}
    return {**clean, "PYTHONPATH": str(SOURCE), "AVOW_HOME": str(home)}


def _read(address: str) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return f"{error.code} {error.read().decode()}"
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, Path]]:
    folder: Path = tmp_path_factory.mktemp("served")
    command, environment = [sys.executable, "-m", "avow"], _environment(folder / "home")
    subprocess.run([*command, "init"], env=environment, check=True, capture_output=True)
    site, desk = _free(), _free()
    log = folder / "log"
    with log.open("wb") as said:
        serve = [*command, "serve", "--port", str(site), "--desk-port", str(desk), "--workers", "1"]
        process = subprocess.Popen(serve, env=environment, stdout=said, stderr=said)
        try:
            yield site, desk, log
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    for port in (site, desk):  # nothing of the tree outlives its root
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_site_and_desk_answer_on_their_own_ports_and_lead_to_each_other(served: tuple[int, int, Path]) -> None:
    site, desk, log = served
    assert f'href="http://localhost:{desk}"' in _read(f"http://localhost:{site}/")
    assert f'href="http://localhost:{site}"' in _read(f"http://localhost:{desk}/account/sign-in/")
    said = log.read_text()
    assert f"The public site: http://localhost:{site}/" in said
    assert f"The desk: http://localhost:{desk}/" in said


def test_neither_host_has_the_others_pages(served: tuple[int, int, Path]) -> None:
    site, desk, _log = served
    assert _read(f"http://localhost:{site}/desk/").startswith("404")
    assert _read(f"http://localhost:{site}/account/sign-in/").startswith("404")
    assert _read(f"http://localhost:{desk}/commitments/").startswith("404")


def test_two_hosts_need_two_ports(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "avow", "serve", "--port", "8000", "--desk-port", "8000"]
    done = subprocess.run(command, env=_environment(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "--desk-port" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_officer_comes_in_from_the_command_line(tmp_path: Path) -> None:
    command, environment = [sys.executable, "-m", "avow"], _environment(tmp_path / "home")
    subprocess.run([*command, "init"], env=environment, check=True, capture_output=True)
    grant = [*command, "grant", "sara@example.org", "secretariat", "--name", "Sara Officer"]
    first, second = (subprocess.run(grant, env=environment, capture_output=True, text=True, check=False) for _ in range(2))
    assert "is secretariat now" in first.stdout
    assert (second.returncode, "holds that role already" in second.stderr) == (1, True)
