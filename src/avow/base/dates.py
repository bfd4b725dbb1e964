"""Dates as told: a year, a month or a day, kept at the precision of the source and never filled in."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_AS_TOLD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date whose month or day may be unknown. ``str()`` gives ISO 8601 at its own precision: ``2021``, ``2021-06``."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a date with a day needs a month")
        self.first  # noqa: B018 -- raises ValueError when the parts are no date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Reads ``2021``, ``2021-06`` or ``2021-06-30``. Raises ``ValueError`` for anything else."""
        found = _AS_TOLD.match(text.strip())
        if not found:
            raise ValueError(f"{text!r} is not a year, a month (2021-06) or a day (2021-06-30)")
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def first(self) -> date:
        """The earliest day this date can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day this date can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def precision(self) -> str:
        """``year``, ``month`` or ``day``."""
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    def __str__(self) -> str:
        return _text(self.year, self.month, self.day)


@lru_cache(maxsize=4096)
def _text(year: int, month: int | None, day: int | None) -> str:
    text = f"{year:04d}"
    if month is not None:
        text += f"-{month:02d}"
    if day is not None:
        text += f"-{day:02d}"
    return text
