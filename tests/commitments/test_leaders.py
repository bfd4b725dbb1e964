"""Leaders commit for five years in the themes they lead, unless excepted: judged on the day of confirmation."""

from __future__ import annotations

from typing import Any

import pytest
from tests import builders

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.commands import HardRulesBroken, amend, confirm, draft, except_leader, submit
from avow.commitments.models import Commitment
from avow.commitments.queries import exceptions_of
from avow.commitments.reading import content_of
from avow.organisations.commands import amend as amend_organisation
from avow.organisations.models import Organisation

pytestmark = pytest.mark.django_db
BY = {"actor": builders.ACTOR, "at": builders.AT}
SHORT = {"start": PartialDate(2024), "end": PartialDate(2026)}
LONG = {"start": PartialDate(2021), "end": PartialDate(2026)}


def _draft(owner: Organisation, **values: Any) -> Commitment:
    return draft(owner=owner, content=builders.content(**values), **BY)


def _except(owner: Organisation, theme: str = "care", reason: str = "Elections", alternative: str = "A plan a year") -> None:
    except_leader(organisation=owner, theme=theme, reason=reason, alternative=alternative, **BY)


class TestRule:
    def test_it_binds_a_leader_in_a_theme_it_leads(self) -> None:
        with pytest.raises(HardRulesBroken, match="Its owner leads care and commits there for 5 years"):
            submit(commitment=_draft(builders.organisation(leads=("care",)), **SHORT), **BY)

    def test_elsewhere_it_makes_commitments_like_others(self) -> None:
        owner = builders.organisation(leads=("land",))
        row = confirm(commitment=submit(commitment=_draft(owner, **SHORT), **BY), **BY)
        assert row.led == ()

    def test_whoever_leads_on_the_day_of_confirmation_is_bound(self) -> None:
        owner = builders.organisation()
        row = submit(commitment=_draft(owner, **SHORT), **BY)
        amend_organisation(organisation=owner, changes={"leads": ("care",)}, **BY)
        with pytest.raises(HardRulesBroken, match="Its owner leads care"):
            confirm(commitment=row, **BY)

    def test_who_leads_later_is_not(self) -> None:
        owner = builders.organisation()
        row = confirm(commitment=submit(commitment=_draft(owner, **LONG), **BY), **BY)
        amend_organisation(organisation=owner, changes={"leads": ("care",)}, **BY)
        amend(commitment=row, content=builders.content(**SHORT), expected_version=1, reason="x", **BY)

    def test_a_led_commitment_cannot_be_amended_below_the_term(self) -> None:
        owner = builders.organisation(leads=("care", "land"))
        row = confirm(commitment=submit(commitment=_draft(owner, **LONG), **BY), **BY)
        assert row.led == ("care",)
        shorter = builders.content(**SHORT)
        with pytest.raises(HardRulesBroken, match="Its owner leads care"):
            amend(commitment=row, content=shorter, expected_version=1, reason="x", **BY)
        _except(owner)
        amend(commitment=row, content=shorter, expected_version=1, reason="x", **BY)
        assert content_of(Commitment.objects.get(pk=row.pk)).end == PartialDate(2026)


class TestException:
    def test_it_lifts_the_rule_and_is_told_with_the_commitment_that_needed_it(self) -> None:
        owner = builders.organisation(leads=("care",))
        _except(owner)
        row = confirm(commitment=submit(commitment=_draft(owner, **SHORT), **BY), **BY)
        turn = row.turns.get()
        assert (turn.turn, turn.reason, turn.detail, turn.said_by) == (
            "term-excepted", "Elections", "A plan a year", "secretariat"
        )  # fmt: skip
        assert [one.theme for one in exceptions_of(owner.pk)] == ["care"]

    def test_one_that_was_not_needed_is_not_told(self) -> None:
        owner = builders.organisation(leads=("care",))
        _except(owner)
        row = confirm(commitment=submit(commitment=_draft(owner, **LONG), **BY), **BY)
        assert not row.turns.exists()

    def test_it_holds_in_its_theme_alone(self) -> None:
        owner = builders.organisation(leads=("care", "land"))
        _except(owner, "land")
        with pytest.raises(HardRulesBroken, match="Its owner leads care and"):
            submit(commitment=_draft(owner, **SHORT), **BY)

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"theme": "land"}, "not-leader"),
            ({"reason": ""}, "reason-missing"),
            ({"alternative": ""}, "reason-missing"),
        ],
    )
    def test_what_cannot_be_is_refused(self, values: dict[str, str], code: str) -> None:
        with pytest.raises(Refusal) as refused:
            _except(builders.organisation(leads=("care",)), **values)
        assert refused.value.code == code

    def test_it_is_given_once(self) -> None:
        owner = builders.organisation(leads=("care",))
        _except(owner)
        with pytest.raises(Refusal, match="is excepted in care already"):
            _except(owner)
