"""Making a release."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests import builders

from avow.commitments.commands import amend, draft, withdraw
from avow.framework.commands import install
from avow.kernel import journal
from avow.organisations.commands import amend as amend_organisation
from avow.organisations.models import Organisation
from avow.packs.shipped import shipped_pack
from avow.publishing import collecting
from avow.publishing.releasing import last_release, publish, sealed_heads, verify_desk
from avow.record.verification import verify

pytestmark = pytest.mark.django_db
BY = {"actor": builders.ACTOR, "at": builders.AT}


def _published(report: Any, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Rows of a table of the release, by its key."""
    files = str(report.path / "tables" / table / "*.parquet")
    with duckdb.connect() as connection:
        return connection.execute(f"select {columns} from read_parquet('{files}') order by all").fetchall()


def test_the_first_release_holds_every_table_whole_and_verifies() -> None:
    builders.commitment()
    report = publish(at=builders.AT)
    assert (report.release, report.fresh) == (1, True)
    assert dict(report.tables) == {
        "commitment_actions": 1,
        "commitment_makers": 1,
        "commitment_turns": 0,
        "commitment_versions": 1,
        "commitments": 1,
        "former_actions": 0,
        "former_makers": 0,
        "former_targets": 0,
        "ledger": 1,
        "organisations": 1,
        "stage_declarations": 0,
        "strengths": 1,
        "target_values": 0,
        "targets": 1,
    }
    assert verify(report.path).ok


def test_it_is_sealed_with_the_head_of_the_journal(own_home: Path) -> None:
    builders.commitment()
    publish(at=builders.AT)
    head = journal.head()
    assert sealed_heads(own_home / "record") == {head.length: head.hash}
    last = last_release(own_home / "record")
    assert last is not None
    assert (last.journal, last.day) == (head.length, builders.AT.date())
    assert verify_desk().ok


def test_nothing_changed_makes_no_release() -> None:
    builders.commitment()
    publish(at=builders.AT)
    again = publish(at=builders.AT + timedelta(minutes=10))
    assert (again.release, again.fresh, list(again.changed)) == (1, False, [])


def test_a_draft_changes_nothing() -> None:
    owner = builders.commitment().owner
    publish(at=builders.AT)
    draft(owner=Organisation.objects.get(pk=owner.pk), content=builders.content(), **BY)
    assert not publish(at=builders.AT).fresh


class TestChanged:
    """Within a day, only what the journal names is read, and everything that shows it."""

    def test_an_amended_commitment_is_replaced_and_others_stay(self) -> None:
        owner = builders.organisation()
        first, _ = builders.commitment(owner), builders.commitment(owner)
        publish(at=builders.AT)
        amend(commitment=first, content=builders.content(title="New"), expected_version=1, reason="x", **BY)
        report = publish(at=builders.AT)
        tables = ["commitment_versions", "commitments", "former_actions", "former_targets", "strengths"]
        assert sorted(report.changed) == tables
        assert _published(report, "commitments", "reference, title, version") == [
            ("C-2021-0001", "New", 2),
            ("C-2021-0002", "Care centres in every county", 1),
        ]
        assert verify(report.path).ok

    def test_a_target_that_was_lowered_is_still_in_the_release_as_it_was(self) -> None:
        row = builders.commitment()
        publish(at=builders.AT)
        lowered = builders.content(targets=(builders.target(target=Decimal(600)),))
        amend(commitment=row, content=lowered, expected_version=1, reason="x", **BY)
        report = publish(at=builders.AT)
        assert _published(report, "commitments", "change") == [("weakened",)]
        assert _published(report, "targets", "number, target") == [(1, Decimal(600))]
        assert _published(report, "former_targets", "version, number, target") == [(1, 1, Decimal(1000))]
        assert verify(report.path).ok

    def test_the_reason_of_a_withdrawal_is_in_the_release(self) -> None:
        row = builders.commitment()
        publish(at=builders.AT)
        withdraw(commitment=row, reason="Our funder left.", **BY)
        report = publish(at=builders.AT)
        assert _published(report, "commitments", "standing, standing_on, standing_reason") == [
            ("withdrawn", builders.AT.date(), "Our funder left.")
        ]

    def test_a_renamed_organisation_changes_the_commitments_it_owns(self) -> None:
        owner = builders.organisation("Old name")
        builders.commitment(owner)
        publish(at=builders.AT)
        amend_organisation(organisation=owner, changes={"name": "New name"}, **BY)
        report = publish(at=builders.AT)
        assert _published(report, "commitments", "owner_name") == [("New name",)]
        assert _published(report, "organisations", "name, slug") == [("New name", "old-name")]

    def test_a_payer_that_becomes_public_is_named_in_older_ledgers(self) -> None:
        payer = builders.organisation()
        builders.commitment(pledges=(builders.pledge(payer=payer.reference),))
        publish(at=builders.AT)
        builders.commitment(payer, pledges=())
        report = publish(at=builders.AT)
        assert _published(report, "ledger", "payer") == [(payer.reference,)]

    def test_a_release_by_changes_is_the_same_as_one_read_whole(self, monkeypatch: pytest.MonkeyPatch) -> None:
        owner = builders.organisation()
        rows = [builders.commitment(owner) for _ in range(3)]
        publish(at=builders.AT)
        withdraw(commitment=rows[1], reason="x", **BY)
        builders.commitment(owner)
        by_changes = publish(at=builders.AT)
        assert by_changes.fresh
        monkeypatch.setattr(collecting, "WHOLE_FROM", 0)
        owner.refresh_from_db()
        amend_organisation(organisation=owner, changes={"website": "https://example.org"}, **BY)
        whole = publish(at=builders.AT)
        assert list(whole.changed) == ["organisations"]


def test_on_a_new_day_standings_are_read_again() -> None:
    builders.commitment(end=builders.PartialDate(2026, 11, 22))
    assert _published(publish(at=builders.AT), "commitments", "standing") == [("live",)]
    tomorrow = publish(at=builders.AT + timedelta(days=1))
    assert tomorrow.fresh
    assert _published(tomorrow, "commitments", "standing") == [("ended",)]


def test_a_new_pack_is_in_the_next_release_with_its_indicators() -> None:
    builders.commitment()
    publish(at=builders.AT)
    install(pack=shipped_pack(), **BY)
    report = publish(at=builders.AT)
    assert {"pack", "indicators"} <= set(report.changed)
    assert (report.path / "figures.parquet").exists()
    assert verify(report.path).ok
