"""How numbers, dates and money read in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from avow.base.dates import PartialDate
from avow.ui import formatting as f

FIXED, THIN = f.FIXED, f.THIN


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "12,345.6"), ("fr", f"12{THIN}345,6"), ("es", "12.345,6"), ("ru", f"12{FIXED}345,6"), ("ar", "12,345.6")],
)
def test_numbers_have_each_languages_separators(language: str, text: str) -> None:
    assert f.number(Decimal("12345.60"), language) == text


def test_spanish_leaves_four_digits_together() -> None:
    assert f.number(1234, "es") == "1234"
    assert f.number(12345, "es") == "12.345"


def test_decimals_stay_as_told_unless_places_are_asked_for() -> None:
    assert f.number(Decimal("3.25"), "en") == "3.25"
    assert f.number(Decimal("3.25"), "en", 1) == "3.2"
    assert f.number(Decimal(3), "en", 2) == "3.00"


def test_a_number_that_rounds_to_nothing_loses_its_sign() -> None:
    assert f.number(Decimal("-0.4"), "en", 0) == "0"
    assert f.number(Decimal(-4), "en") == "−4"


def test_nothing_told_is_nothing_shown() -> None:
    assert f.number(None) == f.percent(None) == f.money(None) == f.partial_date(None) == f.compact(None) == ""


@pytest.mark.parametrize(("language", "text"), [("en", f"69{FIXED}%"), ("fr", f"69{THIN}%"), ("ar", "69%")])
def test_percentages_stand_off_their_sign_as_the_language_does(language: str, text: str) -> None:
    assert f.percent(69, language) == text


def test_signed_numbers_are_isolated_from_their_neighbours() -> None:
    assert f.signed(4, "ar") == "\u2066+4\u2069"
    assert f.signed_html(-4, "en") == '<bdi dir="ltr">−4</bdi>'
    assert f.signed_html(0, "en") == '<bdi dir="ltr">0</bdi>'


def test_a_minus_in_arabic_stays_before_its_number() -> None:
    assert f.number(-6, "ar") == "\u200e−6"


def test_references_are_isolated_and_escaped() -> None:
    assert f.reference_html("C-2021-0042") == '<bdi dir="ltr">C-2021-0042</bdi>'
    assert "<script>" not in f.reference_html("<script>")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", f"US${FIXED}8.4{FIXED}bn"),
        ("fr", f"8,4{FIXED}Md{FIXED}${FIXED}US"),
        ("es", f"8,4{FIXED}mil{FIXED}M{FIXED}US$"),
        ("ru", f"8,4{FIXED}млрд долл.{FIXED}США"),
        ("ar", f"8.4{FIXED}مليار دولار أمريكي"),
    ],
)
def test_large_money_is_short_and_names_its_dollars(language: str, text: str) -> None:
    assert f.money_compact(Decimal(8_400_000_000), "USD", language) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9_999, "9,999"),
        (12_300, f"12.3{FIXED}k"),
        (999_950, f"1{FIXED}m"),
        (310_000_000, f"310{FIXED}m"),
        (999_999_999, f"1{FIXED}bn"),
    ],
)
def test_rounding_never_hides_the_scale(value: int, text: str) -> None:
    assert f.compact(value, "en") == text


def test_a_lowered_pledge_has_its_minus_before_the_currency() -> None:
    assert f.money(Decimal(-6_000_000), "USD", "en") == f"−US${FIXED}6,000,000"


def test_a_currency_without_a_sign_is_named_by_its_code() -> None:
    assert f.money(Decimal(5000), "KES", "en") == f"KES{FIXED}5,000"


@pytest.mark.parametrize(
    ("told", "language", "text"),
    [
        ("2021", "en", "2021"),
        ("2021-06", "en", "June 2021"),
        ("2021-06-30", "en", "30 June 2021"),
        ("2021-07-01", "fr", "1er juillet 2021"),
        ("2021-06", "es", "junio de 2021"),
        ("2021-06-30", "es", "30 de junio de 2021"),
        ("2021-06", "ru", f"июнь 2021{FIXED}г."),
        ("2021-06-30", "ru", f"30 июня 2021{FIXED}г."),
        ("2021-06-30", "ar", "30 يونيو 2021"),
    ],
)
def test_dates_keep_the_precision_they_were_told_in(told: str, language: str, text: str) -> None:
    assert f.partial_date(told, language) == text
    assert f.partial_date(PartialDate.parse(told), language) == text


def test_a_term_without_an_end_is_not_given_one() -> None:
    assert f.term("2021-05", None, "en") == "May 2021 to …"
    assert f.term(None, None, "en") == ""


def test_an_instant_can_be_told_by_the_clocks_of_a_city() -> None:
    at, zone = datetime(2023, 7, 5, 3, 59, tzinfo=UTC), ZoneInfo("America/New_York")
    assert f.instant_in(at, zone, "en") == "4 July 2023, \u206623:59 (New York)\u2069"
    assert f.instant_in(at, ZoneInfo("UTC"), "ar").endswith("، \u206603:59 (UTC)\u2069")


def test_an_instant_says_that_it_is_universal_time() -> None:
    assert f.instant(datetime(2023, 7, 4, 12, 0, tzinfo=UTC), "en") == "4 July 2023, \u206612:00 UTC\u2069"
    assert f.day(date(2023, 7, 4), "fr") == "4 juillet 2023"


def test_lists_are_joined_as_in_a_sentence() -> None:
    assert f.listed(["Kenya", "Mali", "Peru"], "en") == "Kenya, Mali and Peru"
    assert f.listed(["Kenya"], "en") == "Kenya"
    assert f.listed([], "en") == ""


@pytest.mark.parametrize(
    ("language", "count", "category"),
    [
        ("en", 1, "one"), ("en", 0, "other"), ("fr", 0, "one"), ("fr", 2, "other"), ("es", 1_000_000, "many"),
        ("ru", 21, "one"), ("ru", 3, "few"), ("ru", 12, "many"), ("ru", 11, "many"),
        ("ar", 0, "zero"), ("ar", 2, "two"), ("ar", 7, "few"),
        ("ar", 11, "many"), ("ar", 100, "other"), ("ar", 103, "few"),
    ],
)  # fmt: skip
def test_plural_categories_follow_each_language(language: str, count: int, category: str) -> None:
    assert f.plural_category(count, language) == category


def test_a_counted_phrase_fills_in_the_number_as_written() -> None:
    assert f.counted(2700, {"one": "{n} row", "other": "{n} rows"}, "en") == "2,700 rows"
    assert f.counted(1, {"one": "{n} row", "other": "{n} rows"}, "en") == "1 row"


def test_without_a_language_the_active_one_is_written_and_an_unknown_one_reads_as_english() -> None:
    with translation.override("fr"):
        assert f.number(Decimal("1.5")) == "1,5"
    assert f.number(Decimal("1.5"), "tlh") == "1.5"


def test_quotes_and_colons_are_those_of_the_language() -> None:
    assert [f.quoted("so", language) for language in ("en", "fr", "es", "ru", "ar")] == [
        "“so”", "«\u00a0so\u00a0»", "«so»", "«so»", "«so»",
    ]  # fmt: skip
    assert f.named("Theme", "Water", "en") == "Theme: Water"
    assert f.named("Thème", "Eau", "fr") == "Thème\u202f: Eau"
