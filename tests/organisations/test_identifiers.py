"""Registry identifiers."""

from __future__ import annotations

import pytest

from avow.base.refusals import Refusal
from avow.organisations.identifiers import RegistryIdentifier


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("GB-CHC-1234567", "GB-CHC", "1234567"),
        (" XM-DAC-41146 ", "XM-DAC", "41146"),
        ("FR-RCS-552 100 554", "FR-RCS", "552 100 554"),
        ("KE-NCBA-OP.218/051-92", "KE-NCBA", "OP.218/051-92"),
    ],
)
def test_list_and_value_are_told_apart(text: str, scheme: str, value: str) -> None:
    found = RegistryIdentifier.parse(text)
    assert (found.scheme, found.value) == (scheme, value)
    assert str(found) == text.strip()


@pytest.mark.parametrize("text", ["", "1234567", "gb-chc-1", "GB-CHC-", "GB-CHC", "GBR-CHC-1", "GB--1"])
def test_any_other_shape_is_refused_with_the_right_one(text: str) -> None:
    with pytest.raises(Refusal, match="GB-CHC-1234567"):
        RegistryIdentifier.parse(text)
