"""A told value is recognised by code, by a name in any language, or by another spelling; never guessed."""

from __future__ import annotations

import pytest

from avow.packs.recognising import Recogniser
from avow.packs.shipped import shipped_pack

RECOGNISER = Recogniser(shipped_pack())


@pytest.mark.parametrize(
    ("listed_in", "told", "code"),
    [
        ("themes", "Gender-Based Violence", "gbv"),
        ("themes", "justice climatique", "climate"),
        ("themes", "Bodily Autonomy and SRHR", "srhr"),
        ("actions", "Online and tech-facilitated GBV", "tech-4"),
        ("categories", "Member State", "government"),
        ("categories", "UN agency", "international"),
        ("types", "Programmatic", "programmatic"),
        ("countries", "NA", "NAM"),
        ("countries", "ken", "KEN"),
        ("countries", "COTE D'IVOIRE", "CIV"),
        ("countries", "Кения", "KEN"),
        ("countries", "كينيا", "KEN"),
        ("currencies", "usd", "USD"),
        ("tracks", "Action Coalitions", "action-coalitions"),
        ("windows", "2021", "2021"),
    ],
)
def test_a_spelling_is_recognised(listed_in: str, told: str, code: str) -> None:
    assert RECOGNISER.code(listed_in, told) == code


@pytest.mark.parametrize(("listed_in", "told"), [("themes", "Cross-coalition"), ("themes", ""), ("countries", "Atlantis")])
def test_what_is_no_code_is_not_guessed(listed_in: str, told: str) -> None:
    assert RECOGNISER.code(listed_in, told) is None


def test_a_name_two_codes_share_means_neither() -> None:
    assert RECOGNISER.code("currencies", "Bolívar Soberano") is None
    assert RECOGNISER.code("currencies", "VES") == "VES"
