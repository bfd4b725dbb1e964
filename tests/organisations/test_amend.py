"""Changing what is recorded of an organisation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests import builders

from avow.accounts.actors import VISITOR, Actor
from avow.base.refusals import Refusal
from avow.organisations import access, queries
from avow.organisations.commands import add_alias, amend, registration_of, require_approver
from avow.organisations.models import Organisation

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 12, 1, tzinfo=UTC)


def _amend(row: Organisation, **changes: Any) -> Organisation:
    return amend(organisation=row, changes=changes, actor=builders.ACTOR, at=LATER)


def test_a_new_name_keeps_the_old_one_as_an_alias_and_the_address_stays() -> None:
    row = builders.organisation("Ministry of Women")
    _amend(row, name="Ministry of Gender")
    row.refresh_from_db()
    assert (row.name, row.slug, row.recorded_at) == ("Ministry of Gender", "ministry-of-women", LATER)
    assert registration_of(row).aliases == ("Ministry of Women",)


def test_given_lists_replace_the_old_ones() -> None:
    row = builders.organisation(aliases=("A", "B"), identifiers=("GB-CHC-1", "KE-NCBA-2"))
    _amend(row, aliases=("B", "C"), identifiers=("KE-NCBA-2",))
    assert (registration_of(row).aliases, registration_of(row).identifiers) == (("B", "C"), ("KE-NCBA-2",))


def test_it_is_checked_as_it_would_stand() -> None:
    row = builders.organisation()
    with pytest.raises(Refusal, match="is not a country code"):
        _amend(row, country="XX")
    with pytest.raises(Refusal, match="already stands as given"):
        _amend(row, country="KEN")


def test_an_alias_known_already_is_left_as_it_is() -> None:
    row = builders.organisation("Fund")
    for _ in range(2):
        add_alias(organisation=row, name="The  Fund", actor=builders.ACTOR, at=LATER)
    assert registration_of(row).aliases == ("The  Fund",)


class TestApprover:
    def test_an_organisation_says_whether_it_wants_one(self) -> None:
        row = builders.organisation()
        require_approver(organisation=row, required=True, actor=builders.ACTOR, at=LATER)
        assert queries.needs_approver(row.pk)
        with pytest.raises(Refusal, match="wants an approver already"):
            require_approver(organisation=row, required=True, actor=builders.ACTOR, at=LATER)
        require_approver(organisation=row, required=False, actor=builders.ACTOR, at=LATER)
        assert not queries.needs_approver(row.pk)

    def test_that_is_for_its_administrators_alone(self) -> None:
        row = builders.organisation()
        assert access.may(Actor("P-1", of={row.pk: frozenset({"administrator"})}), "require_approver", row)
        for actor in (Actor("P-2", of={row.pk: frozenset({"editor"})}), Actor("P-3", frozenset({"secretariat"}))):
            assert not access.may(actor, "require_approver", row)


class TestAccess:
    def test_what_no_rule_allows_is_refused_with_a_reason(self) -> None:
        row = builders.organisation()
        for actor in (VISITOR, Actor("P-1", of={row.pk: frozenset({"editor"})})):
            answer = access.may(actor, "amend", row)
            assert not answer
            assert answer.reason
        assert access.may(Actor("P-2", of={row.pk: frozenset({"administrator"})}), "amend", row)
        assert not access.may(Actor("P-2", of={row.pk: frozenset({"administrator"})}), "register")
        assert access.may(Actor("P-3", frozenset({"secretariat"})), "register")

    def test_only_public_ones_and_ones_own_are_seen(self) -> None:
        hidden, public = builders.organisation(), builders.commitment().owner
        assert [row.pk for row in access.visible_to(VISITOR)] == [public.pk]
        assert set(access.visible_to(Actor("P-1", of={hidden.pk: frozenset()}))) == {
            hidden,
            Organisation.objects.get(pk=public.pk),
        }
        assert access.visible_to(Actor("P-3", frozenset({"auditor"}))).count() == 2
