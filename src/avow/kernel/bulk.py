"""Inserting many rows at once, as plain values by column: no model is made for each, no signals, no batches to size."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

from avow.kernel.fields import FixedPointField, ListField, NumberField, PartialDateField

Values = dict[str, Any]
"""A row's values by column (``commitment_id``, not ``commitment``), every column named; ``vars`` of an unsaved row will do."""

Row = TypeVar("Row", bound=models.Model)

_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.PositiveIntegerField,
    models.BigIntegerField,
    models.ForeignKey,
)
_CHUNK = 2000  # rows made ready together: enough for a column to be worth a loop of its own, few enough to stay in memory


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]], *, numbered: bool = False) -> None:
    """Writes rows inside the caller's transaction: by COPY on PostgreSQL, by one prepared statement on SQLite.

    ``numbered`` rows bring the ids that ``reserve`` gave; else the database numbers them. Raises ``KeyError`` for a column
    a row does not name. Of a model that inherits, only its own table is written.
    """
    fields: list[Any] = [field for field in model._meta.local_concrete_fields if _written(field, numbered)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in _prepared(fields, rows):
                    copy.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
            cursor.executemany(statement, _prepared(fields, rows))  # type: ignore[arg-type]  # it takes any iterable


def fresh(model: type[Row], values: Values) -> Row:
    """An unsaved row, its other columns at their defaults: several times faster than ``model(**values)``."""
    made = model.__new__(model)
    vars(made).update(_blank(model), _state=ModelState(), **values)
    return made


def mark_written(rows: Iterable[models.Model]) -> None:
    """Notes on rows what saving them would have noted: that the database holds them."""
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _blank(model: type[models.Model]) -> Values:
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def reserve(model: type[models.Model], count: int) -> Sequence[int]:
    """Ids for ``count`` new rows, which nobody else is given.

    On SQLite they are taken only when the rows are inserted: insert them in this transaction, before reserving more.
    """
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    last = int(found[0]) if found else 0
    return range(last + 1, last + 1 + count)


@contextmanager
def in_haste() -> Iterator[None]:
    """Commits inside do not wait for the disk; when it ends, all of them are there. Only for a database that is thrown away
    should this be interrupted: a machine that loses power may leave it damaged. Changes nothing on PostgreSQL."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA cache_size = -262144")
        cursor.execute("PRAGMA wal_autocheckpoint = 8192")
    yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()  # the next one is opened as the settings say
    descriptor = os.open(str(connection.settings_dict["NAME"]), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written(field: Any, numbered: bool) -> bool:
    return not field.generated and (numbered or not isinstance(field, models.AutoField))


def _prepared(fields: Sequence[Any], rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """The rows as the database takes them. Values are made ready column by column: most columns need nothing done."""
    pick = itemgetter(*(field.attname for field in fields))
    preparers = [_preparer(field) for field in fields]
    source = iter(rows)
    while chunk := list(map(pick, islice(source, _CHUNK))):
        columns = zip(*chunk, strict=True)
        ready = (
            column if prepare is None else map(prepare, column) for prepare, column in zip(preparers, columns, strict=True)
        )
        yield from zip(*ready, strict=True)


def _preparer(field: Any) -> Callable[[Any], Any] | None:
    """How a Python value becomes the column's; ``None`` for kinds that are the same on both sides."""
    if isinstance(field, models.DateTimeField):
        return partial(_repeated, connection.ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return partial(_repeated, connection.ops.adapt_datefield_value)
    if isinstance(field, (ListField, NumberField)):
        return partial(_repeated, field.get_prep_value)
    if isinstance(field, (PartialDateField, FixedPointField)):
        return field.get_prep_value
    same = isinstance(field, _AS_THEY_ARE) and type(field).get_prep_value in {kind.get_prep_value for kind in _AS_THEY_ARE}
    return None if same else partial(field.get_db_prep_save, connection=connection)


@lru_cache(maxsize=1 << 15)
def _repeated(prepare: Callable[[Any], Any], value: Any) -> Any:
    """Days, instants, numbers and lists of codes return in row after row."""
    return prepare(value)
