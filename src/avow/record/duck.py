"""DuckDB connections that can reach one folder and nothing else.

Two traps shape this file: DuckDB downloads extensions unasked unless told not to, and one connection shared by threads gives
wrong answers (take ``connection.cursor()`` per call and thread).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb

from avow.base.columns import Column, Table, Type

DUCK_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.MONEY: "DECIMAL(20,2)",
    Type.NUMBER: "DECIMAL(24,6)",
    Type.BOOLEAN: "BOOLEAN",
    Type.DAY: "DATE",
    Type.DATE: "VARCHAR",
    Type.INSTANT: "VARCHAR",
    Type.LIST: "VARCHAR[]",
}


def open_locked(folder: Path, threads: int = 2, memory: str = "512MB") -> duckdb.DuckDBPyConnection:
    """An in-memory database that reads files below ``folder`` only, and whose settings nobody can change afterwards.

    Views and queries handed to it may come from strangers: reading elsewhere, loading extensions and reaching Python
    variables are refused. It may still write below ``folder``; the public side mounts it read-only or trusts its own SQL.
    """
    connection = _connect(threads, memory, Path(tempfile.gettempdir()) / f"avow-{os.getpid()}")
    _lock(connection, folder)
    return connection


def open_between(source: Path, target: Path, memory: str = "512MB") -> duckdb.DuckDBPyConnection:
    """An in-memory database that reaches two folders and nothing else: rows are read in one and written in the other."""
    connection = _connect(2, memory, Path(tempfile.gettempdir()) / f"avow-{os.getpid()}")
    _lock(connection, source, target)
    return connection


def open_workshop(folder: Path, threads: int = 1, memory: str = "640MB") -> duckdb.DuckDBPyConnection:
    """A database on disk inside ``folder``, for building a release: spills there, reaches nothing else but its record.

    Its callers work on several parts at once, each in a thread of its own; more threads beneath them only wait for each other.
    """
    connection = _connect(threads, memory, folder / "spill", folder / "workshop.duckdb")
    _lock(connection, folder.parent.parent)
    return connection


def quoted(name: str) -> str:
    """An identifier of a declared column or table, safe to stand in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text constant, safe to stand in SQL."""
    return "'" + text.replace("'", "''") + "'"


def list_texts(connection: duckdb.DuckDBPyConnection, name: str, texts: Iterable[str]) -> None:
    """A table ``name`` with these keys or references in its column ``key``, to be compared with: a list of thousands has no
    place in a statement. Handed over as one text: binding a long list of values takes the engine a hundred times longer."""
    connection.execute(f"create or replace table {quoted(name)} (key varchar)")
    add_texts(connection, name, texts)


def add_texts(connection: duckdb.DuckDBPyConnection, name: str, texts: Iterable[str]) -> None:
    """More keys for a table made by ``list_texts``."""
    given = sorted(texts)
    if given:
        connection.execute(f"insert into {quoted(name)} select unnest(string_split(?, ','))", [",".join(given)])


def files_sql(paths: Iterable[Path]) -> str:
    """``read_parquet`` over exactly these files."""
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}])"


def typed_null(column: Column) -> str:
    return f"cast(null as {DUCK_TYPES[column.type]}) as {quoted(column.name)}"


def rows_sql(table: Table, paths: Iterable[Path], *, extra: Iterable[str] = ()) -> str:
    """A select of the declared columns (and ``extra`` technical ones) from the table's parts; no parts, no rows."""
    paths = list(paths)
    if not paths:
        technical = [f"cast(null as {'BLOB' if name == '_salt' else 'VARCHAR'}) as {name}" for name in extra]
        return f"select {', '.join([typed_null(column) for column in table.columns] + technical)} where false"
    return f"select {', '.join([quoted(name) for name in table.names] + list(extra))} from {files_sql(paths)}"


def _connect(threads: int, memory: str, temporary: Path, database: Path | None = None) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        str(database) if database else ":memory:",
        config={
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": str(temporary),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        },
    )


def _lock(connection: duckdb.DuckDBPyConnection, *folders: Path) -> None:
    connection.execute("set enable_progress_bar = false")
    connection.execute(f"set allowed_directories = [{', '.join(literal(str(folder.resolve())) for folder in folders)}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
