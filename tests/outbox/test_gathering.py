"""What is gathered leaves together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import builders, builders_outbox
from tests.builders_outbox import AT, SAID, WORDS
from tests.outbox.post_office import PostOffice
from tests.outbox.test_sending import part, send

from avow.accounts.models import Person
from avow.outbox import states
from avow.outbox.commands import choose, send_now
from avow.outbox.models import Notice

pytestmark = pytest.mark.django_db
MORNING = AT + timedelta(hours=19)


@pytest.fixture
def gathering() -> Person:
    """Somebody who has updates gathered daily."""
    builders.framework()
    person = builders_outbox.person()
    choose(person=person, choices={"sample.update": "daily"}, actor=person.reference, at=AT)
    return person


def test_one_message_carries_all_of_one_person_and_nobody_elses(gathering: Person, post: PostOffice) -> None:
    for number in (1, 2):
        SAID[f"commitment:{number}"] = {**WORDS, "title": f"Title {number}"}
        builders_outbox.notice(gathering, subject=f"commitment:{number}")
    builders_outbox.notice(gathering, "sample.summary")
    builders_outbox.notice(kind="sample.summary")
    assert not send()
    assert send(MORNING).sent == 2
    (message,) = post.to(gathering.email)
    assert message["Subject"] == "3 notices from Avow"
    for kind in ("plain", "html"):
        assert all(title in part(message, kind) for title in ("Title 1", "Title 2", "Care centres", "(Summaries, Updates)"))
    assert "<h2>Title 1: Commitments</h2>" in part(message, "html")
    mine = Notice.objects.filter(recipient=gathering)
    assert set(mine.values_list("state", "message")) == {(states.SENT, message["Message-ID"])}


def test_a_single_one_keeps_its_own_subject(gathering: Person, post: PostOffice) -> None:
    builders_outbox.notice(gathering)
    send(MORNING)
    assert post.messages[0]["Subject"] == "Care centres: Commitments"


def test_what_is_no_longer_wanted_is_left_out(gathering: Person, post: PostOffice) -> None:
    SAID["commitment:1"] = None
    builders_outbox.notice(gathering, subject="commitment:1")
    builders_outbox.notice(gathering)
    builders_outbox.notice(gathering)
    assert send(MORNING).sent == 1
    assert post.messages[0]["Subject"] == "2 notices from Avow"
    left = Notice.objects.filter(state=states.SENT)
    assert {row.message for row in left} == {post.messages[0]["Message-ID"]}


def test_what_must_be_said_at_once_is(gathering: Person, post: PostOffice) -> None:
    builders_outbox.notice(gathering, "sample.decision")
    assert send().sent == 1


def test_one_sent_now_leaves_by_itself(gathering: Person, post: PostOffice) -> None:
    notice = builders_outbox.notice(gathering)
    builders_outbox.notice(gathering)
    send_now(notices=[notice.pk], actor="P-1", at=AT)
    assert send().sent == 1
    assert Notice.objects.filter(state=states.QUEUED).count() == 1


class TestChoosingAnew:
    def test_what_waits_follows_the_choice(self, gathering: Person, post: PostOffice) -> None:
        builders_outbox.notice(gathering)
        choose(person=gathering, choices={"sample.update": "at-once"}, actor=gathering.reference, at=AT)
        assert send().sent == 1

    def test_what_waits_for_its_own_time_keeps_it(self, gathering: Person) -> None:
        other = builders_outbox.person()
        notice = builders_outbox.notice(other, due_at=AT + timedelta(days=10))
        choose(person=other, choices={"sample.update": "daily"}, actor=other.reference, at=AT)
        notice.refresh_from_db()
        assert (notice.gathered, notice.due_at) == ("daily", AT + timedelta(days=10, hours=19))

    def test_what_is_turned_off_is_cancelled(self, gathering: Person) -> None:
        notice = builders_outbox.notice(gathering)
        choose(person=gathering, choices={"sample.update": "never"}, actor=gathering.reference, at=AT)
        notice.refresh_from_db()
        assert (notice.state, notice.trouble) == (states.CANCELLED, "turned-off")
