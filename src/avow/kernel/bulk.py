"""Inserting many rows at once, several times faster than ``bulk_create``: no ids come back, no signals, no batches to size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)

_AS_THEY_ARE = (models.CharField, models.TextField, models.BooleanField, models.PositiveIntegerField, models.ForeignKey)
_REPEATED = 4096


def insert(model: type[Row], rows: Iterable[Row]) -> None:
    """Writes unsaved rows inside the caller's transaction: by COPY on PostgreSQL, by one prepared statement on SQLite.

    Foreign keys are read from their objects when it runs, so that parents may have been saved after the rows were made.
    """
    fields = [field for field in model._meta.concrete_fields if not field.generated and not isinstance(field, models.AutoField)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for values in _values(fields, rows):
                    copy.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
            cursor.executemany(statement, _values(fields, rows))  # type: ignore[arg-type]  # it takes any iterable


def _values(fields: list[Any], rows: Iterable[models.Model]) -> Iterator[list[Any]]:
    readers: list[tuple[Callable[[Any], Any], Callable[[Any], Any] | None]] = [
        (_reader(field), _preparer(field)) for field in fields
    ]
    for row in rows:
        yield [prepare(read(row)) if prepare else read(row) for read, prepare in readers]


def _reader(field: Any) -> Callable[[Any], Any]:
    """Reads the column's value; of a foreign key the id its object has now, or the bare id when no object was set."""
    if not isinstance(field, models.ForeignKey):
        return attrgetter(field.attname)
    cached, attname = field.name, field.attname

    def read(row: models.Model) -> Any:
        related = row._state.fields_cache.get(cached)
        return related.pk if related is not None else getattr(row, attname)

    return read


def _preparer(field: Any) -> Callable[[Any], Any] | None:
    """How a Python value becomes the column's; ``None`` for kinds that are the same on both sides. Days and instants repeat."""
    if isinstance(field, models.DateTimeField):
        return lru_cache(_REPEATED)(connection.ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return lru_cache(_REPEATED)(connection.ops.adapt_datefield_value)
    same = isinstance(field, _AS_THEY_ARE) and type(field).get_prep_value in {kind.get_prep_value for kind in _AS_THEY_ARE}
    return None if same else partial(field.get_db_prep_save, connection=connection)
