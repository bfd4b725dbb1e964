"""Frozen rows: history is added to and never changed, in Python and by database trigger."""

from __future__ import annotations

from functools import partial
from typing import Any, NoReturn

from django.apps.registry import Apps
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


class FrozenRowChangedError(Exception):
    """Code tried to change or delete history: a mistake of ours, never of a person."""


class FrozenQuerySet(models.QuerySet[Any]):
    def update(self, **_: Any) -> NoReturn:
        raise FrozenRowChangedError(f"{self.model.__name__} rows are history and cannot be updated")

    def delete(self) -> NoReturn:
        raise FrozenRowChangedError(f"{self.model.__name__} rows are history and cannot be deleted")


class FrozenRow(models.Model):
    """A row that is written once. Its table needs ``append_only`` in the migration that creates it (a test looks)."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenRowChangedError(f"{type(self).__name__} {self.pk} is history and cannot be changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise FrozenRowChangedError(f"{type(self).__name__} {self.pk} is history and cannot be deleted")


def append_only(*tables: str) -> RunPython:
    """A migration operation: triggers that refuse UPDATE and DELETE on ``tables``, and TRUNCATE where there is such a thing."""
    return RunPython(partial(_install, tables=tables), partial(_remove, tables=tables))


def append_only_again(*tables: str) -> RunPython:
    """The same for tables that have been append-only before; going back leaves their triggers.

    Needed after a migration that alters such a table: SQLite rebuilds it, and drops its triggers.
    """
    return RunPython(partial(_install, tables=tables), RunPython.noop)


def events() -> tuple[str, ...]:
    """What is refused on the database in use: SQLite knows no TRUNCATE."""
    return ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")


def trigger_name(table: str, event: str) -> str:
    return f"{table}_no_{event}"


def _install(_apps: Apps, editor: BaseDatabaseSchemaEditor, *, tables: tuple[str, ...]) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE OR REPLACE FUNCTION avow_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
            None,  # no parameters: the percent sign is the function's own
        )
    for table in tables:
        for event in events():
            name = trigger_name(table, event)
            if editor.connection.vendor == "postgresql":
                each = "STATEMENT" if event == "truncate" else "ROW"
                editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} "
                    f"FOR EACH {each} EXECUTE FUNCTION avow_refuse_change()"
                )
            else:
                editor.execute(f"DROP TRIGGER IF EXISTS {name}")
                editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


def _remove(_apps: Apps, editor: BaseDatabaseSchemaEditor, *, tables: tuple[str, ...]) -> None:
    for table in tables:
        for event in events():
            on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}{on}")
