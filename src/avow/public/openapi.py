"""The description of the read API, generated from the column declarations of the release it is asked of."""

from __future__ import annotations

from typing import Any

from avow import __version__
from avow.base.columns import Column, Table, Type
from avow.public.asked import Asked
from avow.public.resources import CHILDREN
from avow.public.selection import parameters, sorts

_TYPES: dict[Type, dict[str, Any]] = {
    Type.TEXT: {"type": "string"},
    Type.INTEGER: {"type": "integer"},
    Type.MONEY: {"type": "string", "pattern": r"^-?\d+\.\d{2}$"},
    Type.NUMBER: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DAY: {"type": "string", "format": "date"},
    Type.DATE: {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    Type.INSTANT: {"type": "string", "format": "date-time"},
    Type.LIST: {"type": "array", "items": {"type": "string"}},
}


def document(asked: Asked) -> dict[str, Any]:
    tables = asked.release.tables
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{asked.labels.initiative}: read API",
            "version": __version__,
            "description": f"Public data of release {asked.release.number}. No key is needed. Every address takes release=n.",
            "license": {"name": str(asked.labels.pack.get("data_licence", "")) or "see the data page"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/commitments": _list("commitments", tables["commitments"]),
            "/commitments/{reference}": _item("commitments", "reference", "C-2021-0042", "CommitmentWithParts"),
            "/organisations": _list("organisations", tables["organisations"]),
            "/organisations/{reference}": _item("organisations", "reference", "O-0117", "organisations"),
            "/figures": _plain("Every figure of the release, in total."),
            "/figures/{id}": _plain("One figure, in total and by its dimensions; commitment filters narrow it.", "id"),
            "/releases": _plain("All releases, newest first."),
            "/releases/{number}": _plain("The signed manifest of a release.", "number"),
        },
        "components": {
            "schemas": {name: schema(table) for name, table in tables.items()} | {"CommitmentWithParts": _with_parts(tables)}
        },
    }


def schema(table: Table) -> dict[str, Any]:
    return {
        "type": "object",
        "description": table.meaning,
        "properties": {column.name: _property(column) for column in table.columns},
    }


def _property(column: Column) -> dict[str, Any]:
    told = dict(_TYPES[column.type])
    told["type"] = [told["type"], "null"]
    told["description"] = column.meaning
    extras = {"x-unit": column.unit, "x-codes": column.codes, "x-refers-to": column.refers_to, "x-source": str(column.source)}
    return told | {name: value for name, value in extras.items() if value}


def _list(name: str, table: Table) -> dict[str, Any]:
    orders = [order for column in sorts(table) for order in (column, f"-{column}")]
    asked = [
        _parameter("q", {"type": "string"}, "Words to find, in any of the five languages."),
        *(
            _parameter(
                parameter,
                {"type": "array", "items": {"type": "string"}},
                f"{table[column].meaning} Repeat it for any of several codes.",
            )
            for parameter, column in parameters(table).items()
        ),
        _parameter(
            "sort",
            {"type": "string", "enum": orders},
            "Order; a minus turns it round. Without it, the newest reference stands first.",
        ),
        _parameter("page", {"type": "integer", "minimum": 1}, "Page of 100 rows."),
        _parameter("release", {"type": "integer"}, "What an older release said."),
    ]
    page = {
        "type": "object",
        "properties": {
            "release": {"type": "integer"},
            "at": {"type": "string", "format": "date-time"},
            "count": {"type": "integer"},
            "count_is_a_minimum": {"type": "boolean"},
            "page": {"type": "integer"},
            "page_size": {"type": "integer"},
            "next": {"type": ["string", "null"]},
            "ignored": {"type": "array", "items": {"type": "string"}, "description": "Parts of the query that had no effect."},
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
        },
    }
    return {"get": {"summary": table.title, "description": table.meaning, "parameters": asked, "responses": _responses(page)}}


def _item(name: str, key: str, example: str, shape: str) -> dict[str, Any]:
    parameter = {"name": key, "in": "path", "required": True, "schema": {"type": "string"}, "example": example}
    answers = _responses({"$ref": f"#/components/schemas/{shape}"}) | {"404": {"description": "Not in this release."}}
    return {"get": {"summary": f"One of the {name}", "parameters": [parameter], "responses": answers}}


def _plain(summary: str, key: str = "") -> dict[str, Any]:
    parameters_ = [{"name": key, "in": "path", "required": True, "schema": {"type": "string"}}] if key else []
    return {"get": {"summary": summary, "parameters": parameters_, "responses": _responses({"type": "object"})}}


def _with_parts(tables: Any) -> dict[str, Any]:
    parts = {name: {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}} for name in CHILDREN if name in tables}
    return {"allOf": [{"$ref": "#/components/schemas/commitments"}, {"type": "object", "properties": parts}]}


def _parameter(name: str, shape: dict[str, Any], meaning: str) -> dict[str, Any]:
    told = {"name": name, "in": "query", "required": False, "schema": shape, "description": meaning}
    return told | ({"explode": True, "style": "form"} if shape["type"] == "array" else {})


def _responses(shape: dict[str, Any]) -> dict[str, Any]:
    return {"200": {"description": "Found.", "content": {"application/json": {"schema": shape}}}}
