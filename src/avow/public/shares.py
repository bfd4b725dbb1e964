"""Shares in words: the record's one rounding function, written as the language does."""

from __future__ import annotations

from decimal import Decimal

from avow.record.rounding import display
from avow.ui.formatting import percent


def share(part: Decimal | int, whole: Decimal | int, language: str) -> str:
    """``69 %``; a dash where there is nothing to divide by."""
    value = display(part, whole, "share")
    return percent(value, language) if value is not None else "–"
