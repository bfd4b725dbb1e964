"""Exchange rates: how many units of a currency one US dollar bought, on average over a month. Pure.

The file holds the Federal Reserve's monthly averages (as collected in the public-domain data set ``exchange-rates``) from
2015 on, for currencies whose code did not change meaning. Venezuela is left out: two redenominations since 2018 make its
series three currencies in one. The source names countries; each series was checked to be units per dollar.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from avow.base.dates import PartialDate
from avow.base.money import CENT, Money

FILE = Path(__file__).parent / "units_per_usd_monthly.csv"
SOURCE = "Federal Reserve G.5, monthly averages"
USD = "USD"
MONTHS_BACK = 12
_SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Quote:
    """The rate used for one entry. ``period`` is the month (or the whole year) it is the average of."""

    currency: str
    per_usd: Decimal
    period: PartialDate | None
    source: str

    def usd(self, money: Money) -> Decimal:
        """``money`` in US dollars, to the cent, half to even: amount divided by the published rate."""
        if money.currency != self.currency:
            raise ValueError(f"a rate of {self.currency} cannot convert {money.currency}")
        return (money.amount / self.per_usd).quantize(CENT, ROUND_HALF_EVEN)


DOLLAR = Quote(USD, Decimal(1), None, "")


def read_file(path: Path = FILE) -> Iterator[tuple[str, date, Decimal]]:
    """Currency, first day of the month, units per US dollar."""
    with path.open(encoding="ascii", newline="") as handle:
        for row in csv.DictReader(handle):
            yield row["currency"], date.fromisoformat(f"{row['month']}-01"), Decimal(row["units_per_usd"])


class Rates:
    """All known rates, looked up without a query."""

    def __init__(self, rows: Iterable[tuple[str, date, Decimal, str]]) -> None:
        self._by_month: dict[tuple[str, int, int], tuple[Decimal, str]] = {
            (currency, month.year, month.month): (per_usd, source) for currency, month, per_usd, source in rows
        }
        self._found: dict[tuple[str, int, int | None], Quote | None] = {}

    @property
    def currencies(self) -> frozenset[str]:
        return frozenset({USD, *(currency for currency, _, _ in self._by_month)})

    def find(self, currency: str, on: PartialDate | date) -> Quote | None:
        """The rate of an entry of ``on``; ``None`` when none is known, and the entry then has no amount in dollars.

        A date told as a year takes the mean of that year's months. Where the month is not known yet, the newest of the
        twelve months before it stands in; ``period`` always says which one was used.
        """
        if currency == USD:
            return DOLLAR
        key = (currency, on.year, on.month)
        if key not in self._found:
            self._found[key] = self._year(currency, on.year) if on.month is None else self._month(currency, on.year, on.month)
        return self._found[key]

    def _month(self, currency: str, year: int, month: int) -> Quote | None:
        told = year * 12 + month - 1
        for back in range(MONTHS_BACK + 1):
            year, month = divmod(told - back, 12)
            found = self._by_month.get((currency, year, month + 1))
            if found:
                return Quote(currency, found[0], PartialDate(year, month + 1), found[1])
        return None

    def _year(self, currency: str, year: int) -> Quote | None:
        known = [found for month in range(1, 13) if (found := self._by_month.get((currency, year, month)))]
        if not known:
            return self._month(currency, year, 1)
        mean = (sum((value for value, _ in known), Decimal(0)) / len(known)).quantize(_SIX_PLACES, ROUND_HALF_EVEN)
        return Quote(currency, mean, PartialDate(year), f"{known[0][1]}, mean of {len(known)} months")


def from_file() -> Rates:
    return Rates((currency, month, value, SOURCE) for currency, month, value in read_file())
