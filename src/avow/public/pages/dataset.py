"""The data page: what can be downloaded, what every column means, which releases there are, how to verify one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from avow.base.columns import Column, Table
from avow.public.asked import Asked
from avow.public.files import WHOLE, File, Holding, holding
from avow.public.opened import record

MOST = 60


@dataclass(frozen=True)
class TableFiles:
    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    rows: int
    csv: File | None
    parquet: tuple[File, ...]


@dataclass(frozen=True)
class ReleaseRow:
    number: int
    at: datetime
    rows: int
    commitments: int
    whole: bool
    withheld: bool
    current: bool


@dataclass(frozen=True)
class Dataset:
    number: int
    tables: tuple[TableFiles, ...]
    papers: tuple[File, ...]
    withheld: bool
    releases: tuple[ReleaseRow, ...]
    older: int
    archive: str
    bytes: int
    licence: str
    fingerprint: str
    root: str


def dataset_page(asked: Asked) -> Dataset:
    release, held = asked.release, holding(asked.release.number)
    rows = {table["name"]: int(table["rows"]) for table in release.manifest["tables"]}
    lines = sorted(record().numbers(), key=lambda line: line.number, reverse=True)
    return Dataset(
        number=release.number,
        tables=tuple(_files(table, rows.get(name, 0), held) for name, table in release.tables.items()),
        papers=tuple(file for name, file in sorted(held.files.items()) if "/" not in name) if held else (),
        withheld=not release.downloadable,
        releases=tuple(
            ReleaseRow(
                line.number,
                datetime.fromisoformat(line.at),
                sum(line.rows.values()),
                line.rows.get("commitments", 0),
                line.whole,
                line.number in release.withheld.releases,
                line.number == asked.newest,
            )
            for line in lines[:MOST]
        ),
        older=max(0, len(lines) - MOST),
        archive=WHOLE,
        bytes=sum(file.bytes for file in held.files.values()) if held else 0,
        licence=str(asked.labels.pack.get("data_licence", "")),
        fingerprint=str(release.manifest["signature"]["fingerprint"]),
        root=str(release.manifest["root"]),
    )


def _files(table: Table, rows: int, held: Holding | None) -> TableFiles:
    files = held.files if held else {}
    parts = tuple(file for name, file in sorted(files.items()) if name.startswith(f"tables/{table.name}/"))
    return TableFiles(table.name, table.title, table.meaning, table.columns, rows, files.get(f"csv/{table.name}.csv.gz"), parts)
