"""Codes found by the names people use; columns found by their headings; likenesses and contradictions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from avow.base.refusals import Refusal
from avow.packs.publishing import public_form
from avow.packs.shipped import shipped_pack
from avow.sheets import mapping
from avow.sheets.codes import listed_states, state_named, vocabularies
from avow.sheets.likeness import NearTexts, blocks, contradiction, neighbours
from avow.sheets.mapping import Field
from avow.sheets.report import Report, finding
from avow.sheets.vocabulary import Vocabulary

FIELDS = (
    Field("title", "the promise in a line", ("titre", "название")),
    Field("amount", "money", ("montant", "value")),
    Field("start", "when it starts", ("date de début",)),
)


@pytest.fixture(scope="module")
def found() -> dict[str, Vocabulary]:
    return vocabularies(public_form(shipped_pack()))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("KEN", "KEN"),
        ("ke", "KEN"),
        ("NA", "NAM"),
        ("004", "AFG"),
        ("516", "NAM"),
        ("Namibie", "NAM"),
        ("Кения", "KEN"),
        ("فرنسا", "FRA"),
        ("United States", "USA"),
        ("Côte d'Ivoire", "CIV"),
        ("Cote d’Ivoire", "CIV"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Kosovo", "XKX"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("UK", "GBR"),
        ("España", "ESP"),
        ("Suède", "SWE"),
    ],
)
def test_a_country_is_found_in_any_form(found: dict[str, Vocabulary], told: str, code: str) -> None:
    assert found["countries"].find(told) == code


def test_every_country_is_found_by_each_of_its_codes_and_names(found: dict[str, Vocabulary]) -> None:
    lost = []
    for entry in shipped_pack().lists["countries"].entries:
        names = [entry.code, entry.marks.get("alpha2"), entry.marks.get("numeric"), *entry.name.values()]
        lost += [(entry.code, name) for name in names if name and found["countries"].find(name) != entry.code]
    assert lost == []


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("Member State", "government"),
        ("UN agency", "international"),
        ("International organisation", "international"),
        ("NGO", "civil-society"),
        ("Private sector", "private-sector"),
        ("Philanthropy", "philanthropy"),
        ("Multi-stakeholder alliance", "other"),
        ("ONG", "civil-society"),
    ],
)
def test_a_category_is_found_by_what_lists_call_it(found: dict[str, Vocabulary], told: str, code: str) -> None:
    assert found["categories"].find(told) == code


def test_cross_coalition_means_no_single_theme(found: dict[str, Vocabulary]) -> None:
    assert found["themes"].find("Cross-coalition") == ""
    assert found["themes"].find("Technology and Innovation for Gender Equality") == "tech"


def test_an_unknown_name_brings_the_nearest(found: dict[str, Vocabulary]) -> None:
    assert found["themes"].find("Gender-Based Violense") is None
    assert "Did you mean" in found["themes"].remedy("Gender-Based Violense")
    assert found["categories"].nearest("N") == []


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Governments of Finland, Rwanda and Georgia", ("FIN", "RWA", "GEO")),
        ("Governments of Mexico and France", ("MEX", "FRA")),
        ("Department of Foreign Affairs, Trade and Development", ()),
        ("Iringa Development of Youth, Disabled and Children Care", ()),
        ("Trinidad and Tobago", ()),
        ("Government of Bosnia and Herzegovina", ()),
    ],
)
def test_only_a_sentence_that_lists_countries_is_taken_for_a_list(
    found: dict[str, Vocabulary], name: str, listed: tuple[str, ...]
) -> None:
    assert (() if state_named(name, found["countries"]) else listed_states(name, found["countries"])) == listed


def test_columns_are_guessed_in_any_language_and_nearly_right(tmp_path: Path) -> None:
    guessed = mapping.guess(["Titre", "VALUE ", "Date de debut", "other"], FIELDS)
    assert guessed.columns == {"title": "Titre", "amount": "VALUE ", "start": "Date de debut"}
    assert guessed.unused == ("other",)


def test_a_saved_map_reads_back_the_same(tmp_path: Path) -> None:
    guessed = mapping.guess(["Titre", 'odd "name"', "Date de debut"], FIELDS)
    guessed.values = {"themes": {"GBV": "gbv", "=all": ""}}
    guessed.dates = "day-first"
    mapping.save(tmp_path / "map.toml", guessed, FIELDS)
    assert mapping.load(tmp_path / "map.toml", FIELDS, ["Titre", 'odd "name"', "Date de debut"]) == guessed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[columns]\ntitle = "Nope"', "which the file does not have"),
        ('[columns]\nnope = "Titre"', "nothing an import takes"),
        ("[columns]\ntitle = 3", "no table of texts"),
        ('dates = "sideways"', "'sideways'"),
        ("nonsense", "no valid TOML"),
        ("other = 1", "unknown key"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=said):
        mapping.load(tmp_path / "map.toml", FIELDS, ["Titre"])


def test_contradictions_name_a_factor_of_a_thousand() -> None:
    assert "1,000 times" in contradiction(Decimal(1_400_000), Decimal(1_400_000_000))
    assert contradiction(Decimal(5), Decimal(7)) == "they differ by 2"
    assert contradiction(Decimal("5.0"), Decimal(5)) == ""


def test_near_texts_are_found_among_many() -> None:
    near = NearTexts(90.0)
    for number in range(3000):
        name = f"Organisation of region {number:04d}"
        near.add(str(number), name, blocks(name))
    near.add("x", "Women's Entrepreneurship Accelerator", blocks("Women's Entrepreneurship Accelerator"))
    like = near.like("Womens Entrepreneurship Accelerater", neighbours("Womens Entrepreneurship Accelerater"))
    assert like is not None
    assert like.key == "x"


def test_a_report_counts_every_row_once_and_shows_hostile_names_harmless() -> None:
    report = Report(created=2, unchanged=1)
    report.reject([finding(5, "title", "\x1b[31mred", "odd", "The title is '\x1b[31mred'.")])
    assert report.rows == 4
    assert report.exit_code == 1
    assert "\x1b" not in "".join(report.lines())
    assert {"created", "updated", "unchanged", "rejected", "warnings", "rejections"} <= set(report.as_json())
