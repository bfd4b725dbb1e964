"""From a draft to a confirmed commitment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from tests import builders

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.commands import (
    HardRulesBroken,
    accept_co_making,
    confirm,
    decline,
    draft,
    propose_co_maker,
    save_draft,
    send_back,
    submit,
)
from avow.commitments.commands.deciding import Chosen, confirm_locked
from avow.commitments.content import Content
from avow.commitments.models import Commitment, CommitmentVersion, Draft, Turn
from avow.commitments.queries import answers_to
from avow.commitments.reading import content_of
from avow.organisations.models import Organisation, Party

BY = {"actor": builders.ACTOR, "at": builders.AT}
EARLIER = datetime(2026, 10, 1, tzinfo=UTC)


def _draft(owner: Organisation | None = None, content: Content | None = None) -> Commitment:
    return draft(owner=owner or builders.organisation(), content=content or builders.content(), **BY)


def _submitted(owner: Organisation | None = None) -> Commitment:
    return submit(commitment=_draft(owner), **BY)


@pytest.mark.django_db
class TestConfirm:
    def test_it_gives_a_reference_of_the_windows_year_and_freezes_the_text(self) -> None:
        row = confirm(commitment=_submitted(), **BY)
        row.refresh_from_db()
        assert (row.reference, row.registration, row.standing, row.version) == ("C-2026-0001", "confirmed", "live", 1)
        assert content_of(row) == builders.content()
        assert not Draft.objects.exists()

    def test_the_owner_and_those_who_agreed_become_its_makers_on_that_day(self) -> None:
        owner, second, silent = (builders.organisation() for _ in range(3))
        row = _draft(owner)
        for one in (second, silent):
            propose_co_maker(commitment=row, organisation=one, actor=builders.ACTOR, at=EARLIER)
        accept_co_making(commitment=row, organisation=second, actor=builders.ACTOR, at=EARLIER)
        confirm(commitment=submit(commitment=row, **BY), **BY)
        found = row.makers.order_by("role").values_list("party", "role", "since")
        assert list(found) == [
            (second.pk, "co-maker", builders.AT.date()),
            (owner.pk, "owner", builders.AT.date()),
            (silent.pk, "proposed", EARLIER.date()),
        ]
        public = {one.pk: one.public_since for one in Party.objects.all()}
        assert public == {owner.pk: builders.AT.date(), second.pk: builders.AT.date(), silent.pk: None}

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

    def test_several_are_confirmed_in_one_go_with_references_that_follow_each_other(self) -> None:
        rows = [_submitted() for _ in range(3)]
        confirm_locked(
            [Chosen(row, forum) for row, forum in zip(rows, ("", "Generation Forum", ""), strict=True)], at=builders.AT
        )
        assert [row.reference for row in rows] == ["C-2026-0001", "C-2026-0002", "C-2026-0003"]
        assert list(Turn.objects.values_list("commitment", "turn", "detail")) == [(rows[1].pk, "featured", "Generation Forum")]
        assert not Draft.objects.exists()

    def test_it_may_be_featured_at_a_forum(self) -> None:
        row = confirm(commitment=_submitted(), featured_at=" Paris, June 2026 ", **BY)
        turn = row.turns.get()
        assert (turn.turn, turn.on, turn.detail, turn.said_by) == (
            "featured", builders.AT.date(), "Paris, June 2026", "secretariat"
        )  # fmt: skip


@pytest.mark.django_db
class TestSubmit:
    def test_a_broken_hard_rule_blocks_with_every_finding(self) -> None:
        row = _draft(content=builders.content(end=PartialDate(2041), affirmed=None))
        with pytest.raises(HardRulesBroken) as refused:
            submit(commitment=row, **BY)
        assert [one.code for one in refused.value.findings] == ["affirmation-missing", "end-after-framework", "term-too-long"]
        assert "2 more to correct" in str(refused.value)

    def test_what_it_names_must_be_known(self) -> None:
        row = _draft(content=builders.content(pledges=(builders.pledge(payer="O-0999"),)))
        with pytest.raises(Refusal, match="O-0999 is not known here"):
            submit(commitment=row, **BY)


@pytest.mark.django_db
class TestDraft:
    def test_it_can_be_rewritten_until_it_is_submitted(self) -> None:
        row = _draft()
        save_draft(commitment=row, content=builders.content(title="Better"), **BY)
        assert Draft.objects.get().content["title"] == "Better"
        submit(commitment=row, **BY)
        with pytest.raises(Refusal, match="can no longer be rewritten"):
            save_draft(commitment=row, content=builders.content(), **BY)

    def test_nobody_saves_over_what_somebody_else_saved(self) -> None:
        row = _draft()
        save_draft(commitment=row, content=builders.content(title="First"), expected_revision=1, **BY)
        with pytest.raises(Refusal, match="at revision 2, yours began at 1"):
            save_draft(commitment=row, content=builders.content(title="Second"), expected_revision=1, **BY)
        assert Draft.objects.get().content["title"] == "First"


@pytest.mark.django_db
class TestDecline:
    def test_it_needs_a_reason_and_gives_no_reference(self) -> None:
        row = _submitted()
        with pytest.raises(Refusal, match="needs a reason"):
            decline(commitment=row, reason=" ", **BY)
        declined = decline(commitment=row, reason="Not within a theme", **BY)
        assert (declined.registration, declined.reference) == ("declined", None)
        assert answers_to(row).get().reason == "Not within a theme"


@pytest.mark.django_db
class TestSendBack:
    def test_the_draft_is_kept_and_only_what_is_unlocked_can_be_changed(self) -> None:
        row = _submitted()
        send_back(commitment=row, reason="Say how many", unlocked=["targets", "title"], **BY)
        row.refresh_from_db()
        assert (row.registration, row.draft.content["title"]) == ("draft", builders.content().title)
        with pytest.raises(Refusal, match="asked of title, targets alone; countries cannot be changed now"):
            save_draft(commitment=row, content=builders.content(countries=("FRA",)), **BY)
        save_draft(commitment=row, content=builders.content(title="A hundred care centres"), **BY)
        answer = answers_to(row).get()
        assert (answer.move, answer.reason, answer.unlocked) == ("send_back", "Say how many", ("title", "targets"))

    def test_it_comes_in_again_by_the_window_it_came_in_by_though_that_closed(self) -> None:
        row = _submitted()
        send_back(commitment=row, reason="Say how many", unlocked=["targets"], **BY)
        row = submit(commitment=row, actor=builders.ACTOR, at=datetime(2026, 12, 24, tzinfo=UTC))
        assert (row.registration, row.window) == ("submitted", "2026")

    def test_what_was_asked_last_counts(self) -> None:
        row = _submitted()
        send_back(commitment=row, reason="Say how many", unlocked=["targets"], **BY)
        submit(commitment=row, **BY)
        send_back(commitment=row, reason="And where", unlocked=["countries"], **BY)
        save_draft(commitment=row, content=builders.content(countries=("FRA",)), **BY)
        with pytest.raises(Refusal, match="asked of countries alone"):
            save_draft(commitment=row, content=builders.content(countries=("FRA",), targets=()), **BY)
        assert [one.number for one in answers_to(row)] == [1, 2]

    @pytest.mark.parametrize(
        ("reason", "unlocked", "code"),
        [(" ", ["title"], "reason-missing"), ("x", [], "field-missing"), ("x", ["colour"], "field-unknown")],
    )
    def test_it_needs_a_reason_and_fields(self, reason: str, unlocked: list[str], code: str) -> None:
        row = _submitted()
        with pytest.raises(Refusal) as refused:
            send_back(commitment=row, reason=reason, unlocked=unlocked, **BY)
        assert refused.value.code == code
        row.refresh_from_db()
        assert row.registration == "submitted"

    def test_only_what_is_submitted_can_be_sent_back(self) -> None:
        for row in (_draft(), confirm(commitment=_submitted(), **BY)):
            with pytest.raises(Refusal, match="possible only while it is submitted"):
                send_back(commitment=row, reason="x", unlocked=["title"], **BY)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["confirm", "decline", "send_back"])
def test_of_two_decisions_at_once_one_is_refused(other: str) -> None:
    row = _submitted()
    both = threading.Barrier(2)
    outcomes: list[str] = []
    decisions = {
        "confirm": lambda: confirm(commitment=row, **BY),
        "decline": lambda: decline(commitment=row, reason="x", **BY),
        "send_back": lambda: send_back(commitment=row, reason="x", unlocked=["title"], **BY),
    }

    def decide(decision: Callable[[], object]) -> None:
        try:
            both.wait()
            decision()
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(decisions[name],)) for name in ("confirm", other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "not-now"]
    assert Commitment.objects.filter(reference__isnull=False).count() == CommitmentVersion.objects.count()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_a_draft_at_once_one_is_told_of_the_other() -> None:
    row = _draft()
    both = threading.Barrier(2)
    outcomes: list[str] = []

    def save(title: str) -> None:
        try:
            both.wait()
            save_draft(commitment=row, content=builders.content(title=title), expected_revision=1, **BY)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(title,)) for title in ("One", "Other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "draft-changed"]
