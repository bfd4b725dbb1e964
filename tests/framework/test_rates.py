"""Exchange rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from avow.base.dates import PartialDate
from avow.base.money import Money
from avow.framework import rates
from avow.framework.rates import Rates

FILE = rates.from_file()


def _usd(currency: str, amount: str, on: PartialDate) -> Decimal | None:
    quote = FILE.find(currency, on)
    return quote.usd(Money(Decimal(amount), currency)) if quote else None


class TestFile:
    @pytest.mark.parametrize(
        ("currency", "least", "most"),
        [
            ("AUD", "0.6", "0.8"),
            ("EUR", "1.15", "1.25"),
            ("GBP", "1.35", "1.45"),
            ("NZD", "0.65", "0.75"),
            ("JPY", "0.008", "0.01"),
        ],
    )
    def test_one_unit_is_worth_what_it_was_in_june_2021(self, currency: str, least: str, most: str) -> None:
        """Known values catch a series told in the other direction."""
        worth = _usd(currency, "1000000", PartialDate(2021, 6))
        assert worth is not None
        assert Decimal(least) * 1000000 < worth < Decimal(most) * 1000000

    def test_every_currency_has_every_month_since_2015_without_a_jump_in_direction(self) -> None:
        rows = list(rates.read_file())
        by_currency = {currency: [value for code, _, value in rows if code == currency] for currency, _, _ in rows}
        assert len(by_currency) == 22
        for currency, values in by_currency.items():
            assert len(values) == 138, currency
            assert max(later / earlier for earlier, later in pairwise(values)) < Decimal("1.3"), currency

    def test_a_currency_whose_code_changed_meaning_is_left_out(self) -> None:
        assert FILE.find("VES", PartialDate(2021, 6)) is None


class TestFind:
    some = Rates(
        [
            ("EUR", date(2021, 5, 1), Decimal("0.82"), "Bank"),
            ("EUR", date(2021, 6, 1), Decimal("0.84"), "Bank"),
        ]
    )

    def test_a_day_takes_its_month(self) -> None:
        for on in (date(2021, 6, 30), PartialDate(2021, 6, 30), PartialDate(2021, 6)):
            quote = self.some.find("EUR", on)
            assert quote is not None
            assert (quote.per_usd, str(quote.period), quote.source) == (Decimal("0.84"), "2021-06", "Bank")

    def test_a_year_takes_the_mean_of_its_months_and_says_so(self) -> None:
        quote = self.some.find("EUR", PartialDate(2021))
        assert quote is not None
        assert (quote.per_usd, str(quote.period), quote.source) == (Decimal("0.83"), "2021", "Bank, mean of 2 months")

    def test_a_month_not_known_yet_takes_the_newest_of_the_twelve_before(self) -> None:
        quote = self.some.find("EUR", PartialDate(2022, 6))
        assert quote is not None
        assert str(quote.period) == "2021-06"
        assert self.some.find("EUR", PartialDate(2022, 7)) is None
        assert self.some.find("EUR", PartialDate(2021, 4)) is None

    def test_a_dollar_is_a_dollar_without_a_source(self) -> None:
        quote = self.some.find("USD", PartialDate(1999))
        assert quote is not None
        assert (quote.per_usd, quote.period, quote.source) == (1, None, "")

    def test_dollars_are_the_amount_divided_by_the_published_rate_to_the_cent(self) -> None:
        quote = self.some.find("EUR", PartialDate(2021, 6))
        assert quote is not None
        assert quote.usd(Money(Decimal(100), "EUR")) == Decimal("119.05")
        with pytest.raises(ValueError, match="cannot convert USD"):
            quote.usd(Money(Decimal(1), "USD"))
