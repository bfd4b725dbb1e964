"""What a secretariat waits for: the first release, and the next after one change."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path

from bench import places, results, timing
from bench.measures.sizes import BIG, REAL
from bench.results import Line, Section


def publish(folder: Path, rows: int, seed: int) -> Section:
    """(b) The first release of a whole desk, the next after one changed commitment, and what they take."""
    home = folder / f"demo-{rows}"
    places.demonstration(folder, rows, seed)
    section = results.begin(
        "publish",
        "Publishing",
        rows,
        "a demonstration home: first release, then one amended commitment",
        "no release before the first",
    )
    shutil.rmtree(home / "record", ignore_errors=True)
    limits = {REAL: (5, 2), BIG: (40, 15), 1_000_000: (300, 15)}
    full, one = limits.get(rows, (None, None))
    took, memory = _timed(places.avow("publish", "--json", "--home", str(home)))
    section.add(
        Line(
            "first release", f"{took:.1f} s", "the whole command", f"≤ {full} s" if full else "", took <= full if full else None
        )
    )
    section.add(
        Line("memory of it", f"{memory:.0f} MB", "highest resident of process and children", "≤ 2,000 MB", memory <= 2000)
    )
    size = sum(path.stat().st_size for path in _once((home / "record").rglob("*"))) / 1e6
    section.add(
        Line(
            "record on disk with its index",
            f"{size:.0f} MB",
            "each file once, however often linked",
            "≤ 4,000 MB",
            size <= 4000,
        )
    )
    _amend(home)
    took, _ = _timed(places.avow("publish", "--json", "--home", str(home)))
    section.add(
        Line(
            "one changed commitment",
            f"{took:.1f} s",
            "the whole command",
            f"≤ {one} s" if one else "",
            took <= one if one else None,
        )
    )
    return section


def _once(paths: object) -> list[Path]:
    seen: dict[int, Path] = {}
    for path in paths:  # type: ignore[attr-defined]
        if path.is_file():
            seen[path.stat().st_ino] = path
    return list(seen.values())


_AMEND = """
import sys
from pathlib import Path
from avow.cli.home import start_desk
start_desk(Path(sys.argv[1]))
from dataclasses import replace
from avow.base import clock
from avow.commitments.commands import amend
from avow.commitments.models import Commitment
from avow.commitments.reading import content_of
row = Commitment.objects.exclude(standing="withdrawn").order_by("order")[7]
now = content_of(row)
amend(commitment=row, content=replace(now, description=now.description + " Said again."), expected_version=row.version,
      reason="Measured.", actor="bench", at=clock.now())
"""


def _amend(home: Path) -> None:
    subprocess.run([places.avow()[0], "-c", _AMEND, str(home)], check=True, env=places.environment())


def _timed(command: list[str]) -> tuple[float, float]:
    """Seconds, and the highest megabytes resident as sampled ten times a second."""
    started, highest = time.perf_counter(), 0.0
    process = subprocess.Popen(command, env=places.environment(), stdout=subprocess.PIPE)
    while process.poll() is None:
        highest = max(highest, timing.peak_memory(process.pid))
        time.sleep(0.1)
    took = time.perf_counter() - started
    said = process.stdout.read() if process.stdout else b""
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    json.loads(said)
    return took, highest
