"""Filling a home: everything goes through the desk's commands, and the same seed makes the same home."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Maker, StageDeclaration, TargetValue
from avow.demo import commitments, filling, home, organisations
from avow.framework import commands as framework_commands
from avow.framework import queries as framework
from avow.kernel import journal
from avow.organisations.models import Organisation
from avow.packs.shipped import shipped_pack

COUNT = 120

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled() -> list[tuple[str, int, int | None]]:
    framework_commands.install(pack=shipped_pack(), actor="system", at=datetime(2021, 1, 4, tzinfo=UTC))
    told: list[tuple[str, int, int | None]] = []
    filling.fill(seed=1, count=COUNT, progress=lambda *step: told.append(step))
    return told


def test_every_commitment_and_maker_is_there(filled: list[tuple[str, int, int | None]]) -> None:
    assert Commitment.objects.count() == COUNT
    assert Organisation.objects.count() == organisations.count(COUNT)
    assert filled[-1] == ("filling", COUNT, COUNT)


def test_references_follow_the_days_of_confirmation(filled: object) -> None:
    rows = list(Commitment.objects.order_by("order").values_list("confirmed_on", flat=True))
    assert rows == sorted(rows)


def test_the_desk_holds_what_was_invented(filled: object) -> None:
    invented = [commitments.invent(1, index) for index in range(COUNT)]
    titles = set(CommitmentVersion.objects.filter(number=1).values_list("title", flat=True))
    assert titles == {one.content.title for one in invented}
    assert Maker.objects.count() == sum(1 + len(one.co_makers) for one in invented)
    assert StageDeclaration.objects.exists()
    assert TargetValue.objects.exists()
    assert {entry.stage for entry in LedgerEntry.objects.all()} == {"pledged", "secured", "disbursed", "spent"}


def test_the_journal_holds(filled: object) -> None:
    assert journal.verify_chain().ok


def test_the_pack_of_a_demonstration_says_so(filled: object) -> None:
    home.mark_pack()
    assert framework.current().form["demonstration"] is True
