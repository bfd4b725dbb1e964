"""Reading a text: numbers and dates as people of five languages write them, and input nobody should send."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from avow.commitments.strength.text import READ, read


def _numbers(text: str, language: str = "en") -> list[Decimal]:
    return [one.value for one in read(text, language).numbers]


def _dates(text: str, language: str = "en") -> list[tuple[int, int | None]]:
    return [(one.year, one.month) for one in read(text, language).dates]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,100 villages", "en", "1100"),
        ("3.1 per cent", "en", "3.1"),
        ("ten million impressions", "en", "10000000"),
        ("twenty-five clinics", "en", "25"),
        ("2.5bn", "en", "2500000000"),
        ("2.100 firmas", "es", "2100"),
        ("8,7 millones", "es", "8700000"),
        ("cien mil mujeres", "es", "100000"),
        ("12 000 places", "fr", "12000"),
        ("0,4 %", "fr", "0.4"),
        ("trente-deux lignes", "fr", "32"),
        ("12 тысяч женщин", "ru", "12000"),
        ("خمسة مراكز", "ar", "5"),
        ("١٢٠٠ امرأة", "ar", "1200"),
        ("vituo 50", "sw", "50"),
        ("५० केंद्र", "hi", "50"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(text: str, language: str, value: str) -> None:
    assert _numbers(text, language) == [Decimal(value)]


@pytest.mark.parametrize("text", ["millions of women", "dozens of", "one day", "per cent", "no number at all", "m", "٫", "."])
def test_what_only_sounds_like_a_number_is_none(text: str) -> None:
    assert _numbers(text) == []


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("by June 2027", "en", (2027, 6)),
        ("in 2027", "en", (2027, None)),
        ("abril de 2027", "es", (2027, 4)),
        ("d’ici septembre 2027", "fr", (2027, 9)),
        ("к июню 2027 года", "ru", (2027, None)),
        ("в июне 2027 года", "ru", (2027, 6)),
        ("يونيو 2027", "ar", (2027, 6)),
        ("on 2027-06-30", "en", (2027, 6)),
    ],
)
def test_a_date_is_read_with_its_month_where_it_has_one(text: str, language: str, date: tuple[int, int | None]) -> None:
    assert _dates(text, language) == [date]
    assert _numbers(text, language) == []


def test_a_year_with_a_sign_of_money_is_an_amount() -> None:
    assert (_dates("€2000"), _numbers("€2000")) == ([], [Decimal(2000)])
    assert read("2000 €", "fr").numbers[0].priced


def test_sentences_that_name_a_number_or_a_date_are_told_from_the_others() -> None:
    text = read("We will open 30 clinics. They matter! By 2028, half. Nothing else", "en")
    assert (text.sentences, len(text.exact)) == (4, 2)


def test_a_decimal_point_ends_no_sentence() -> None:
    assert read("The gap is 3.1 per cent today", "en").sentences == 1


def test_tags_and_entities_are_passed_over() -> None:
    assert read("<p class='x1'>Open <b>9</b> clinics &amp; 3&nbsp;courts</p><script>alert(7)</script>", "en").words == [
        "open", "9", "clinics", "3", "courts", "alert", "7",
    ]  # fmt: skip


def test_scripts_that_part_no_words_are_long_all_the_same() -> None:
    assert read("我们将在五年内开设三十个中心", "zh").length == 7


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00\x01\x02",
        "\ud800 lone surrogate",
        "x" * 100_000,
        "<" * 100_000,
        "<a " * 40_000,
        "&" * 100_000,
        "1 " * 50_000,
        "1" * 100_000,
        "1." * 50_000,
        "1,111" * 20_000,
        "2027 " * 20_000,
        "million " * 20_000,
        "a" + "\u0300" * 100_000,
        "٫" * 100_000,
        "²½Ⅷ①" * 10_000,
        "🙂‍↔️" * 20_000,
        "مرحبا " * 20_000,
        "\u202e" * 1000,
        "９９９",
        "9999-99-99 0000-00 1900-13-45",
    ],
    ids=lambda text: repr(text[:12]),
)
@pytest.mark.parametrize("language", ["en", "ar", "", "tlh", "../x"])
def test_no_text_is_too_strange_to_be_read_quickly(text: str, language: str) -> None:
    started = time.process_time()
    found = read(text, language)
    assert time.process_time() - started < 1
    assert found.cut is (len(text) > READ)
