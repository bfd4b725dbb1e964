"""Frozen rows: every table of history refuses change in the database too."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from avow.kernel.versions import FrozenRow, trigger_name

FROZEN = [model for model in apps.get_models() if issubclass(model, FrozenRow)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_its_table_has_both_triggers_after_all_migrations(model: type[FrozenRow]) -> None:
    table = model._meta.db_table
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql[connection.vendor], [table])
        found = {name for (name,) in cursor.fetchall()}
    assert found == {trigger_name(table, "update"), trigger_name(table, "delete")}


def test_history_is_in_eight_tables() -> None:
    assert sorted(model.__name__ for model in FROZEN) == [
        "Attempt",
        "CommitmentVersion",
        "JournalEntry",
        "LedgerEntry",
        "StageDeclaration",
        "Target",
        "TargetValue",
        "VersionAction",
    ]
