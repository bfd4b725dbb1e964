"""Downloads hold, octet for octet, what the Parquet tables of the release say."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.record.reading.builders import ALL, AT, Books, until

from avow.base.columns import Column, Table, Type
from avow.record import building, shards
from avow.record.reading import Filters, Record, Release
from avow.record.withholding import hide

FORMULAS = ("=1+1", "+x", "-", "-5", "@cmd", "\tx", "\rx", '=HYPERLINK("http://x","y")', "=a,b", "+\n")
TEXTS = (
    *FORMULAS,
    "",
    " =spaced",
    "a,b",
    'said "so"',
    '"',
    "two\nlines",
    "two\r\nlines",
    "\n",
    "l'égalité",
    "العدالة",
    "a|b",
    "é" * 900,
)
CODES: Mapping[str, tuple[str, ...]] = {
    "category": ("government", "youth", "other"),
    "standing": ("live", "ended", "withdrawn"),
    "stage": ("planning", "completed"),
    "trajectory": ("ahead", "behind"),
    "themes": ("gbv", "ejr", "climate"),
    "countries": ("KEN", "FRA", "PER"),
    "types": ("financial", "policy"),
}


HOW_MANY = {"commitments": 700, "organisations": 40}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    """Commitments whose every text is drawn from what spreadsheets stumble over, over several parts of the index."""
    draw = random.Random(11)
    books = Books(tmp_path_factory.mktemp("downloads") / "record")
    for table in ALL:
        if table.name in HOW_MANY:
            for number in range(1, HOW_MANY[table.name]):
                row = {column.name: _drawn(draw, column) for column in table.columns}
                books.rows[table.name].append({**row, "reference": f"{table.name[0].upper()}-2021-{number:04d}"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "GRID", 300)
        patch.setattr(shards, "_AT_ONCE", 1)
        yield books.publish()


def _drawn(draw: random.Random, column: Column) -> Any:
    if column.type is Type.LIST:
        return draw.sample(CODES.get(column.name, TEXTS), draw.randint(0, 2))
    if draw.random() < 0.2:
        return None
    match column.type:
        case Type.TEXT if column.refers_to:
            return f"O-2021-{draw.randint(1, 9):04d}"
        case Type.TEXT:
            return draw.choice(CODES.get(column.name, TEXTS))
        case Type.INTEGER:
            return draw.randint(-3, 2030)
        case Type.MONEY | Type.NUMBER:
            return Decimal(draw.randint(-(10**9), 10**9)) / 100
        case Type.BOOLEAN:
            return draw.random() < 0.5
        case Type.DAY:
            return date(2021, 6, 30) + timedelta(days=draw.randint(0, 1800))
        case Type.DATE:
            return draw.choice(("2021", "2022-03", "2026-06-30"))
        case _:
            return "2026-11-22T10:00:00Z"


def opened(books: Books) -> Release:
    release = Record(books.root).current()
    assert release is not None
    return release


def parquet(release: Release, table: str) -> list[dict[str, Any]]:
    """The rows of a table, read by nothing of ours."""
    found = duckdb.sql(f"select * from read_parquet('{release.folder}/tables/{table}/*.parquet') order by reference")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def rendered(table: Table, rows: list[dict[str, Any]]) -> bytes:
    lines = [",".join(table.names), *(",".join(_cell(row[name]) for name in table.names) for row in rows)]
    return "".join(line + "\r\n" for line in lines).encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | list):
        return str(value)
    text = value if isinstance(value, str) else "|".join(value)
    formula = text[:1] in ("=", "+", "-", "@", "\t", "\r")
    if formula or any(letter in text for letter in ',"\r\n'):
        return '"' + "'" * formula + text.replace('"', '""') + '"'
    return text


def passes(row: Mapping[str, Any], filters: Filters) -> bool:
    def holds(name: str, codes: tuple[str, ...]) -> bool:
        value = row[name]
        told = value if isinstance(value, list) else [value]
        return any(code in told for code in codes) or ("" in codes and (value is None or value in ([], "")))

    return all(holds(name, codes) for name, codes in filters.values.items())


def some_filters(count: int) -> Iterator[Filters]:
    draw = random.Random(5)
    yield Filters()
    for _ in range(count):
        names = draw.sample(list(CODES), draw.randint(1, 3))
        yield Filters(values={name: tuple(draw.sample((*CODES[name], ""), draw.randint(1, 2))) for name in names})


def test_a_download_is_the_plain_rendering_of_the_rows_that_pass(books: Books) -> None:
    release = opened(books)
    rows = parquet(release, "commitments")
    sizes = set()
    for filters in some_filters(60):
        wanted = [row for row in rows if passes(row, filters)]
        assert b"".join(release.csv("commitments", filters)) == rendered(release.tables["commitments"], wanted)
        sizes.add(len(wanted))
    assert len(sizes) > 20
    assert len(release._finders["commitments"].shards) > 2


def test_organisations_are_downloaded_the_same_way(books: Books) -> None:
    release = opened(books)
    rows = parquet(release, "organisations")
    assert b"".join(release.csv("organisations", Filters())) == rendered(release.tables["organisations"], rows)


def test_a_hidden_row_is_in_no_download_and_all_others_still_are(books: Books) -> None:
    record = Record(books.root)
    before = record.current()
    assert before is not None
    gone = {"C-2021-0001", "C-2021-0256", "C-2021-0300", "C-2021-0699"}
    for reference in sorted(gone):
        hide(books.root, "commitments", (reference,), at=AT, keys=books.keys)
    assert until(lambda: getattr(record.current(), "state", before.state) != before.state)
    release = opened(books)
    rows = [row for row in parquet(release, "commitments") if row["reference"] not in gone]
    for filters in some_filters(10):
        wanted = [row for row in rows if passes(row, filters)]
        assert b"".join(release.csv("commitments", filters)) == rendered(release.tables["commitments"], wanted)


def test_a_download_never_holds_more_than_a_piece_of_itself(tmp_path: Path) -> None:
    books, draw = Books(tmp_path / "record"), random.Random(2)
    for number in range(1, 2_001):
        books.commitment(f"C-2021-{number:04d}", description=draw.randbytes(2_000).hex())
    release = opened(books.publish())
    list(release.csv("commitments", Filters(values={"year": ("2020",)})))
    tracemalloc.start()
    whole = sum(map(len, release.csv("commitments", Filters())))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert whole > 8_000_000
    assert most < whole / 2
