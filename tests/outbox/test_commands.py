"""What people do to notices: hold, let go, send now, cancel, send again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import builders, builders_outbox
from tests.builders_outbox import AT
from tests.outbox.post_office import PostOffice
from tests.outbox.test_sending import send

from avow.base.refusals import Refusal
from avow.kernel.models import JournalEntry
from avow.outbox import claims, commands, states
from avow.outbox.delivering import Tally
from avow.outbox.models import Notice, Preference
from avow.outbox.transport import UnreachableError

pytestmark = pytest.mark.django_db
ACTOR = builders.ACTOR


def state(notice: Notice) -> str:
    return Notice.objects.get(pk=notice.pk).state


def test_held_it_stays_until_let_go(post: PostOffice) -> None:
    notice = builders_outbox.notice()
    commands.hold(notices=[notice.pk], actor=ACTOR, at=AT)
    assert not send(AT + timedelta(days=20))
    commands.release(notices=[notice.pk], actor=ACTOR, at=AT + timedelta(days=20))
    assert send(AT + timedelta(days=20)).sent == 1


def test_sent_now_it_does_not_wait_for_its_time(post: PostOffice) -> None:
    notice = builders_outbox.notice(due_at=AT + timedelta(days=3))
    commands.send_now(notices=[notice.pk], actor=ACTOR, at=AT)
    assert send().sent == 1


def test_cancelled_it_never_leaves(post: PostOffice) -> None:
    notice = builders_outbox.notice()
    commands.cancel(notices=[notice.pk], actor=ACTOR, at=AT)
    assert not send()
    with pytest.raises(Refusal, match="Letting go"):
        commands.release(notices=[notice.pk], actor=ACTOR, at=AT)


def test_sent_again_it_is_a_new_message(post: PostOffice) -> None:
    notice = builders_outbox.notice()
    send()
    commands.resend(notices=[notice.pk], actor=ACTOR, at=AT)
    send()
    first, second = post.messages
    assert first["Message-ID"] != second["Message-ID"]


def test_a_line_that_breaks_after_the_text_leaves_it_uncertain(post: PostOffice) -> None:
    notice = builders_outbox.notice()
    post.hang_up = True
    with pytest.raises(UnreachableError):
        send()
    assert state(notice) == states.UNCERTAIN
    assert len(post.taken) == 1
    post.hang_up = False
    assert not send(AT + timedelta(days=1))
    commands.mark_sent(notices=[notice.pk], actor=ACTOR, at=AT)
    assert state(notice) == states.SENT
    assert len(post.taken) == 1


def test_a_slow_worker_does_not_undo_what_was_done_meanwhile() -> None:
    notice = builders_outbox.notice()
    claimed = claims.claim(AT)
    later = AT + timedelta(minutes=10)
    claims.recover(later)
    assert state(notice) == states.QUEUED
    assert not claims.begin(claimed, later)
    commands.hold(notices=[notice.pk], actor=ACTOR, at=later)
    claims.put_back(claimed, later)
    assert state(notice) == states.HELD


def test_a_slow_worker_that_gets_its_answer_after_all_settles_the_uncertain() -> None:
    notice = builders_outbox.notice()
    claimed = claims.claim(AT)
    assert claims.begin(claimed, AT)
    later = AT + timedelta(minutes=10)
    assert claims.recover(later) == 1
    claims.delivered(claimed, later)
    assert state(notice) == states.SENT


def test_what_is_being_sent_cannot_be_held(post: PostOffice) -> None:
    notice = builders_outbox.notice()
    claims.claim(AT)
    with pytest.raises(Refusal, match="Holding back is possible only while it is waiting"):
        commands.hold(notices=[notice.pk], actor=ACTOR, at=AT)


def test_one_that_cannot_move_keeps_all_where_they_are(post: PostOffice) -> None:
    waiting, sent = builders_outbox.notice(due_at=AT + timedelta(days=1)), builders_outbox.notice()
    send()
    with pytest.raises(Refusal):
        commands.cancel(notices=[waiting.pk, sent.pk], actor=ACTOR, at=AT)
    assert state(waiting) == states.QUEUED
    with pytest.raises(Refusal, match="no longer in the outbox"):
        commands.cancel(notices=[waiting.pk, 999], actor=ACTOR, at=AT)


def test_each_is_journalled_by_number_and_without_names() -> None:
    notice = builders_outbox.notice()
    commands.hold(notices=[notice.pk], actor=ACTOR, at=AT)
    entry = JournalEntry.objects.latest("sequence")
    assert (entry.command, entry.subject_list) == ("outbox.hold", [("notice", notice.pk)])


def test_sending_is_not_journalled(post: PostOffice) -> None:
    builders_outbox.notice()
    before = JournalEntry.objects.count()
    assert send() == Tally(sent=1)
    assert JournalEntry.objects.count() == before


def test_a_trial_goes_to_whoever_asks(post: PostOffice) -> None:
    builders.framework()
    person = builders_outbox.person()
    commands.try_out(person=person, actor=person.reference, at=AT)
    assert send().sent == 1
    assert post.messages[0]["Subject"] == "Trial message from Avow"


@pytest.mark.parametrize(("name", "frequency"), [("decision", "never"), ("summary", "never"), ("update", "x")])
def test_what_a_kind_does_not_offer_cannot_be_chosen(name: str, frequency: str) -> None:
    builders.framework()
    person = builders_outbox.person()
    with pytest.raises(Refusal, match="cannot be had that way"):
        commands.choose(person=person, choices={f"sample.{name}": frequency}, actor=person.reference, at=AT)
    assert not Preference.objects.exists()
