"""PostgreSQL: the same columns and rows, lists as arrays, indexes for every facet, full text by tsvector and GIN.

A cluster of its own in the bench's folder, on loopback, thrown away with it. Where the bench runs as root, the server runs as
the system user ``postgres``, since PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString, cast

import duckdb
import psycopg

from bench.questions import CAP, MULTI, PAGE, SINGLE, SIZE, Asked, Search
from bench.timing import HOST, free_port

SETTINGS = {
    "shared_buffers": "2GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "max_parallel_workers_per_gather": "2",
    "jit": "off",
    "fsync": "off",
    "max_wal_size": "8GB",
}
TYPES = {"VARCHAR": "text", "BIGINT": "bigint", "BOOLEAN": "boolean", "DATE": "date", "VARCHAR[]": "text[]"}


def binaries() -> Path:
    """Where the server's programs are; the newest packaged one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    if there is None:
        raise SystemExit("PostgreSQL's server programs are not installed (Debian: apt install postgresql)")
    return Path(there).parent


def _as_server() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


@contextmanager
def cluster() -> Iterator[psycopg.Connection[Any]]:
    """A running server with an open connection; gone with the block."""
    place = Path(tempfile.mkdtemp(prefix="avow-bench-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(place, "postgres")
        port, data = free_port(), place / "data"
        subprocess.run(
            [*_as_server(), binaries() / "initdb", "-D", data, "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "bench"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        options += ["-c", f"listen_addresses={HOST}", "-p", str(port), "-k", str(place)]
        control = [*_as_server(), binaries() / "pg_ctl", "-D", data, "-w", "-l", place / "log"]
        subprocess.run([*control, "-o", " ".join(options), "start"], check=True, stdout=subprocess.DEVNULL, cwd="/")
        try:
            with psycopg.connect(f"host={HOST} port={port} user=bench dbname=postgres", autocommit=True) as connection:
                yield connection
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd="/")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def build(connection: psycopg.Connection[Any], release: Path) -> None:
    """The commitments of a release as an indexed table."""
    con = duckdb.connect()
    source = f"select * exclude (_salt, _key) from '{release}/tables/commitments/*.parquet'"
    columns = [(row[0], str(row[1])) for row in con.execute(f"describe {source}").fetchall()]
    _run(connection, f"create table commitments ({', '.join(f'{_quoted(name)} {_type(kind)}' for name, kind in columns)})")
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        chosen = ", ".join(_exported(name, kind) for name, kind in columns)
        con.execute(f"copy (select {chosen} from ({source})) to '{file.name}' (format csv, header false, nullstr '\\N')")
        statement = "copy commitments from stdin (format csv, null '\\N')"
        with Path(file.name).open("rb") as rows, connection.cursor() as cursor, cursor.copy(statement) as copy:
            while chunk := rows.read(1 << 20):
                copy.write(chunk)
    _run(connection, "alter table commitments add primary key (reference)")
    said = "coalesce(title, '') || ' ' || coalesce(description, '') || ' ' || coalesce(owner_name, '')"
    _run(
        connection,
        f"alter table commitments add column said tsvector generated always as (to_tsvector('english', {said})) stored",
    )
    _run(connection, "create index on commitments using gin (said)")
    for name in (*SINGLE, "confirmed_on"):
        _run(connection, f"create index on commitments ({name})")
    for name in MULTI:
        _run(connection, f"create index on commitments using gin ({name})")
    _run(connection, "vacuum analyze commitments")


def facets(connection: psycopg.Connection[Any], one: tuple[str, str]) -> list[tuple[Any, ...]]:
    """Eight facets and four headline figures under one filter, in one statement: grouping sets, and one pass per list."""
    name, code = one
    kept = ", ".join((*SINGLE, *MULTI, "owner", "pledged_usd", "secured_usd"))
    condition = f"{name} @> array[%s]" if name in MULTI else f"{name} = %s"
    singles = ", ".join(f"({column})" for column in SINGLE)
    cases = " ".join(f"when grouping({column}) = 0 then '{column}'" for column in SINGLE)
    codes = f"case {' '.join(f'when grouping({column}) = 0 then {column}' for column in SINGLE)} end"
    lists = " union all ".join(
        f"select '{column}', unnest({column}), count(*), null, null, null from kept group by 2" for column in MULTI
    )
    sql = (
        f"with kept as materialized (select {kept} from commitments where {condition}) "
        f"select case {cases} else 'all' end, {codes}, count(*), null::bigint, null::numeric, null::numeric from kept "
        f"group by grouping sets ({singles}) "
        "union all select 'all', null, count(*), count(distinct owner), sum(pledged_usd), sum(secured_usd) from kept "
        f"union all {lists}"
    )
    return _run(connection, sql, (code,)).fetchall()


def counts(connection: psycopg.Connection[Any], one: tuple[str, str]) -> dict[tuple[str, str | None], int]:
    """Rows by facet and code under one filter."""
    return {(str(row[0]), row[1]): int(row[2]) for row in facets(connection, one)}


def search(connection: psycopg.Connection[Any], asked: Asked, one: Search) -> int:
    where = " and ".join(f"{name} = '{code}'" for name, code in asked.where)
    match = f"from commitments where said @@ plainto_tsquery('english', %s) and {where}"
    words = " ".join(one.words)
    capped = _run(connection, f"select count(*) from (select 1 {match} limit {CAP + 1}) capped", (words,)).fetchone()
    order = f"order by confirmed_on desc, reference limit {SIZE} offset {(PAGE - 1) * SIZE}"
    _run(connection, f"select * {match} {order}", (words,)).fetchall()
    return int(capped[0]) if capped else 0


def item(connection: psycopg.Connection[Any], reference: str) -> int:
    return len(_run(connection, "select * from commitments where reference = %s", (reference,)).fetchall())


def export(connection: psycopg.Connection[Any], asked: Asked) -> int:
    where = " and ".join(f"{name} in ({', '.join(repr(code) for code in codes)})" for name, codes in asked.export)
    size = 0
    with connection.cursor() as cursor:
        statement = f"copy (select * from commitments where {where}) to stdout (format csv, header)"
        with cursor.copy(cast("LiteralString", statement)) as copy:
            for chunk in copy:
                size += len(chunk)
    return size


def _run(connection: psycopg.Connection[Any], sql: str, values: tuple[object, ...] | None = None) -> psycopg.Cursor[Any]:
    return connection.execute(cast("LiteralString", sql), values)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _type(kind: str) -> str:
    return TYPES.get(kind, "numeric" if kind.startswith("DECIMAL") else "text")


def _exported(name: str, kind: str) -> str:
    if kind != "VARCHAR[]":
        return _quoted(name)
    listed = f"""array_to_string(list_transform({_quoted(name)}, lambda x : '"' || replace(x, '"', '\\"') || '"'), ',')"""
    return f"case when {_quoted(name)} is null then null else '{{' || {listed} || '}}' end"
