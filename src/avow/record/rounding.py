"""Dividing and rounding, once, on exact fractions: so that DuckDB, a spreadsheet and Spark cannot differ."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

_PLACES = {"share": 0, "count": 0, "usd": 2}
_MEAN_PLACES = {"count": 1, "usd": 2}


def display(numerator: Decimal | int | None, denominator: Decimal | int | None, unit: str) -> Decimal | None:
    """The value a page prints, half rounded to even: whole per cent for shares, whole numbers for counts, cents for money.

    ``None`` when there is nothing to print: no numerator, or a denominator of nought. A count or an amount with a
    denominator is a mean.
    """
    if numerator is None or (denominator is None and unit == "share"):
        return None
    if denominator is None:
        return rounded(Fraction(numerator), _PLACES[unit])
    if denominator == 0:
        return None
    fraction = Fraction(numerator) / Fraction(denominator)
    return rounded(fraction * 100, 0) if unit == "share" else rounded(fraction, _MEAN_PLACES[unit])


def rounded(fraction: Fraction, places: int) -> Decimal:
    """Half to even on the exact fraction."""
    return Decimal(round(fraction * 10**places)).scaleb(-places)


def off_from_hundred(shares: Iterable[Decimal | None]) -> Decimal:
    """How far printed shares that should add to 100 are from it; a page that prints them says so when it is not nought."""
    return sum((share for share in shares if share is not None), Decimal(0)) - 100


def possible(percentage: int, base: int) -> bool:
    """Whether a printed percentage can come from whole numbers out of ``base``: 33 % of 7 cannot."""
    if base <= 0:
        return False
    near = percentage * base // 100
    return any(display(count, base, "share") == percentage for count in range(max(0, near - 1), min(base, near + 2) + 1))
