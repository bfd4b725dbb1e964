"""The data package: each release describes itself, in the Frictionless form, with what the declaration knows besides.

The declaration can be rebuilt from it, so a reader needs nothing but the folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avow.base.columns import Column, Source, Table, Type
from avow.record.layout import PACKAGE, load

# Money and numbers are exact decimals; Frictionless calls both "number". Lists stand in CSV as items parted by "|".
_FRICTIONLESS = {
    Type.TEXT: "string",
    Type.INTEGER: "integer",
    Type.MONEY: "number",
    Type.NUMBER: "number",
    Type.BOOLEAN: "boolean",
    Type.DAY: "date",
    Type.DATE: "string",
    Type.INSTANT: "datetime",
    Type.LIST: "array",
}
_TEXTS, _FLAGS = ("unit", "codes", "refers_to"), ("facet", "text", "sort")


def describe(tables: Iterable[Table], *, release: int, at: str, licence: str, title: str) -> dict[str, Any]:
    """The document that stands beside the tables."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"release-{release}",
        "title": title,
        "version": str(release),
        "created": at,
        "licenses": [{"name": licence}] if licence else [],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "description": table.meaning,
        "path": f"csv/{table.name}.csv.gz",
        "parts": f"tables/{table.name}/*.parquet",
        "format": "csv",
        "compression": "gz",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "root": table.root,
        "schema": {"fields": [_field(column) for column in table.columns], "primaryKey": list(table.key)},
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _FRICTIONLESS[column.type],
        "description": column.meaning,
        "kind": str(column.type),
        "source": str(column.source),
        "redactable": column.redactable,
    }
    field |= {name: getattr(column, name) for name in _TEXTS if getattr(column, name)}
    field |= {name: True for name in _FLAGS if getattr(column, name)}
    return field


def read_tables(folder: Path) -> dict[str, Table]:
    """The declared tables of a release folder, by name."""
    return tables_from(load(folder / PACKAGE))


def tables_from(document: Mapping[str, Any]) -> dict[str, Table]:
    return {resource["name"]: _table(resource) for resource in document["resources"]}


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        title=resource["title"],
        meaning=resource["description"],
        key=tuple(schema["primaryKey"]),
        root=resource["root"],
        columns=tuple(_column(field) for field in schema["fields"]),
    )


def _column(field: Mapping[str, Any]) -> Column:
    return Column(
        name=field["name"],
        type=Type(field["kind"]),
        meaning=field["description"],
        source=Source(field["source"]),
        redactable=field["redactable"],
        **{name: field.get(name, "") for name in _TEXTS},
        **{name: field.get(name, False) for name in _FLAGS},
    )


@dataclass(frozen=True)
class DictionaryLine:
    """One line of the data dictionary."""

    table: str
    column: str
    type: str
    unit: str
    codes: str
    refers_to: str
    source: str
    meaning: str


def dictionary(tables: Iterable[Table]) -> Iterator[DictionaryLine]:
    """The data dictionary of the tables, for the site and the documentation."""
    for table in tables:
        for column in table.columns:
            yield DictionaryLine(
                table.name,
                column.name,
                str(column.type),
                column.unit,
                column.codes,
                column.refers_to,
                str(column.source),
                column.meaning,
            )
