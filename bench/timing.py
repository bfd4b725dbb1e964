"""Timing that can be compared: interleaved runs, medians, bounded load over loopback."""

from __future__ import annotations

import csv
import gzip
import http.client
import io
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE = 120  # seconds a server has to answer for the first time

_LUA = """
local paths, at = {}, 0
for line in io.lines("PATHS") do paths[#paths + 1] = line end
request = function()
  at = at + 1
  return wrk.format("GET", paths[(at - 1) % #paths + 1])
end
done = function(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d\\n", summary.requests, summary.duration, failed))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a server bore: answers a second, failures, and whether more was asked than there were distinct questions."""

    rate: float
    failed: int
    repeated: bool


def milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def interleaved(rounds: int, **contenders: Callable[[int], object]) -> dict[str, float]:
    """The median of each contender over ``rounds`` turns, all of them taking a turn before anyone takes the next.

    Each is called with the number of the turn, so that every turn can ask something new.
    """
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds):
        for name, call in contenders.items():
            spent[name].append(milliseconds(lambda call=call, turn=turn: call(turn)))
    return {name: statistics.median(times) for name, times in spent.items()}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(command: Sequence[str], port: int, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """Runs a server of ours or a peer's until the block ends; yields its process id once it answers."""
    with log.open("ab") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
        try:
            _wait(process, port, log)
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"a server did not start; the end of its log:\n{log.read_text(errors='replace')[-2000:]}")


class Client:
    """One connection, kept open, as a browser does. Asks for gzip unless told otherwise."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=900)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        answer = self._answer(path, {"Accept-Encoding": "gzip", **(headers or {})})
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def _answer(self, path: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """The answer's head. A connection closed as idle, while a slower contender took its turn, is opened again."""
        for last in (False, True):
            try:
                self._connection.request("GET", path, headers=dict(headers))
                return self._connection.getresponse()
            except (http.client.RemoteDisconnected, ConnectionError):
                self._connection.close()
                if last:
                    raise
        raise AssertionError("unreachable")

    def ok(self, path: str) -> bytes:
        status, _, body = self.get(path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}: {body[:300]!r}")
        return body

    def text(self, path: str) -> str:
        status, headers, body = self.get(path)
        if status != 200:
            raise SystemExit(f"{path} answered {status}")
        return opened(headers, body).decode()

    def records(self, path: str) -> int:
        """How many records a CSV answer holds, its header apart."""
        lines = io.TextIOWrapper(self._answer(path, {}), encoding="utf-8-sig", newline="")
        return sum(1 for _ in csv.reader(lines)) - 1

    def drain(self, path: str) -> int:
        """Reads an answer to its end without keeping it; returns its bytes."""
        answer = self._answer(path, {})
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        size = 0
        while chunk := answer.read(1 << 16):
            size += len(chunk)
        return size

    def close(self) -> None:
        self._connection.close()


def opened(headers: Mapping[str, str], body: bytes) -> bytes:
    return gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body


def load(port: int, paths: Sequence[str], *, seconds: int, clients: int, header: str = "") -> Load:
    """Bounded load by wrk from one thread: the paths in turn, over ``clients`` kept connections."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("wrk is not installed (Debian: apt install wrk)")
    with tempfile.TemporaryDirectory() as place:
        listed, script = Path(place) / "paths", Path(place) / "ask.lua"
        listed.write_text("\n".join(paths) + "\n")
        script.write_text(_LUA.replace("PATHS", str(listed)))
        command = [wrk, "-t1", f"-c{clients}", f"-d{seconds}s", "-s", str(script), "-H", "Accept-Encoding: gzip"]
        command += ["-H", header] if header else []
        said = subprocess.run([*command, f"http://{HOST}:{port}"], capture_output=True, text=True, check=True).stdout
    requests, microseconds, failed = (int(part) for part in said.rpartition("RESULT ")[2].split()[:3])
    return Load(requests / (microseconds / 1e6), failed, requests > len(paths))


def peak_memory(process: int) -> float:
    """Megabytes that a process and its children had in memory at most, added up."""
    total = 0.0
    for one in (process, *_children(process)):
        try:
            status = Path(f"/proc/{one}/status").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
    return total


def _children(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *_children(child)]
    return found
