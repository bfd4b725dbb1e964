"""The rows that are measured: a demonstration home, or a synthetic release where only reading is measured at great size."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from bench import timing

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Place:
    """A record to read: its root, and the folder of the release served."""

    record: Path

    @property
    def release(self) -> Path:
        return self.record / "releases" / (self.record / "current").read_text().strip()


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


def avow(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "avow", *arguments]


def demonstration(folder: Path, rows: int, seed: int) -> Place:
    """The demonstration of that many commitments; reused when the bench's folder holds it already."""
    home = folder / f"demo-{rows}"
    command = avow("demo", "--no-serve", "--home", str(home), "--commitments", str(rows), "--seed", str(seed))
    subprocess.run(command, check=True, env=environment(), stdout=subprocess.DEVNULL)
    return Place(home / "record")


def synthetic(folder: Path, rows: int, seed: int) -> Place:
    """A release made of the declared columns by SQL, with a vocabulary of natural spread: quick at a million."""
    from avow.record.cache import prepare
    from bench.record_reading import build_release

    root = folder / f"synthetic-{rows}"
    done = root / "done.json"
    if not done.exists():
        release = build_release(root, rows, seed)
        _with_pack(release)
        done.write_text(json.dumps({"rows": rows, "seed": seed}))
    prepare(root / "releases" / "1", root / "cache")
    return Place(root)


def _with_pack(release: Path) -> None:
    """Gives a synthetic release the shipped pack, its invented country codes named too: pages know only codes a pack names."""
    from avow.packs.publishing import public_form
    from avow.packs.shipped import shipped_pack

    form: dict[str, Any] = public_form(shipped_pack())
    found = (
        duckdb.connect().execute(f"select distinct unnest(countries) from '{release}/tables/commitments/*.parquet'").fetchall()
    )
    known = {entry["code"] for entry in form["lists"]["countries"]}
    like = form["lists"]["countries"][0]
    form["lists"]["countries"] += [{**like, "code": code, "name": {"en": code}} for (code,) in found if code not in known]
    (release / "pack.json").write_text(json.dumps(form))


@contextmanager
def site(place: Place, log: Path, workers: int = 2) -> Iterator[tuple[int, int]]:
    """Our public site on the place's record: port and process id."""
    port = timing.free_port()
    command = avow("site", "--record", str(place.record), "--port", str(port), "--workers", str(workers))
    with timing.server(command, port, log, environment()) as process:
        client = timing.Client(port)
        client.get("/healthz")
        client.close()
        yield port, process
