"""Money: exact decimal amounts in a currency, and rates that say where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

CENT = Decimal("0.01")
LARGEST = Decimal("1e15")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217 code). Never a float: published totals must repeat to the cent."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError("an amount is a finite decimal number")
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not a three-letter ISO 4217 currency code")

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added without a rate")
        return Money(self.amount + other.amount, self.currency)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units of ``to_currency`` one unit of ``from_currency`` bought, on average over ``month``."""

    from_currency: str
    to_currency: str
    value: Decimal
    month: date
    source: str

    def convert(self, money: Money) -> Money:
        """``money`` in ``to_currency``, rounded to the cent, half to even."""
        if money.currency != self.from_currency:
            raise ValueError(f"a rate from {self.from_currency} cannot convert {money.currency}")
        return Money((money.amount * self.value).quantize(CENT, ROUND_HALF_EVEN), self.to_currency)


def parse_amount(text: str) -> Decimal:
    """A plain decimal number without loss. Raises ``ValueError`` for NaN, infinity, negative or absurd amounts."""
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not amount.is_finite():
        raise ValueError(f"{text!r} is not a finite number")
    if amount < 0:
        raise ValueError("an amount cannot be negative")
    if amount >= LARGEST:
        raise ValueError("an amount of a million billion or more is taken for a mistake")
    return amount
