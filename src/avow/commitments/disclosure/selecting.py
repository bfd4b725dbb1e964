"""Which commitments rows are read of, and the small conversions all sources share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from avow.base.dates import PartialDate
from avow.framework.facts import Facts
from avow.kernel.reading import stream

_CHUNK = 400
_MEMORY = 65536


@dataclass(frozen=True, slots=True)
class View:
    """What rows depend on beside the tables: the framework's facts, the day standings and trajectories are read on, and the
    ids of the commitments asked for (all of them when ``None``)."""

    facts: Facts
    day: date
    only: tuple[int, ...] | None = None


def select(view: View, columns: str, joins: str = "", order: str = "") -> Iterator[tuple[Any, ...]]:
    """Rows of confirmed commitments (table ``c``) in order of their references, then of ``order``."""
    sql = (
        f"SELECT {columns} FROM commitments_commitment c {joins} "
        f"WHERE c.registration = 'confirmed' {{only}} ORDER BY c.\"order\"{order}"
    )
    if view.only is None:
        yield from stream(sql.format(only='AND c."order" IS NOT NULL'))
        return
    keys = sorted(view.only)
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        marks = ", ".join(["%s"] * len(chunk))
        yield from stream(sql.format(only=f"AND c.id IN ({marks})"), chunk)


def money(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(-2)


def number(millionths: int | None) -> Decimal | None:
    return None if millionths is None else Decimal(millionths).scaleb(-6)


@lru_cache(_MEMORY)
def items(text: str) -> list[str]:
    """The items of a list column. Lists repeat among commitments: one list is shared, and no reader changes it."""
    return text.split("\n") if text else []


@lru_cache(_MEMORY)
def first_day(told: str | None) -> date | None:
    return PartialDate.parse(told).first if told else None


@lru_cache(_MEMORY)
def last_day(told: str | None) -> date | None:
    return PartialDate.parse(told).last if told else None
