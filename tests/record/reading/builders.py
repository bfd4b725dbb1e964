"""Publishes small records for the tests of the reading side, through the writer itself."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from avow.base.columns import Table, Type
from avow.commitments import columns as declared
from avow.organisations.columns import ORGANISATIONS
from avow.record.figures import Indicator
from avow.record.keys import Keys
from avow.record.writing import JournalHead, TableChange, write_release

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ALL = (*declared.TABLES, ORGANISATIONS)
ROUTINE: Mapping[str, Any] = {
    "language": "en",
    "category": "government",
    "themes": ["gbv"],
    "actions": [],
    "types": ["policy"],
    "countries": [],
    "year": 2021,
    "origin": "maker",
    "standing": "live",
    "stage": "not-reported",
    "trajectory": "cannot-tell",
    "owner": "O-0001",
    "owner_name": "Ministry of Women",
    "title": "A promise",
}
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Books:
    """A record folder and what was published into it."""

    root: Path
    rows: Rows = field(default_factory=lambda: {table.name: [] for table in ALL})
    pack: Mapping[str, Any] = field(default_factory=lambda: {"id": "test", "version": "1"})
    indicators: Sequence[Indicator] = ()
    organisations = ORGANISATIONS

    def commitment(self, reference: str, **told: Any) -> Books:
        self.rows["commitments"].append({**ROUTINE, "reference": reference, **told})
        return self

    def add(self, table: str, **told: Any) -> Books:
        self.rows[table].append(told)
        return self

    def publish(self, tables: Iterable[Table] = ALL) -> Books:
        write_release(
            self.root,
            changes=[TableChange(table, _cells(table, self.rows[table.name]), None) for table in tables],
            pack=self.pack,
            indicators=self.indicators,
            journal=JournalHead("0" * 64, 0),
            at=AT,
            keys=self.keys,
            software="test",
            progress=lambda *_: None,
        )
        return self

    @property
    def keys(self) -> Keys:
        return Keys.load_or_create(self.root.parent / "keys")


def _cells(table: Table, rows: Sequence[Mapping[str, Any]]) -> list[list[object]]:
    undeclared = {name for row in rows for name in row} - set(table.names)
    assert not undeclared, undeclared
    lists = {column.name for column in table.columns if column.type is Type.LIST}
    return [[row.get(name, [] if name in lists else None) for name in table.names] for row in rows]


THEMES = ("gbv", "ejr", "srhr", "climate")
WORDS = ("women", "girls", "budget", "health", "climate", "justice", "training", "network", "rights", "law")


def random_books(root: Path, count: int, seed: int = 3) -> Books:
    """Commitments drawn at random, with co-makers, targets and money; some cells are not told."""
    books, draw = Books(root), random.Random(seed)
    for at in range(1, count + 1):
        year = 2021 + at % 3
        reference = f"C-{year}-{at:04d}"
        owner = f"O-{draw.randint(1, 12):04d}"
        books.commitment(
            reference,
            title=" ".join(draw.sample(WORDS, 3)),
            description=" ".join(draw.choices(WORDS, k=6)),
            owner=owner,
            owner_name=f"Organisation {owner[2:]}",
            category=draw.choice(["government", "youth", "other", None]),
            themes=draw.sample(THEMES, draw.randint(0, 3)),
            types=draw.sample(["financial", "policy", "advocacy"], draw.randint(1, 2)),
            countries=draw.sample(["KEN", "FRA", "PER", "FJI", "NPL"], draw.randint(0, 4)),
            year=year,
            standing=draw.choice(["live", "live", "ended", "withdrawn"]),
            stage=draw.choice(["not-reported", "planning", "completed"]),
            trajectory=draw.choice(["ahead", "on-track", "behind", "cannot-tell"]),
            end=draw.choice(["2024", "2025-06", "2026-12-31", None]),
            confirmed_on=date(year, draw.randint(1, 12), draw.randint(1, 28)),
            pledged_usd=draw.choice([None, Decimal("0.10"), Decimal(draw.randint(1, 10**12)) / 100]),
            secured_usd=draw.choice([None, Decimal(draw.randint(1, 10**7)) / 100]),
        )
        makers = [(owner, "owner")] + [(f"O-{one:04d}", "co-maker") for one in draw.sample(range(13, 20), draw.randint(0, 2))]
        makers += [("O-0099", "proposed")] if at % 5 == 0 else []
        for organisation, role in makers:
            books.add("commitment_makers", commitment=reference, organisation=organisation, role=role)
        for number in range(1, draw.randint(1, 3)):
            books.add("targets", commitment=reference, number=number, statement=f"Reach goal{at}x{number}")
    return books


def until(holds: Callable[[], bool], seconds: float = 8.0) -> bool:
    """Waits for something another thread or the next look at a file brings about."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return holds()
