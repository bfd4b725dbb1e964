"""Admitting commitments in bulk: the path of import and demonstration."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests import builders

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.commands import admit
from avow.commitments.content import ActionShare
from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Maker, StageDeclaration, Target, TargetValue
from avow.commitments.past import Amended, MoneySaid, StageSaid, ValueSaid, Withdrawn
from avow.commitments.reading import content_of
from avow.kernel.models import JournalEntry
from avow.organisations.models import Party

pytestmark = pytest.mark.django_db


def test_references_of_a_year_follow_each_other_in_the_order_of_the_batch() -> None:
    owner = builders.organisation()
    entries = [builders.admission(owner, window=window, title=window) for window in ("2021", "2026", "2021")]
    made = admit(entries=entries, actor=builders.ACTOR, at=builders.AT)
    assert [one.reference for one in made] == ["C-2021-0001", "C-2026-0001", "C-2021-0002"]
    assert [one.reference for one in Commitment.objects.order_by("order")] == ["C-2021-0001", "C-2021-0002", "C-2026-0001"]


def test_without_a_window_the_year_is_that_of_the_day_it_was_told() -> None:
    told = builders.commitment(window="", confirmed_on=date(2024, 3, 1), origin="public-source")
    assert told.reference == "C-2024-0001"


def test_everything_told_comes_back_as_told() -> None:
    owner, payer = builders.organisation(), builders.organisation()
    counted = builders.commitment(owner)
    told = builders.content(
        actions=(ActionShare("care", "care-1", Decimal("0.333333")), ActionShare("land")),
        pledges=(
            builders.pledge("0.01", "EUR", on=None, payer=payer.reference),
            builders.pledge("7", netted_at=counted.reference, netted_reason="re-granted"),
        ),
        targets=(builders.target(3), builders.target(1, unit="", target=None, baseline=None)),
        end=None,
    )
    row = builders.commitment(owner, content=told)
    assert content_of(row) == builders.replace(told, targets=(told.targets[1], told.targets[0]))


def test_hard_rules_never_block_it() -> None:
    row = builders.commitment(title="", actions=(), end=PartialDate(2041), warnings=("no-theme", "end-after-framework"))
    assert row.warnings == ("no-theme", "end-after-framework")
    assert Commitment.objects.get().warnings == ("no-theme", "end-after-framework")


class TestMoney:
    def test_a_pledge_is_converted_at_the_rate_of_its_month(self) -> None:
        builders.rate("EUR", date(2021, 6, 1), "0.80")
        row = builders.commitment(pledges=(builders.pledge("100", "EUR", on=PartialDate(2021, 6, 15)),))
        entry = LedgerEntry.objects.get()
        assert (entry.usd, entry.rate, str(entry.rate_period)) == (Decimal("125.00"), Decimal("0.8"), "2021-06")
        assert (row.pledged_usd, row.pledged_net_usd, row.secured_usd) == (Decimal(125), Decimal(125), None)

    def test_without_a_known_rate_it_is_kept_with_a_warning_and_without_dollars(self) -> None:
        row = builders.commitment(pledges=(builders.pledge("100", "KES"), builders.pledge("3")), warnings=("end-missing",))
        assert [(entry.amount, entry.usd) for entry in LedgerEntry.objects.order_by("number")] == [(100, None), (3, 3)]
        assert (row.pledged_usd, row.warnings) == (Decimal(3), ("end-missing", "no-rate"))

    def test_net_leaves_out_what_another_commitment_counts(self) -> None:
        source = builders.commitment()
        row = builders.commitment(
            pledges=(builders.pledge("100"), builders.pledge("40", netted_at=source.reference, netted_reason="re-granted"))
        )
        assert (row.pledged_usd, row.pledged_net_usd) == (140, 100)


class TestMakers:
    def test_owner_and_co_makers_are_recorded_with_their_roles(self) -> None:
        owner, second, third = (builders.organisation() for _ in range(3))
        makers = ((second.reference, "co-maker"), (third.reference, "proposed"), (owner.reference, "co-maker"))
        row = builders.commitment(owner, co_makers=makers)
        found = Maker.objects.filter(commitment=row).order_by("id").values_list("party", "role")
        assert list(found) == [(owner.pk, "owner"), (second.pk, "co-maker"), (third.pk, "proposed")]

    def test_they_become_public_and_payers_do_not(self) -> None:
        owner, payer = builders.organisation(), builders.organisation()
        builders.commitment(owner, pledges=(builders.pledge(payer=payer.reference),))
        assert Party.objects.get(pk=owner.pk).public_since == builders.AT.date()
        assert Party.objects.get(pk=payer.pk).public_since is None

    def test_an_unknown_role_is_refused(self) -> None:
        other = builders.organisation()
        with pytest.raises(Refusal, match="is not a role of a co-maker"):
            builders.commitment(co_makers=((other.reference, "friend"),))


class TestBatch:
    def test_one_entry_of_the_journal_names_all_of_it(self) -> None:
        owner = builders.organisation()
        made = admit(entries=[builders.admission(owner) for _ in range(3)], actor=builders.ACTOR, at=builders.AT)
        entry = JournalEntry.objects.get(command="commitments.admit")
        assert entry.subject_list == [*(("commitment", one.pk) for one in made), ("organisation", owner.pk)]

    def test_an_unknown_reference_refuses_all_of_it_and_takes_no_number(self) -> None:
        owner = builders.organisation()
        bad = builders.admission(owner, pledges=(builders.pledge(payer="O-0999"),))
        with pytest.raises(Refusal, match="O-0999 is not known here"):
            admit(entries=[builders.admission(owner), bad], actor=builders.ACTOR, at=builders.AT)
        assert not Commitment.objects.exists()
        assert builders.commitment(owner).reference == "C-2021-0001"

    def test_an_empty_one_is_nothing_to_journal(self) -> None:
        assert admit(entries=[], actor=builders.ACTOR, at=builders.AT) == []
        assert not JournalEntry.objects.exists()

    def test_a_control_character_is_refused_and_shown(self) -> None:
        with pytest.raises(Refusal, match="Care �centres"):
            builders.commitment(title="Care \x1fcentres")


class TestPast:
    def test_what_happened_since_comes_with_it(self) -> None:
        first = builders.content()
        later = builders.replace(first, end=PartialDate(2026, 12), pledges=(builders.pledge("1500000"),))
        row = builders.commitment(
            content=first,
            past=(
                StageSaid(on=date(2022, 5, 1), stage="planning"),
                Amended(on=date(2023, 1, 1), content=later, reason="More need", recorded_at=datetime(2023, 1, 2, tzinfo=UTC)),
                ValueSaid(on=date(2023, 5, 1), target=1, value=Decimal(300), value_on=date(2023, 4, 30), proof="document"),
                MoneySaid(on=date(2023, 5, 1), stage="secured", amount=Decimal(200000), fulfils=1),
                StageSaid(on=date(2023, 5, 1), stage="in-progress", trajectory="behind", reason="Late start"),
            ),
        )
        row.refresh_from_db()
        assert (row.version, row.change, row.stage, row.stage_on) == (2, "strengthened", "in-progress", date(2023, 5, 1))
        assert (row.pledged_usd, row.secured_usd) == (1500000, 200000)
        assert content_of(row).pledges[0].amount == 1500000
        versions = CommitmentVersion.objects.filter(commitment=row).order_by("number")
        assert [(one.number, one.label, one.valid_from) for one in versions] == [
            (1, "", date(2021, 7, 1)),
            (2, "strengthened", date(2023, 1, 1)),
        ]
        ledger = LedgerEntry.objects.filter(commitment=row).order_by("number")
        assert [(one.number, one.version, one.stage, one.amount, one.fulfils) for one in ledger] == [
            (1, 1, "pledged", 1000000, None),
            (2, 2, "pledged", 500000, None),
            (3, 2, "secured", 200000, 1),
        ]
        assert (TargetValue.objects.get().value, StageDeclaration.objects.count(), Target.objects.count()) == (300, 2, 2)

    def test_a_withdrawn_one_stays_withdrawn(self) -> None:
        row = builders.commitment(past=(Withdrawn(on=date(2022, 1, 1), reason="No funds"),))
        assert (row.standing, row.standing_since) == ("withdrawn", date(2022, 1, 1))

    @pytest.mark.parametrize(
        ("event", "code"),
        [
            (
                ValueSaid(on=date(2022, 1, 1), target=9, value=Decimal(1), value_on=date(2022, 1, 1), proof="document"),
                "target-unknown",
            ),
            (MoneySaid(on=date(2022, 1, 1), stage="secured", amount=Decimal(1), fulfils=9), "pledge-unknown"),
            (MoneySaid(on=date(2022, 1, 1), stage="pledged", amount=Decimal(1)), "code-unknown"),
        ],
        ids=["value", "money", "stage"],
    )
    def test_an_event_that_does_not_fit_is_refused(self, event: ValueSaid | MoneySaid, code: str) -> None:
        with pytest.raises(Refusal) as refused:
            builders.commitment(past=(event,))
        assert refused.value.code == code

    def test_a_public_source_tells_no_stage(self) -> None:
        with pytest.raises(Refusal, match="was told by a public source and has no stage"):
            builders.commitment(origin="public-source", past=(StageSaid(on=date(2022, 1, 1), stage="planning"),))
