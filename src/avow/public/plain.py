"""Rows as JSON: exact decimals and dates as text, nothing rounded on the way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from avow.base.clock import instant_text
from avow.base.columns import Table

OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def plain(value: object) -> object:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def row_of(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The declared columns of a row, in their order, and nothing else."""
    return {name: row[name] for name in table.names}


def answer(content: object, status: int = 200) -> HttpResponse:
    """Anyone may read public data from anywhere: there is nothing on this site a foreign page could misuse."""
    text = json.dumps(content, default=plain, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status, headers=OPEN_TO_ALL)
