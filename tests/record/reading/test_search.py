"""Searching the record: words in five languages, filters, order, pages."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from tests.record.reading.builders import Books, random_books

from avow.base.refusals import Refusal
from avow.record.reading import Filters, Record, Release

TEXTS = {
    "C-2021-0001": ("en", "Promising equal pay", "We commit to training judges and police officers."),
    "C-2021-0002": ("fr", "Égalité salariale", "L'État s'engage à réformer les lois sur les violences faites aux femmes."),
    "C-2021-0003": ("es", "Educación para niñas", "Ampliar la cobertura de las escuelas rurales; compromisos públicos."),
    "C-2021-0004": ("ru", "Всё для девочек", "Расширение обязательств правительства по защите женщин."),
    "C-2021-0005": (
        "ar",
        "المساواة بين النساء والرجال",
        "تَعْزِيز حقوق الفتيات فى التعليم والصحّة ومكافحة أُمّية المرأة ـ بالعـــدل",
    ),
    "C-2021-0006": ("en", "Climate change and justice", 'The change of climate, "just transition" included.'),
    "C-2022-0001": ("en", "Women's networks", "Supports O'Brien networks; see C-2021-0006."),
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    books = Books(tmp_path_factory.mktemp("search") / "record")
    for reference, (language, title, description) in TEXTS.items():
        books.commitment(reference, language=language, title=title, description=description, owner_name="Ministère Ñandú")
    books.add("targets", commitment="C-2021-0001", number=1, statement="Four thousand midwives hired")
    for number, name in enumerate(["Réseau Fatima", "Girls First", "Ñandú"], start=1):
        books.add("organisations", reference=f"O-{number:04d}", name=name, aliases=["Old Name"] if number == 2 else [])
    books.publish()
    found = Record(books.root).current()
    assert found is not None
    return found


def found(release: Release, words: str, language: str = "") -> list[str]:
    return [row["reference"] for row in release.search(Filters(words=words, language=language)).rows]


@pytest.mark.parametrize(
    ("words", "reference"),
    [
        ("egalite", "C-2021-0002"),
        ("ÉGALITÉ", "C-2021-0002"),
        ("e\u0301galite\u0301", "C-2021-0002"),
        ("l'egalité salariale", "C-2021-0002"),
        ("educacion ninas", "C-2021-0003"),
        ("все девочек", "C-2021-0004"),
        ("ВСЁ", "C-2021-0004"),
        ("المساواه", "C-2021-0005"),
        ("أميه", "C-2021-0005"),
        ("تعزيز", "C-2021-0005"),
        ("بالعدل", "C-2021-0005"),
        ("في التعليم", "C-2021-0005"),
    ],
)
def test_accents_case_and_spelling_variants_do_not_matter(release: Release, words: str, reference: str) -> None:
    assert found(release, words) == [reference]


@pytest.mark.parametrize(
    ("words", "reference"),
    [
        ("commitments judge", "C-2021-0001"),
        ("promises", "C-2021-0001"),
        ("engagement violence femme", "C-2021-0002"),
        ("escuela rural compromiso", "C-2021-0003"),
        ("обязательство женщина", "C-2021-0004"),
        ("حقوق فتيات", "C-2021-0005"),
        ("نساء", "C-2021-0005"),
    ],
)
def test_other_forms_of_a_word_are_found_by_its_stem(release: Release, words: str, reference: str) -> None:
    assert reference in found(release, words + " ")


def test_the_last_word_matches_as_the_start_of_a_word(release: Release) -> None:
    assert found(release, "women netw") == ["C-2022-0001"]
    assert found(release, "netw women") == []
    assert found(release, "netw* women") == ["C-2022-0001"]


def test_the_language_of_a_question_limits_its_stems(release: Release) -> None:
    assert found(release, "promises") == found(release, "promises", "en") == ["C-2021-0001"]
    assert found(release, "promises", "ru") == []


def test_a_quoted_phrase_must_stand_word_by_word_in_one_text(release: Release) -> None:
    assert found(release, "climate change") == found(release, '"climate change"') == ["C-2021-0006"]
    assert found(release, '"change of climate"') == ["C-2021-0006"]
    assert found(release, '"climate of change"') == []
    assert found(release, '"Justice The"') == []


def test_targets_owners_and_references_are_searched_too(release: Release) -> None:
    assert found(release, "midwives") == ["C-2021-0001"]
    assert len(found(release, "ministere nandu")) == len(TEXTS)
    assert found(release, "c-2021-0006") == ["C-2022-0001", "C-2021-0006"]


@pytest.mark.parametrize("words", ['"', "***", '""', "' or 1=1 --", "\x00", "🌍", "NEAR(a b)", "a" * 10_000, "%", "-"])
def test_strange_questions_find_nothing_or_everything_but_never_fail(release: Release, words: str) -> None:
    assert len(found(release, words)) in {0, len(TEXTS)}


def test_no_words_and_no_filters_give_everything_newest_first(release: Release) -> None:
    assert found(release, "  ") == sorted(TEXTS, reverse=True)


def test_organisations_are_found_by_any_of_their_names(release: Release) -> None:
    hits = release.search(Filters(words="old name"), table="organisations")
    assert [row["reference"] for row in hits.rows] == ["O-0002"]
    ordered = release.search(Filters(), sort="name", table="organisations").rows
    assert [row["name"] for row in ordered] == ["Girls First", "Ñandú", "Réseau Fatima"]


@pytest.fixture(scope="module")
def ordered(tmp_path_factory: pytest.TempPathFactory) -> Release:
    books = Books(tmp_path_factory.mktemp("order") / "record")
    for number, amount in enumerate([None, "5.00", "1000.00", None, "70.50", "5.00"], start=9997):
        books.commitment(f"C-2021-{number:04d}", pledged_usd=Decimal(amount) if amount else None, title=f"T {number % 3}")
    release = Record(books.publish().root).current()
    assert release is not None
    return release


def test_references_sort_as_numbers_not_as_text(ordered: Release) -> None:
    rows = ordered.search(Filters(), sort="reference").rows
    assert [row["reference"][7:] for row in rows] == ["9997", "9998", "9999", "10000", "10001", "10002"]


def test_rows_without_a_value_come_last_either_way(ordered: Release) -> None:
    up = [row["pledged_usd"] for row in ordered.search(Filters(), sort="pledged_usd").rows]
    down = [row["pledged_usd"] for row in ordered.search(Filters(), sort="-pledged_usd").rows]
    assert up == [Decimal("5.00"), Decimal("5.00"), Decimal("70.50"), Decimal("1000.00"), None, None]
    assert down == [Decimal("1000.00"), Decimal("70.50"), Decimal("5.00"), Decimal("5.00"), None, None]


def test_pages_are_cut_without_gap_or_overlap(ordered: Release) -> None:
    for sort in ("", "reference", "pledged_usd", "-pledged_usd", "title", "-title"):
        whole = [row["reference"] for row in ordered.search(Filters(), sort=sort, size=50).rows]
        pages = [ordered.search(Filters(), sort=sort, page=page, size=2) for page in (1, 2, 3, 4)]
        assert [row["reference"] for page in pages for row in page.rows] == whole
        assert {page.count for page in pages} == {6}


def test_few_rows_stand_in_the_order_they_have_among_all(tmp_path: Path) -> None:
    release = Record(random_books(tmp_path / "record", 200).publish().root).current()
    assert release is not None
    counts = set()
    for name in ("reference", *release.sorts()):
        for sort in (name, f"-{name}"):
            everyone = [row["reference"] for row in release.search(Filters(), sort=sort, size=500).rows]
            for country, stage, category in product(("PER", "FJI"), ("planning", "completed"), ("government", "youth", "")):
                values = {"countries": (country,), "stage": (stage,), "category": (category,), "themes": ("gbv",)}
                rows = [row["reference"] for row in release.search(Filters(values=values), sort=sort, size=500).rows]
                assert rows == [reference for reference in everyone if reference in rows]
                counts.add(len(rows))
    assert {count for count in counts if 0 < count < 200 // 16}


def test_an_unknown_filter_or_order_is_refused_in_words(ordered: Release) -> None:
    with pytest.raises(Refusal, match=r"no filter named 'colour'.*Use one of: .*themes") as refused:
        ordered.search(Filters(values={"colour": ("red",)}))
    assert refused.value.code == "unknown-filter"
    with pytest.raises(Refusal, match="no order named 'description'"):
        ordered.search(Filters(), sort="-description")


def test_an_unknown_code_finds_nothing(ordered: Release) -> None:
    assert ordered.search(Filters(values={"themes": ("no-such",)})).count == 0
    assert ordered.search(Filters(values={"owner": ("O-9999",)})).count == 0
    assert ordered.search(Filters(values={"owner": ("O-0001",)})).count == 6
    assert ordered.search(Filters(values={"owner": ()})).count == 6


def test_a_missing_folder_is_a_record_without_releases(tmp_path: Path) -> None:
    assert Record(tmp_path / "record").current() is None
