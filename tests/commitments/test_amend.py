"""Amending and withdrawing: never quietly."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from tests import builders

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.commands import amend, withdraw
from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Target
from avow.commitments.reading import content_of

BY = {"actor": builders.ACTOR, "at": builders.AT}


def _amend(row: Commitment, expected_version: int = 1, reason: str = "Plans changed", **changes: Any) -> Commitment:
    content = builders.replace(content_of(row), **changes)
    return amend(commitment=row, content=content, expected_version=expected_version, reason=reason, **BY)


@pytest.mark.django_db
class TestAmend:
    def test_it_freezes_a_new_version_and_leaves_the_old_one(self) -> None:
        row = builders.commitment()
        _amend(row, title="Care centres in two counties", targets=(builders.target(target=Decimal(500)),))
        row.refresh_from_db()
        assert (row.version, row.change, row.recorded_at) == (2, "weakened", builders.AT)
        assert content_of(row, 1) == builders.content()
        assert content_of(row).title == "Care centres in two counties"
        assert [one.target for one in Target.objects.order_by("version")] == [1000, 500]
        version = CommitmentVersion.objects.get(commitment=row, number=2)
        assert (version.label, version.reason, version.valid_from) == ("weakened", "Plans changed", builders.AT.date())

    def test_a_changed_pledge_is_an_increment_of_the_ledger(self) -> None:
        row = builders.commitment(pledges=(builders.pledge("100"), builders.pledge("50", purpose="Training")))
        _amend(row, pledges=(builders.pledge("80"), builders.pledge("9", "EUR")))
        entries = LedgerEntry.objects.filter(commitment=row, version=2).order_by("number")
        assert [(one.number, one.amount, one.currency, one.purpose) for one in entries] == [
            (3, -20, "USD", "Grants"),
            (4, -50, "USD", "Training"),
            (5, 9, "EUR", "Grants"),
        ]
        row.refresh_from_db()
        assert row.pledged_usd == 80
        assert row.warnings == ("no-rate",)
        assert CommitmentVersion.objects.get(commitment=row, number=2).pledged == ("9.00 EUR", "80.00 USD")

    def test_ledger_and_versions_agree_after_many_amendments(self) -> None:
        row = builders.commitment()
        for version, amount in enumerate(("5", "7000000", "0.01"), 1):
            _amend(row, expected_version=version, pledges=(builders.pledge(amount, on=PartialDate(2021, 6)),))
            row.refresh_from_db()
            assert content_of(row).pledged() == {"USD": Decimal(amount)}
        assert content_of(row, 1).pledged() == {"USD": Decimal(1000000)}

    def test_made_on_an_older_version_it_is_refused_with_the_current_one(self) -> None:
        row = builders.commitment()
        _amend(row, title="First")
        with pytest.raises(Refusal, match="is at version 2 now; your change was made on version 1") as refused:
            _amend(row, title="Second")
        assert refused.value.code == "version-changed"

    def test_it_needs_a_reason_and_a_change(self) -> None:
        row = builders.commitment()
        with pytest.raises(Refusal, match="needs a reason"):
            _amend(row, title="Other", reason=" ")
        with pytest.raises(Refusal, match="already says this"):
            _amend(row)

    def test_versions_hold_one_after_the_other(self) -> None:
        row = builders.commitment()
        earlier = builders.content(title="Other")
        with pytest.raises(Refusal, match="Version 1 holds since 2021-07-01"):
            amend(commitment=row, content=earlier, expected_version=1, reason="x", valid_from=date(2021, 6, 30), **BY)


@pytest.mark.django_db
class TestWithdraw:
    def test_it_stays_listed_and_takes_no_more_words(self) -> None:
        row = withdraw(commitment=builders.commitment(), reason="The fund was closed", **BY)
        assert (row.standing, row.reference) == ("withdrawn", "C-2021-0001")
        with pytest.raises(Refusal, match="is withdrawn: nothing can be added"):
            _amend(row, title="Other")

    def test_it_needs_a_reason_and_happens_once(self) -> None:
        row = builders.commitment()
        with pytest.raises(Refusal, match="needs a reason"):
            withdraw(commitment=row, reason="", **BY)
        with pytest.raises(Refusal, match="invisible control character"):
            withdraw(commitment=row, reason="Our\x00funder left", **BY)
        withdraw(commitment=row, reason="x", **BY)
        with pytest.raises(Refusal, match="possible only while it is live or lapsed; it is withdrawn"):
            withdraw(commitment=row, reason="x", **BY)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_amendments_at_once_the_second_is_refused_with_the_current_version() -> None:
    row = builders.commitment()
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def change(title: str) -> None:
        try:
            content = builders.content(title=title)
            both.wait()
            amend(commitment=row, content=content, expected_version=1, reason="x", **BY)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(title,)) for title in ("One", "Other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "version-changed"]
    assert CommitmentVersion.objects.filter(commitment=row).count() == 2
