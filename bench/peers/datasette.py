"""Datasette on SQLite: the same columns and rows, an index for each single facet, lists as JSON arrays, full text by FTS5."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from bench.questions import CAP, EIGHT, MULTI, PAGE, SINGLE, SIZE, Asked, Search
from bench.timing import HOST, free_port, server

SETTINGS = {
    "sql_time_limit_ms": 600_000,
    "facet_time_limit_ms": 600_000,
    "facet_suggest_time_limit_ms": 50,
    "suggest_facets": "off",
    "default_facet_size": 300,
    "max_returned_rows": 5_000,
    "max_csv_mb": 0,
}
SAID = "title, description, owner_name"
INDEXED = (*SINGLE, "confirmed_on", "year", "trajectory")


def install(folder: Path) -> Path:
    """An environment of its own with Datasette in it; returns its command."""
    place = folder / "datasette-venv"
    command = place / "bin" / "datasette"
    if not command.exists():
        venv.create(place, with_pip=True)
        needs = Path(__file__).parent / "requirements.txt"
        subprocess.run([place / "bin" / "pip", "install", "-qq", "--disable-pip-version-check", "-r", needs], check=True)
    return command


def build(release: Path, file: Path) -> None:
    """The commitments of a release as an indexed SQLite file."""
    if file.exists():
        return
    con = duckdb.connect()
    found = con.execute(f"select * exclude (_salt, _key) from '{release}/tables/commitments/*.parquet'")
    names = [column[0] for column in found.description or ()]
    db = sqlite3.connect(file)
    db.execute("pragma journal_mode = off")
    db.execute("pragma synchronous = off")
    db.execute(f"create table commitments ({', '.join(_column(name) for name in names)})")
    marks = ", ".join("?" * len(names))
    while several := found.fetchmany(20_000):
        db.executemany(f"insert into commitments values ({marks})", ([_plain(value) for value in row] for row in several))
    for name in INDEXED:
        db.execute(f"create index by_{name} on commitments ({name})")
    db.execute(f"create virtual table commitments_fts using fts5({SAID}, content='commitments', tokenize='porter')")
    db.execute(f"insert into commitments_fts (rowid, {SAID}) select rowid, {SAID} from commitments")
    db.execute("analyze")
    db.commit()
    db.close()


def _column(name: str) -> str:
    return f'"{name}" text primary key' if name == "reference" else f'"{name}"'


def _plain(value: object) -> object:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if value is None or isinstance(value, (str, int, float)):
        return value
    return float(value) if hasattr(value, "quantize") else str(value)


@contextmanager
def serving(command: Path, file: Path, log: Path) -> Iterator[tuple[int, int]]:
    """Port and process id."""
    port = free_port()
    settings = [part for name, value in SETTINGS.items() for part in ("--setting", name, str(value))]
    arguments = [str(command), "serve", str(file), "-h", HOST, "-p", str(port), *settings]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with server(arguments, port, log, clean) as process:
        yield port, process


def database(file: Path) -> str:
    return f"/{file.stem}"


def facets(file: Path, one: tuple[str, str]) -> str:
    """The faceted page as data: eight facets, one filter, 25 rows and the count."""
    asked = [("_facet_array", name) for name in MULTI] + [("_facet", name) for name in SINGLE] + [("_size", str(SIZE))]
    return f"{database(file)}/commitments.json?" + urlencode([*asked, _filter(*one)])


def faceted_page(file: Path, one: tuple[str, str]) -> str:
    return facets(file, one).replace("commitments.json", "commitments")


def _filter(name: str, code: str) -> tuple[str, str]:
    return (f"{name}__arraycontains", code) if name in MULTI else (name, code)


def search(file: Path, asked: Asked, one: Search) -> str:
    """Page 3, newest first, with the count up to a cap, in one statement."""
    where = " and ".join(f"c.{name} = '{code}'" for name, code in asked.where)
    match = f"commitments_fts match '{' '.join(one.words)}' and {where}"
    source = f"from commitments_fts f join commitments c on c.rowid = f.rowid where {match}"
    sql = (
        f"select c.*, (select count(*) from (select 1 {source} limit {CAP + 1})) as hits {source} "
        f"order by c.confirmed_on desc, c.reference limit {SIZE} offset {(PAGE - 1) * SIZE}"
    )
    return f"{database(file)}.json?" + urlencode({"sql": sql, "_shape": "objects"})


def item(file: Path, reference: str) -> str:
    return f"{database(file)}/commitments/{reference}"


def export(file: Path, asked: Asked) -> str:
    parts = [(name if len(codes) == 1 else f"{name}__in", ",".join(codes)) for name, codes in asked.export]
    return f"{database(file)}/commitments.csv?" + urlencode([*parts, ("_stream", "on"), ("_size", "max")])


__all__ = ["EIGHT", "build", "export", "facets", "install", "item", "search", "serving"]

if __name__ == "__main__":
    sys.exit("run: python -m bench")
