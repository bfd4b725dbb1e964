"""Published tables made by hand, small enough to count on one's fingers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from avow.base.columns import Table, Type
from avow.commitments.columns import TABLES as COMMITMENT_TABLES
from avow.organisations.columns import ORGANISATIONS

_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.DATE: "VARCHAR",
    Type.INSTANT: "VARCHAR",
    Type.INTEGER: "BIGINT",
    Type.MONEY: "DECIMAL(20, 2)",
    Type.NUMBER: "DECIMAL(24, 6)",
    Type.BOOLEAN: "BOOLEAN",
    Type.DAY: "DATE",
    Type.LIST: "VARCHAR[]",
}
TABLES: Mapping[str, Table] = {table.name: table for table in (*COMMITMENT_TABLES, ORGANISATIONS)}


def published(**rows: Sequence[Mapping[str, object]]) -> duckdb.DuckDBPyConnection:
    """A database with every published table as a release types it; columns a row leaves out are null."""
    database = duckdb.connect()
    for table in TABLES.values():
        columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table.columns)
        database.execute(f"CREATE TABLE {table.name} ({columns})")
    for name, told in rows.items():
        for row in told:
            names = ", ".join(f'"{column}"' for column in row)
            places = ", ".join("?" for _ in row)
            database.execute(f"INSERT INTO {name} ({names}) VALUES ({places})", list(row.values()))
    return database


def commitment(reference: str, **told: object) -> dict[str, object]:
    """A live commitment of a maker that has not reported; ``told`` says what is different."""
    usual: dict[str, object] = {
        "reference": reference,
        "origin": "maker",
        "standing": "live",
        "stage": "not-reported",
        "trajectory": "cannot-tell",
        "themes": [],
        "actions": [],
        "types": [],
        "countries": [],
    }
    return {**usual, **told}
