"""Page addresses from names in any script."""

from __future__ import annotations

import pytest

from avow.organisations.slugs import LONGEST, free_slugs, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Women's Fund & Friends", "women-s-fund-and-friends"),
        ("Fundación para la Niñez", "fundacion-para-la-ninez"),
        ("Ministère de l’Égalité", "ministere-de-l-egalite"),
        ("Straße der Frauen", "strasse-der-frauen"),
        ("Łódź Øst", "lodz-ost"),
        ("Министерство труда", "ministerstvo-truda"),
        ("Щедрые ёлки", "shchedrye-yolki"),
        ("وزارة المرأة", "wzara-almraa"),
        ("Ελλάδα", "ellada"),
        ("İstanbul Kadın", "istanbul-kadin"),
        ("女性基金", ""),
        ("  --  ", ""),
    ],
)
def test_a_name_is_written_in_plain_latin_letters(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_long_name_is_cut_at_a_word() -> None:
    slug = slug_of("alliance " * 30)
    assert len(slug) <= LONGEST
    assert slug.endswith("alliance")


def test_a_name_that_cannot_be_written_so_has_its_reference() -> None:
    assert free_slugs(["女性基金"], ["O-0008"], lambda wanted: ()) == ["o-0008"]


def test_a_slug_somebody_has_is_told_apart_by_the_reference() -> None:
    held = {"care-fund"}
    found = free_slugs(["Care Fund", "Land Fund", "Land fund"], ["O-0001", "O-0002", "O-0003"], held.intersection)
    assert found == ["care-fund-o-0001", "land-fund", "land-fund-o-0003"]
