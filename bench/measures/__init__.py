"""What is measured. Each measure takes the bench's folder, a number of rows and a seed, and returns its section."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.measures import publishing, reading, strength, visiting
from bench.measures.sizes import BIG, REAL
from bench.results import Section

MEASURES: dict[str, tuple[Callable[[Path, int, int], Section], tuple[int, ...]]] = {
    "dashboard": (visiting.dashboard, (REAL,)),
    "publish": (publishing.publish, (REAL, BIG, 1_000_000)),
    "facets": (reading.facets, (REAL, 1_000_000)),
    "search": (reading.search, (REAL, 1_000_000)),
    "item": (reading.item, (REAL, 1_000_000)),
    "csv": (reading.csv, (1_000_000,)),
    "weight": (visiting.weight, (REAL,)),
    "demo": (visiting.demo, (REAL,)),
    "strength": (strength.strength, (strength.ALL,)),
}
