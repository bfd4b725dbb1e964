"""The platform's code lists: complete, in five languages, without the traps of the table they are made from."""

from __future__ import annotations

import pytest

from avow.commitments.columns import TABLES
from avow.organisations.columns import ORGANISATIONS
from avow.packs.country_lists import countries, short_name
from avow.packs.keys import LANGUAGES
from avow.packs.publishing import public_form
from avow.packs.shipped import shipped_pack

LISTS = shipped_pack().lists


def test_every_code_list_a_published_column_names_is_there() -> None:
    form = public_form(shipped_pack())["lists"]
    assert isinstance(form, dict)
    named = {column.codes for table in (*TABLES, ORGANISATIONS) for column in table.columns if column.codes}
    assert named <= set(form)


def test_every_entry_has_a_name_in_every_language() -> None:
    for listed in LISTS.values():
        for entry in listed.entries:
            assert set(entry.name) == set(LANGUAGES)
            assert all(name.strip() for name in entry.name.values())


def test_there_are_the_countries_of_iso_3166_and_kosovo() -> None:
    assert len(LISTS["countries"].entries) == 250
    kosovo = LISTS["countries"].find("XKX")
    assert kosovo is not None
    assert not kosovo.confirmed
    assert kosovo.marks["note"] == "outside-iso"


def test_the_two_letter_code_of_namibia_is_a_text() -> None:
    namibia = LISTS["countries"].find("NAM")
    assert namibia is not None
    assert namibia.marks["alpha2"] == "NA"


def test_numeric_codes_keep_their_leading_zeros() -> None:
    albania = LISTS["countries"].find("ALB")
    assert albania is not None
    assert (albania.marks["numeric"], albania.group) == ("008", "039")


def test_antarctica_alone_has_no_region() -> None:
    assert [entry.code for entry in LISTS["countries"].entries if entry.group is None] == ["ATA"]


def test_every_country_belongs_to_a_listed_region_and_every_region_to_the_world() -> None:
    regions = LISTS["regions"]
    for entry in LISTS["countries"].entries:
        assert entry.group is None or entry.group in regions
    for entry in regions.entries:
        code: str | None = entry.code
        while code and code != "001":
            found = regions.find(code)
            code = found.group if found else None
        assert code == "001"


@pytest.mark.parametrize("mark", ["*", " (the)", " (l'", " (la)", " (el)", " (le)"])
def test_no_country_name_carries_an_article_or_a_footnote(mark: str) -> None:
    assert [entry.code for entry in LISTS["countries"].entries if any(mark in name for name in entry.name.values())] == []


def test_the_article_behind_a_short_name_is_cut_and_what_belongs_to_it_stays() -> None:
    row = {
        "ISO3166-1-Alpha-3": "XXX",
        "UNTERM French Short": "Albanie (l')",
        "official_name_fr": "Albanie",
        "UNTERM English Short": "Cook Islands (the) **",
        "official_name_en": "",
        "UNTERM Spanish Short": "Bolivia (Estado Plurinacional de)",
        "official_name_es": "",
        "UNTERM Russian Short": "",
        "official_name_ru": "Чехия",
    }
    assert short_name(row, "fr") == "Albanie"
    assert short_name(row, "en") == "Cook Islands"
    assert short_name(row, "es") == "Bolivia (Estado Plurinacional de)"
    assert short_name(row, "ru") == "Чехия"


def test_the_script_pads_codes_sorts_and_adds_kosovo() -> None:
    row = {
        "ISO3166-1-Alpha-3": "ZZZ",
        "ISO3166-1-Alpha-2": "NA",
        "ISO3166-1-numeric": "8",
        "Sub-region Code": "39",
        **{f"UNTERM {name} Short": "Somewhere (the)" for name in ("English", "French", "Spanish", "Russian", "Arabic")},
    }
    made = countries([row])
    assert [each["code"] for each in made] == ["XKX", "ZZZ"]
    assert (made[1]["alpha2"], made[1]["numeric"], made[1]["group"], made[1]["en"]) == ("NA", "008", "039", "Somewhere")


def test_currencies_have_a_minor_unit() -> None:
    yen, dinar, lira = (LISTS["currencies"].find(code) for code in ("JPY", "KWD", "TRY"))
    assert yen is not None
    assert dinar is not None
    assert lira is not None
    assert (yen.marks["minor_unit"], dinar.marks["minor_unit"], lira.marks["minor_unit"]) == ("0", "3", "2")


def test_currencies_are_named_in_the_reader_s_language() -> None:
    euro, shilling = (LISTS["currencies"].find(code) for code in ("EUR", "KES"))
    assert euro is not None
    assert shilling is not None
    assert [euro.name[language] for language in LANGUAGES] == ["Euro", "Euro", "Euro", "Евро", "يورو"]
    assert (shilling.name["en"], shilling.name["fr"], shilling.name["es"]) == (
        "Kenyan Shilling",
        "Shilling kényan",
        "Chelín keniano",
    )


def test_a_currency_that_is_no_longer_issued_says_so() -> None:
    kuna = LISTS["currencies"].find("HRK")
    assert kuna is not None
    assert kuna.marks["note"] == "withdrawn"
    assert not kuna.confirmed
