"""The data page: what can be downloaded, what every column means, which releases there are, how to verify one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from avow.base.columns import Table
from avow.public.asked import Asked
from avow.public.files import DICTIONARY, WHOLE, File, Holding, holding
from avow.public.opened import record
from avow.ui.dictionary import ColumnLine, Declared, column_line, declared
from avow.ui.frames import LANGUAGES

MOST = 60


@dataclass(frozen=True)
class TableFiles:
    name: str
    title: Declared
    meaning: Declared
    columns: tuple[ColumnLine, ...]
    rows: int
    csv: File | None
    parquet: tuple[File, ...]


@dataclass(frozen=True)
class DictionaryFile:
    file: File
    language: str
    name: str  # of the language, in itself


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
    dictionaries: tuple[DictionaryFile, ...]
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
        tables=tuple(
            _files(table, rows.get(table.name, 0), held, asked.language) for table in _in_order(release.tables.values())
        ),
        papers=_papers(held),
        dictionaries=_dictionaries(held),
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


def _files(table: Table, rows: int, held: Holding | None, language: str) -> TableFiles:
    files = held.files if held else {}
    parts = tuple(file for name, file in sorted(files.items()) if name.startswith(f"tables/{table.name}/"))
    return TableFiles(
        table.name,
        declared(table.title, language),
        declared(table.meaning, language),
        tuple(column_line(column, language) for column in table.columns),
        rows,
        files.get(f"csv/{table.name}.csv.gz"),
        parts,
    )


def _in_order(tables: Iterable[Table]) -> list[Table]:
    """Those whose rows stand for themselves before those that belong to them."""
    return sorted(tables, key=lambda table: (table.key != (table.root,), table.name))


def _papers(held: Holding | None) -> tuple[File, ...]:
    """The documents that may be handed out now, dictionaries aside."""
    files = held.files if held else {}
    names = [name for name in sorted(files) if "/" not in name and not name.startswith(DICTIONARY)]
    return tuple(files[name] for name in names if held and not held.closed(name))


def _dictionaries(held: Holding | None) -> tuple[DictionaryFile, ...]:
    """None in releases made before there were any."""
    files = held.files if held else {}
    found = ((language, name, files.get(f"{DICTIONARY}{language}.csv")) for language, name in LANGUAGES.items())
    return tuple(DictionaryFile(file, language, name) for language, name, file in found if file)
