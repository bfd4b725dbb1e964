"""A small record built from invented rows of the real declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bench.record_rows import ALL, tables

from avow.base.columns import Table
from avow.record.figures import Indicator
from avow.record.keys import Keys
from avow.record.writing import JournalHead, ReleaseReport, TableChange, write_release

AT = datetime(2026, 11, 22, 14, 48, 40, tzinfo=UTC)
PACK = {"id": "test", "version": "1", "name": {"en": "Test"}, "data_licence": "CC-BY-4.0"}
INDICATORS = (
    Indicator(
        "commitments-by-theme",
        "share",
        "commitment",
        ("theme",),
        "select count(*) filter (where stage = 'completed') as numerator, count(*) as denominator, theme from "
        "(select unnest(themes) as theme, stage from commitments) as t group by theme "
        "union all select count(*) filter (where stage = 'completed'), count(*), null from commitments",
    ),
    Indicator(
        "pledged",
        "usd",
        "commitment",
        (),
        "select sum(pledged_usd) as numerator, null as denominator, count(pledged_usd) as covered, "
        "count(*) as eligible from commitments",
    ),
    Indicator(
        "organisations", "count", "organisation", (), "select count(*) as numerator, null as denominator from organisations"
    ),
)
BY_NAME: dict[str, Table] = {table.name: table for table in ALL}


@dataclass
class Desk:
    """Stands where a desk stands: holds rows, publishes them."""

    home: Path
    keys: Keys
    rows: dict[str, list[list[Any]]] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.home / "record"

    def release(self, number: int) -> Path:
        return self.root / "releases" / str(number)

    def publish(
        self,
        changes: Iterable[TableChange] | None = None,
        *,
        at: datetime = AT,
        pack: Mapping[str, object] = PACK,
        indicators: tuple[Indicator, ...] = INDICATORS,
        progress: Callable[[str, int, int | None], None] = lambda step, done, total: None,
    ) -> ReleaseReport:
        return write_release(
            self.root,
            changes=self.whole() if changes is None else list(changes),
            pack=pack,
            indicators=indicators,
            journal=JournalHead("ab" * 32, 12),
            at=at,
            keys=self.keys,
            software="0.1",
            progress=progress,
        )

    def whole(self) -> list[TableChange]:
        return [TableChange(BY_NAME[name], rows, None) for name, rows in self.rows.items()]

    def change_of(self, *references: str) -> list[TableChange]:
        """The present rows of these commitments, table by table."""
        changes = []
        for name, rows in self.rows.items():
            if name == "organisations":
                continue
            table = BY_NAME[name]
            root = table.names.index(table.root)
            changes.append(TableChange(table, [row for row in rows if row[root] in references], frozenset(references)))
        return changes

    def set(self, table: str, key: tuple[object, ...], **values: object) -> None:
        declared = BY_NAME[table]
        places = [declared.names.index(name) for name in declared.key]
        for row in self.rows[table]:
            if tuple(row[place] for place in places) == key:
                for name, value in values.items():
                    row[declared.names.index(name)] = value

    def drop_root(self, reference: str) -> None:
        """Erases a commitment on the desk."""
        for name, rows in self.rows.items():
            root = BY_NAME[name].names.index(BY_NAME[name].root)
            self.rows[name] = [row for row in rows if row[root] != reference]


def desk_with(home: Path, commitments: int) -> Desk:
    rows = {name: [list(row) for row in source] for name, source in tables(commitments).items()}
    return Desk(home, Keys.load_or_create(home / "keys"), rows)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_with(tmp_path, 60)


@pytest.fixture
def published(desk: Desk) -> Desk:
    desk.publish()
    return desk
