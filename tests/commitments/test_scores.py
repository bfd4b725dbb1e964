"""The history of how strong a commitment is: kept when it changes, never rewritten, none where only a source tells of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests import builders
from tests.builders import ACTOR, AT

from avow.base.dates import PartialDate
from avow.commitments.commands import amend, confirm, draft, enter_money, submit
from avow.commitments.models import Commitment, StrengthScore
from avow.commitments.past import Amended, MoneySaid
from avow.commitments.reading import content_of
from avow.commitments.scores import history, keep_score, strength_of
from avow.commitments.strength import Money
from avow.framework import queries as framework
from avow.framework.commands import install
from avow.framework.models import Framework
from avow.packs.shipped import shipped_pack

pytestmark = pytest.mark.django_db

MEASURED, BARE = builders.content(), builders.content(targets=())


def _told(row: Commitment) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(one.version, one.overall, one.scores) for one in history(row)]


def test_a_confirmed_commitment_has_the_score_of_its_first_version() -> None:
    assert _told(builders.commitment(content=MEASURED)) == [(1, 3, ("depth:3",))]


def test_one_told_by_a_public_source_has_no_strength() -> None:
    assert _told(builders.commitment(content=MEASURED, origin="public-source")) == []


def test_each_version_of_its_past_has_its_own_score() -> None:
    row = builders.commitment(
        content=MEASURED, past=(Amended(on=date(2022, 1, 1), content=BARE, reason="The target was dropped."),)
    )
    assert _told(row) == [(1, 3, ("depth:3",)), (2, 1, ("depth:1",))]


def test_an_amendment_adds_a_score_and_leaves_the_old_one() -> None:
    row = builders.commitment(content=BARE)
    amend(commitment=row, content=MEASURED, expected_version=1, reason="A target was set.", actor=ACTOR, at=AT)
    assert _told(row) == [(1, 1, ("depth:1",)), (2, 3, ("depth:3",))]


def test_money_that_changes_nothing_adds_no_score() -> None:
    row = builders.commitment(content=MEASURED)
    enter_money(
        commitment=row,
        stage="secured",
        purpose="Grants",
        amount=Decimal(5),
        currency="USD",
        on=PartialDate(2022),
        actor=ACTOR,
        at=AT,
    )
    assert len(_told(row)) == 1


def test_money_that_was_secured_counts_by_the_rules_of_the_shipped_framework() -> None:
    install(pack=shipped_pack(), actor=ACTOR, at=AT)
    row = builders.commitment(content=MEASURED)
    enter_money(
        commitment=row,
        stage="secured",
        purpose="Grants",
        amount=Decimal(500_000),
        currency="USD",
        on=PartialDate(2022),
        actor=ACTOR,
        at=AT,
    )
    before, after = ({one.partition(":")[0]: one.partition(":")[2] for one in row.scores} for row in history(row))
    assert (before["funding"], after["funding"]) == ("1", "2")
    assert history(row).last().pack == f"generation-equality {shipped_pack().version}"


def test_a_draft_handed_in_keeps_the_score_it_had_then() -> None:
    builders.organisation()
    row = draft(owner=builders.organisation(), content=replace(MEASURED, end=PartialDate(2026)), actor=ACTOR, at=AT)
    submit(commitment=row, actor=ACTOR, at=AT)
    row.refresh_from_db()
    confirm(commitment=row, actor=ACTOR, at=AT)
    assert [(one.number, one.version) for one in history(row)] == [(1, 0), (2, 1)]


def test_saving_a_draft_that_scores_the_same_adds_nothing() -> None:
    row = draft(owner=builders.organisation(), content=MEASURED, actor=ACTOR, at=AT)
    rates = framework.rates()
    for content in (BARE, BARE, MEASURED):
        keep_score(row, content, rates=rates, at=AT, makers=1)
    assert _told(row) == [(0, 1, ("depth:1",)), (0, 3, ("depth:3",))]


def test_a_framework_from_before_rules_were_scored_scores_nothing() -> None:
    builders.organisation()
    Framework.objects.update(form={"id": "tiny"})
    assert strength_of(MEASURED) is None
    assert _told(builders.commitment(content=MEASURED)) == []


def test_a_draft_form_asks_for_the_strength_of_what_is_there_so_far() -> None:
    builders.organisation()
    found = strength_of(replace(MEASURED, title="", description="", start=None), given=[Money("secured", Decimal(1))])
    assert found is not None
    assert found.by_part() == {"depth": 3, "overall": 3}


def test_what_was_secured_before_a_version_counts_in_its_score() -> None:
    install(pack=shipped_pack(), actor=ACTOR, at=AT)
    secured = MoneySaid(on=date(2022, 1, 1), stage="secured", amount=Decimal(900_000), currency="USD")
    row = builders.commitment(content=MEASURED, past=(secured,))
    assert "funding:2" in StrengthScore.objects.get(commitment=row).scores
    assert content_of(row).pledges
