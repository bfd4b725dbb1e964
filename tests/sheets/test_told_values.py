"""Dates and amounts as people type them: read without loss, or refused with the remedy."""

from __future__ import annotations

from decimal import Decimal

import pytest

from avow.base.refusals import Refusal
from avow.sheets.told_amounts import told_amount
from avow.sheets.told_dates import told_date


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("2021", "2021"),
        ("2021-06", "2021-06"),
        ("2021-06-30", "2021-06-30"),
        ("2021/6/30", "2021-06-30"),
        ("06/2021", "2021-06"),
        ("30 June 2021", "2021-06-30"),
        ("June 30th, 2021", "2021-06-30"),
        ("1er juillet 2021", "2021-07-01"),
        ("juin 2021", "2021-06"),
        ("30 de junio de 2021", "2021-06-30"),
        ("30 июня 2021 г.", "2021-06-30"),
        ("٣٠ يونيو ٢٠٢١", "2021-06-30"),
        ("30/06/2021", "2021-06-30"),
        ("06/30/2021", "2021-06-30"),
        ("30.06.2021", "2021-06-30"),
        ("04/04/2021", "2021-04-04"),
        ("2021-06-30T14:05:00Z", "2021-06-30"),
    ],
)
def test_a_date_keeps_the_precision_it_was_told_with(told: str, read: str) -> None:
    assert str(told_date(told)) == read


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("03/04/2021", "ambiguous-date"),
        ("2021-13", "unknown-date"),
        ("2021-02-30", "unknown-date"),
        ("44377", "unknown-date"),
        ("Q3 2021", "unknown-date"),
        ("mid-2021", "unknown-date"),
        ("2021-2026", "unknown-date"),
        ("30 June 21", "unknown-date"),
        ("soon", "unknown-date"),
    ],
)
def test_what_is_no_one_date_is_refused(told: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        told_date(told)
    assert refused.value.code == code
    assert refused.value.remedy


def test_an_ambiguous_day_is_read_when_the_map_says_how_the_file_writes() -> None:
    assert str(told_date("03/04/2021", order="day-first")) == "2021-04-03"
    assert str(told_date("03/04/2021", order="month-first")) == "2021-03-04"


@pytest.mark.parametrize(
    ("told", "value", "currency"),
    [
        ("18450000", "18450000", ""),
        ("1,000,000", "1000000", ""),
        ("1,000,000.50", "1000000.50", ""),
        ("1.000.000,50", "1000000.50", ""),
        ("1 000 000", "1000000", ""),
        ("1'000'000", "1000000", ""),
        ("1\u202f000\u202f000,5", "1000000.5", ""),
        ("12,34,56,789", "123456789", ""),
        ("0.1", "0.1", ""),
        ("1e6", "1000000", ""),
        ("23 million", "23000000", ""),
        ("1.4bn", "1400000000", ""),
        ("€5m", "5000000", "EUR"),
        ("US$ 40 billion", "40000000000", "USD"),
        ("100 CAD", "100", "CAD"),
        ("KES 100", "100", "KES"),
        ("2,5 millions", "2500000", ""),
        ("١٠٠", "100", ""),
        ("1,000", "1000", ""),
        ("12345678901234.56", "12345678901234.56", ""),
    ],
)
def test_an_amount_is_read_without_loss(told: str, value: str, currency: str) -> None:
    found = told_amount(told)
    assert found is not None
    assert (found.value, found.currency) == (Decimal(value), currency)


@pytest.mark.parametrize("told", ["", " ", "-", "n/a", "not stated", "unknown"])
def test_an_empty_amount_is_no_zero(told: str) -> None:
    assert told_amount(told) is None


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("-5", "negative-amount"),
        ("(500)", "negative-amount"),
        ("NaN", "not-a-number"),
        ("inf", "not-a-number"),
        ("-Infinity", "not-a-number"),
        ("$100", "unknown-currency"),
        ("1.000", "ambiguous-amount"),
        ("1 trillion", "ambiguous-amount"),
        ("2 billones", "ambiguous-amount"),
        ("at least 100m", "not-an-amount"),
        ("100m or more", "not-an-amount"),
        ("5-10", "not-an-amount"),
        ("1,00,0", "not-an-amount"),
        ("1e300", "amount-too-large"),
        ("lots", "not-an-amount"),
        ("=1+1", "not-an-amount"),
    ],
)
def test_what_is_no_one_amount_is_refused(told: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        told_amount(told)
    assert refused.value.code == code
    assert refused.value.remedy


def test_what_had_to_be_understood_is_said() -> None:
    assert told_amount("23 million").understood == "read as 23,000,000"  # type: ignore[union-attr]
    assert "thousands" in told_amount("1,000").understood  # type: ignore[union-attr]
    assert told_amount("1000").understood == ""  # type: ignore[union-attr]


def test_the_map_decides_what_a_mark_means() -> None:
    assert told_amount("1.000", decimal=",").value == 1000  # type: ignore[union-attr]
    assert told_amount("1,000", decimal=",").value == 1  # type: ignore[union-attr]
