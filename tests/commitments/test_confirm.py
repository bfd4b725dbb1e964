"""From a draft to a confirmed commitment."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests import builders

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.commands import HardRulesBroken, confirm, decline, draft, save_draft, submit
from avow.commitments.content import Content
from avow.commitments.models import Commitment, CommitmentVersion, Draft, Maker
from avow.commitments.reading import content_of
from avow.organisations.models import Organisation

pytestmark = pytest.mark.django_db
BY = {"actor": builders.ACTOR, "at": builders.AT}


def _draft(owner: Organisation | None = None, content: Content | None = None) -> Commitment:
    return draft(owner=owner or builders.organisation(), content=content or builders.content(), **BY)


def _submitted(owner: Organisation | None = None) -> Commitment:
    return submit(commitment=_draft(owner), **BY)


class TestConfirm:
    def test_it_gives_a_reference_of_the_windows_year_and_freezes_the_text(self) -> None:
        row = confirm(commitment=_submitted(), **BY)
        row.refresh_from_db()
        assert (row.reference, row.registration, row.standing, row.version) == ("C-2026-0001", "confirmed", "live", 1)
        assert content_of(row) == builders.content()
        assert not Draft.objects.exists()

    def test_owner_and_accepted_co_makers_become_its_makers(self) -> None:
        owner, second = builders.organisation(), builders.organisation()
        row = confirm(commitment=_submitted(owner), co_makers=(second.pk,), **BY)
        assert list(row.makers.order_by("id").values_list("party", "role")) == [(owner.pk, "owner"), (second.pk, "co-maker")]
        assert Maker.objects.count() == 2

    def test_it_gives_references_after_those_that_were_imported(self) -> None:
        builders.commitment(window="2026")
        assert confirm(commitment=_submitted(), **BY).reference == "C-2026-0002"

    def test_a_draft_cannot_be_confirmed_unsubmitted(self) -> None:
        with pytest.raises(Refusal) as refused:
            confirm(commitment=_draft(), **BY)
        assert refused.value.code == "not-now"
        assert not CommitmentVersion.objects.exists()

    def test_it_happens_once(self) -> None:
        row = confirm(commitment=_submitted(), **BY)
        for again in (confirm, submit):
            with pytest.raises(Refusal, match="it is confirmed"):
                again(commitment=row, **BY)

    def test_a_broken_rule_leaves_it_submitted(self) -> None:
        row = _submitted()
        Draft.objects.update(content=builders.content(end=None).as_json())
        with pytest.raises(HardRulesBroken, match="has no end"):
            confirm(commitment=row, **BY)
        row.refresh_from_db()
        assert (row.registration, row.reference) == ("submitted", None)

    def test_a_leader_needs_five_years_where_it_leads_unless_excepted(self) -> None:
        row = _submitted()
        Organisation.objects.filter(pk=row.owner_id).update(leads="care")
        with pytest.raises(HardRulesBroken, match="Its owner leads care"):
            confirm(commitment=row, **BY)
        assert confirm(commitment=row, excepted=frozenset({"care"}), **BY).reference == "C-2026-0001"


class TestSubmit:
    def test_a_broken_hard_rule_blocks_with_every_finding(self) -> None:
        row = _draft(content=builders.content(end=PartialDate(2041), affirmed=None))
        with pytest.raises(HardRulesBroken) as refused:
            submit(commitment=row, **BY)
        assert [one.code for one in refused.value.findings] == ["affirmation-missing", "end-after-framework", "term-too-long"]
        assert "2 more to correct" in str(refused.value)

    def test_it_needs_an_open_window(self) -> None:
        row = _draft()
        with pytest.raises(Refusal, match="No registration window is open"):
            submit(commitment=row, actor=builders.ACTOR, at=datetime(2026, 12, 24, tzinfo=UTC))

    def test_a_late_entry_opens_one_for_a_single_owner(self) -> None:
        row = submit(commitment=_draft(), late_entry="2021", actor=builders.ACTOR, at=datetime(2026, 12, 24, tzinfo=UTC))
        assert (row.registration, row.window) == ("submitted", "2021")

    def test_the_reference_then_is_of_that_windows_year(self) -> None:
        row = submit(commitment=_draft(), late_entry="2021", **BY)
        assert confirm(commitment=row, **BY).reference == "C-2021-0001"


class TestDraft:
    def test_it_can_be_rewritten_until_it_is_submitted(self) -> None:
        row = _draft()
        save_draft(commitment=row, content=builders.content(title="Better"), **BY)
        assert Draft.objects.get().content["title"] == "Better"
        submit(commitment=row, **BY)
        with pytest.raises(Refusal, match="can no longer be rewritten"):
            save_draft(commitment=row, content=builders.content(), **BY)


class TestDecline:
    def test_it_needs_a_reason_and_gives_no_reference(self) -> None:
        row = _submitted()
        with pytest.raises(Refusal, match="needs a reason"):
            decline(commitment=row, reason=" ", **BY)
        declined = decline(commitment=row, reason="Not within a theme", **BY)
        assert (declined.registration, declined.reference) == ("declined", None)
