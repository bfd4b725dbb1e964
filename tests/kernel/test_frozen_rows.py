"""Frozen rows: every table of history refuses change in the database too."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from avow.kernel.versions import FrozenRow, events, trigger_name

FROZEN = [model for model in apps.get_models() if issubclass(model, FrozenRow)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_its_table_has_its_triggers_after_all_migrations(model: type[FrozenRow]) -> None:
    table = model._meta.db_table
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor], [table])
        found = {name for (name,) in cursor.fetchall()}
    assert found == {trigger_name(table, event) for event in events()}


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_it_cannot_be_emptied_at_one_stroke(model: type[FrozenRow]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger_name(table, 'truncate')}")  # see conftest
        with pytest.raises(DatabaseError, match=f"{table} is append-only"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_history_is_in_fourteen_tables() -> None:
    assert sorted(model.__name__ for model in FROZEN) == [
        "Answer",
        "Attempt",
        "CommitmentVersion",
        "FormerMaker",
        "JournalEntry",
        "LateEntry",
        "LeaderException",
        "LedgerEntry",
        "StageDeclaration",
        "StrengthScore",
        "Target",
        "TargetValue",
        "Turn",
        "VersionAction",
    ]
