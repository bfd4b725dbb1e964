"""Entering organisations."""

from __future__ import annotations

from typing import Any

import pytest
from tests import builders

from avow.base.refusals import Refusal
from avow.kernel.models import JournalEntry
from avow.organisations import queries
from avow.organisations.commands import Registration, register
from avow.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def _register(*names: str, **values: Any) -> list[Organisation]:
    entries = [Registration(name=name, **{"category": "government", "country": "KEN", **values}) for name in names]
    return register(entries=entries, actor=builders.ACTOR, at=builders.AT)


@pytest.fixture(autouse=True)
def _framework() -> None:
    builders.framework()


def test_references_follow_each_other_and_everything_is_kept() -> None:
    first, second = _register("Ministry of Care", "Women's Fund", aliases=("The Fund",) * 2, website="https://example.org")
    assert [first.reference, second.reference] == ["O-0001", "O-0002"]
    stored = Organisation.objects.get(pk=second.pk)
    assert (stored.name, stored.kind, stored.country, stored.website) == (
        "Women's Fund",
        "organisation",
        "KEN",
        "https://example.org",
    )
    assert [alias.name for alias in stored.aliases.all()] == ["The Fund"]


def test_one_entry_of_the_journal_names_the_batch() -> None:
    made = _register("One", "Other")
    assert JournalEntry.objects.get().subject_list == [("organisation", row.pk) for row in made]


def test_two_of_one_name_get_different_slugs_that_stay() -> None:
    assert [row.slug for row in _register("Fonds Égalité", "Fonds égalité")] == ["fonds-egalite", "fonds-egalite-o-0002"]


def test_nobody_is_public_before_a_commitment_but_leaders_are() -> None:
    plain, leader = _register("Plain")[0], _register("Leader", leads=("care",))[0]
    assert (plain.public_since, leader.public_since) == (None, builders.AT.date())


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"category": "choir"}, "category-unknown"),
        ({"sub_category": "choir"}, "sub-category-unknown"),
        ({"country": "KE"}, "country-unknown"),
        ({"international": True}, "country-of-international"),
        ({"leads": ("space",)}, "theme-unknown"),
        ({"identifiers": ("nonsense",)}, "identifier-shape"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_does_not_hold_refuses_the_batch(values: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        _register("One", **values)
    assert refused.value.code == code
    assert not Organisation.objects.exists()


def test_an_identifier_belongs_to_one_organisation() -> None:
    _register("One", identifiers=("GB-CHC-1",))
    with pytest.raises(Refusal, match="GB-CHC-1 already belongs to O-0001 One"):
        _register("Other", identifiers=("GB-CHC-1",))
    with pytest.raises(Refusal, match="Two organisations of the batch"):
        _register("A", "B", identifiers=("GB-CHC-2",))


def test_names_and_aliases_are_found_however_they_are_spaced_and_cased() -> None:
    _register("Ministry of  Care", aliases=("MoC",))
    _register("Shared", "shared")
    assert queries.names() == {"ministry of care": "O-0001", "moc": "O-0001"}
