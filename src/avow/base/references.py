"""Stable short references: ``C-2021-0042`` (commitment), ``O-0117`` (organisation). They sort as numbers, not as text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHAPE = re.compile(r"([A-Z])(?:-(\d{4}))?-(\d{2,})\Z")
_YEAR_STEP = 10**10


@dataclass(frozen=True, slots=True)
class Reference:
    """A letter for the kind, a year where the kind has one, and a number with at least four digits."""

    kind: str
    number: int
    year: int | None = None

    @classmethod
    def parse(cls, text: str) -> Reference:
        found = _SHAPE.match(text)
        if not found:
            raise ValueError(f"{text!r} is not a reference like C-2021-0042 or O-0117")
        kind, year, number = found.groups()
        return cls(kind, int(number), int(year) if year else None)

    @property
    def order(self) -> int:
        """An integer that sorts references of one kind by year, then number."""
        return (self.year or 0) * _YEAR_STEP + self.number

    def __str__(self) -> str:
        year = f"{self.year:04d}-" if self.year is not None else ""
        return f"{self.kind}-{year}{self.number:04d}"


def order_sql(column: str) -> str:
    """The DuckDB expression that computes ``Reference.order`` from a text column of references."""
    parts = f"string_split({column}, '-')"
    return (
        f"(case when len({parts}) = 3 then cast({parts}[2] as bigint) * {_YEAR_STEP} + cast({parts}[3] as bigint) "
        f"else cast({parts}[2] as bigint) end)"
    )
