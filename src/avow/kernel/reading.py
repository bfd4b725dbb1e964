"""Reading much, fast and from one moment: a snapshot over many queries, and streamed rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.utils.dateparse import parse_date

_CHUNK = 5000


@contextmanager
def snapshot() -> Iterator[None]:
    """All reads inside see the database of one moment, and no writer waits for them.

    PostgreSQL gives it by a repeatable-read transaction; SQLite's write-ahead log by a deferred one, which
    ``transaction.atomic`` would not be here (it begins IMMEDIATE, as a writer). Inside an open transaction it adds nothing.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


def stream(sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, a few thousand in memory at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, list(parameters))
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows


def instant_sql(column: str) -> str:
    """The SQL that spells an instant column as published: ``2021-06-30T12:00:00Z``."""
    if connection.vendor == "postgresql":
        return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    return f"replace(substr({column}, 1, 19), ' ', 'T') || 'Z'"


def remember_days() -> None:
    """Reads the days of SQLite's date columns through a memory: a table of a million rows holds a few thousand days.

    Replaces Django's converter, which parses each one anew.
    """
    from django.db.backends.sqlite3 import base  # noqa: F401 -- it registers its own on import, which must come before

    sqlite3.register_converter("date", _day)


@lru_cache(maxsize=1 << 14)
def _day(stored: bytes) -> date | None:
    return parse_date(stored.decode())
