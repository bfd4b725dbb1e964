"""The canonical form of a row: what its hash, and so the identity of a release, is made of.

Written twice on purpose. ``row_text`` is the reference, in plain Python, for anybody who wants to check; ``text_sql`` and
``row_sql`` say the same to DuckDB, which is what makes a million rows quick. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Final

from avow.base.clock import instant_text
from avow.base.columns import Column, Table, Type
from avow.record.duck import quoted

SEPARATOR: Final = "\x1f"
_PLACES = {Type.MONEY: Decimal("0.01"), Type.NUMBER: Decimal("0.000001")}


def value_text(kind: Type, value: object) -> str | None:
    """The one text form of a value of a declared type; ``None`` when it is not told."""
    if value is None:
        return None
    if kind is Type.LIST and isinstance(value, (list, tuple)):
        return "".join(netstring(str(item)) for item in value)
    if kind is Type.BOOLEAN and isinstance(value, bool):
        return "true" if value else "false"
    if kind is Type.INTEGER and isinstance(value, int):
        return str(int(value))
    if kind in _PLACES and isinstance(value, (Decimal, int)):
        # DuckDB rounds half away from zero when it types; adding zero turns -0 into 0.
        return format(Decimal(value).quantize(_PLACES[kind], ROUND_HALF_UP) + 0, "f")
    if kind is Type.INSTANT and isinstance(value, datetime):
        return instant_text(value)
    if kind is Type.DAY and isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if kind in {Type.TEXT, Type.DATE, Type.INSTANT} and isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} is no value of type {kind}")


def netstring(text: str | None) -> str:
    """``-`` for nothing told, else the length in bytes, a colon and the text: no two rows can read the same."""
    return "-" if text is None else f"{len(text.encode())}:{text}"


def row_text(columns: Sequence[Column], row: Sequence[object]) -> str:
    """The canonical row: the netstrings of its declared columns, in the declared order."""
    return "".join(netstring(value_text(column.type, value)) for column, value in zip(columns, row, strict=True))


def row_hash(salt: bytes, text: str) -> bytes:
    return sha256(salt + text.encode()).digest()


def text_sql(column: Column) -> str:
    """DuckDB's expression of ``value_text``."""
    name = quoted(column.name)
    if column.type is Type.LIST:
        return f"array_to_string(list_transform({name}, lambda item: strlen(item) || ':' || item), '')"
    if column.type in {Type.TEXT, Type.DATE, Type.INSTANT}:
        return name
    if column.type in _PLACES:
        # DuckDB 1.5 writes decimals of up to 18 digits nine times faster than longer ones; the text is the same.
        short = f"try_cast({name} as decimal(18,{2 if column.type is Type.MONEY else 6}))"
        return f"coalesce(cast({short} as varchar), cast({name} as varchar))"
    return f"cast({name} as varchar)"


def row_sql(table: Table) -> str:
    """DuckDB's expression of ``row_text`` over a relation with the table's columns."""
    fields = [f"coalesce(strlen({text_sql(column)}) || ':' || {text_sql(column)}, '-')" for column in table.columns]
    return f"concat({', '.join(fields)})"


def key_text(table: str, values: Sequence[str]) -> str:
    """What a row's opaque key is computed from: the table and the text forms of its key columns."""
    return SEPARATOR.join((table, *values))


def key_text_sql(table: Table) -> str:
    fields = [text_sql(table[name]) for name in table.key]
    return f"concat('{table.name}', " + ", ".join(f"chr(31), {field}" for field in fields) + ")"


def keyed_sql(message: str) -> str:
    """``Keys.row_key`` of a blob expression: HMAC-SHA256, its first 16 hexadecimal digits. The connection
    holds the two padded secrets as variables."""
    return f"left(sha256(getvariable('outer_pad') || unhex(sha256(getvariable('inner_pad') || {message}))), 16)"
