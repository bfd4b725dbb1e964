"""The outbox's pages, and the page about what one is told."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar
from tests import builders, builders_outbox, builders_people
from tests.builders_outbox import AT, SAID
from tests.outbox.post_office import PostOffice
from tests.outbox.test_sending import send

from avow.accounts.models import Person
from avow.outbox import claims, kinds, states
from avow.outbox.calendar import Deadline
from avow.outbox.models import Notice, Preference

pytestmark = pytest.mark.django_db
MOVE = "/desk/outbox/move/"


@pytest.fixture
def desk(client: Client) -> Client:
    """Signed in as the secretariat."""
    builders.framework()
    return builders_people.sign_in(client, builders_people.officer("secretariat"))


def text(answer: Any) -> str:
    return str(answer.content.decode())


class TestList:
    def test_it_shows_what_leaves_to_whom_and_when(self, desk: Client) -> None:
        builders_outbox.notice(builders_outbox.person("Amina Diallo", language="fr"), due_at=AT + timedelta(hours=1))
        page = text(desk.get("/desk/outbox/"))
        for said in ("Updates", "Amina Diallo", "@example.org", "Français", "22 November 2026, \u206613:00 (UTC)", "Waiting"):
            assert said in page
        assert "No mail leaves this installation" in page

    def test_what_is_over_stands_apart(self, desk: Client, post: PostOffice) -> None:
        builders_outbox.notice()
        send()
        assert "Nothing waits" in text(desk.get("/desk/outbox/"))
        page = text(desk.get("/desk/outbox/over/"))
        assert "Sent and cancelled (1)" in page
        assert "Amina Diallo" in page

    def test_it_can_be_narrowed_by_state_kind_and_recipient(self, desk: Client) -> None:
        builders_outbox.notice(builders_outbox.person("Zora"))
        builders_outbox.notice(builders_outbox.person("Mila"), "sample.decision")
        for asked in ("state=queued&q=zora", "kind=sample.update", "q=ZORA"):
            page = text(desk.get(f"/desk/outbox/?{asked}"))
            assert "Zora" in page
            assert "Mila" not in page
        assert "Nothing matches" in text(desk.get("/desk/outbox/?state=uncertain"))

    def test_it_says_when_somebody_must_decide(self, desk: Client) -> None:
        builders_outbox.notice()
        claimed = claims.claim(AT)
        claims.begin(claimed, AT)
        claims.broken_off(claimed, "the line broke", AT, begun=True)
        page = text(desk.get("/desk/outbox/"))
        assert "1 message was perhaps sent" in page
        assert "Take as sent" in page

    def test_it_asks_the_same_number_of_questions_for_one_row_and_for_many(
        self, desk: Client, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(30):
            builders_outbox.notice()
        with django_assert_max_num_queries(12):
            assert text(desk.get("/desk/outbox/")).count("Amina Diallo</bdi>") == 30

    def test_the_auditor_sees_it_and_can_do_nothing(self, client: Client) -> None:
        builders_outbox.notice()
        builders_people.sign_in(client, builders_people.officer("auditor"))
        page = text(client.get("/desk/outbox/"))
        assert "Amina Diallo" in page
        assert "Hold" not in page
        assert 'type="checkbox"' not in page

    def test_who_gets_what_is_kept_back_from_the_secretariat_is_neither_shown_nor_found(self, desk: Client) -> None:
        notice = builders_outbox.notice(builders_outbox.person("Zora"), "sample.secret")
        assert "Zora" not in text(desk.get("/desk/outbox/"))
        assert "kept back" in text(desk.get("/desk/outbox/"))
        assert "0 rows" in text(desk.get("/desk/outbox/?q=Zora"))
        for address in (f"/desk/outbox/{notice.pk}/", f"/desk/outbox/{notice.pk}/letter/"):
            page = text(desk.get(address))
            assert "other roles than yours" in page
            assert "Zora" not in page
            assert "Care centres" not in page

    def test_names_are_text(self, desk: Client) -> None:
        builders_outbox.notice(builders_outbox.person("<script>alert(1)</script>"))
        assert "<script>alert" not in text(desk.get("/desk/outbox/"))


class TestOne:
    def test_it_shows_both_parts_as_they_would_leave(self, desk: Client) -> None:
        SAID["commitment:1"] = {**builders_outbox.WORDS, "title": "<b>Care</b>"}
        notice = builders_outbox.notice(subject="commitment:1")
        page = text(desk.get(f"/desk/outbox/{notice.pk}/"))
        assert "&lt;b&gt;Care&lt;/b&gt;: Commitments" in page
        assert f'src="/desk/outbox/{notice.pk}/letter/"' in page
        letter = desk.get(f"/desk/outbox/{notice.pk}/letter/")
        assert "<p>Commitments: &lt;b&gt;Care&lt;/b&gt;</p>" in text(letter)
        assert letter["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
        assert letter["X-Frame-Options"] == "SAMEORIGIN"

    def test_what_is_no_longer_wanted_or_cannot_be_worded_opens_all_the_same(self, desk: Client) -> None:
        SAID["commitment:1"], SAID["commitment:2"] = None, {"broken": True}
        one, two = builders_outbox.notice(subject="commitment:1"), builders_outbox.notice(subject="commitment:2")
        assert "no longer holds" in text(desk.get(f"/desk/outbox/{one.pk}/"))
        assert "could not be put into words" in text(desk.get(f"/desk/outbox/{two.pk}/"))

    def test_it_tells_what_was_tried(self, desk: Client, post: PostOffice) -> None:
        post.on_rcpt = lambda _: "550 5.1.1 nobody here"
        notice = builders_outbox.notice()
        send()
        page = text(desk.get(f"/desk/outbox/{notice.pk}/"))
        assert "Refused for good. 550 5.1.1 nobody here" in page
        assert "Send again" in page

    def test_a_gathered_one_says_with_how_many_it_leaves(self, desk: Client) -> None:
        someone = builders_outbox.person()
        one, *_ = [builders_outbox.notice(someone, "sample.summary") for _ in range(3)]
        assert "together with 2 others" in text(desk.get(f"/desk/outbox/{one.pk}/"))


class TestMoving:
    def test_what_can_be_taken_back_is_done_at_once(self, desk: Client) -> None:
        notice = builders_outbox.notice()
        answer = desk.post(MOVE, {"move": "hold", "notice": notice.pk, "next": "/desk/outbox/?state=queued"}, follow=True)
        assert answer.redirect_chain == [("/desk/outbox/?state=queued", 302)]
        assert "1 message is on hold." in text(answer)

    def test_what_sends_is_shown_first_with_how_many_people_it_reaches(self, desk: Client) -> None:
        someone = builders_outbox.person()
        keys = [builders_outbox.notice(to, due_at=AT + timedelta(days=9)).pk for to in (someone, someone, None)]
        asked = desk.post(MOVE, {"move": "send_now", "notice": keys})
        assert "Send 3 messages now?" in text(asked)
        assert "This sends e-mail to 2 people." in text(asked)
        assert Notice.objects.filter(due_at__gt=AT + timedelta(days=8)).count() == 3
        desk.post(MOVE, {"move": "send_now", "notice": keys, "sure": "yes"})
        assert not Notice.objects.filter(gathered="daily").exists()

    @pytest.mark.parametrize("posted", [{}, {"move": "claim", "notice": 1}, {"move": "hold"}, {"move": "hold", "notice": "x"}])
    def test_a_form_that_says_nothing_sensible_is_answered_with_a_sentence(self, desk: Client, posted: Any) -> None:
        assert desk.post(MOVE, posted).status_code == 409

    def test_it_leads_back_to_the_desk_alone(self, desk: Client) -> None:
        notice = builders_outbox.notice()
        answer = desk.post(MOVE, {"move": "hold", "notice": notice.pk, "next": "//evil.example/"})
        assert answer.headers["Location"] == "/desk/outbox/"

    def test_a_trial_message_is_queued_for_whoever_asks(self, desk: Client) -> None:
        answer = desk.post("/desk/outbox/try/", follow=True)
        assert "A trial message to you is in the outbox." in text(answer)
        assert Notice.objects.get().kind == "outbox.trial"


class TestOwn:
    @pytest.fixture
    def someone(self, client: Client) -> Person:
        builders.framework()
        person = builders_people.person("Amina Diallo")
        builders_people.sign_in(client, person)
        return person

    def test_choices_are_kept(self, client: Client, someone: Person) -> None:
        chosen = {
            "sample.update": "weekly",
            "sample.summary": "daily",
            "sample.invitation": "at-once",
            "sample.secret": "at-once",
        }
        answer = client.post("/account/notices/", chosen, follow=True)
        assert "Your choices are kept." in text(answer)
        assert list(Preference.objects.values_list("kind", "frequency")) == [("sample.update", "weekly")]
        assert '<option value="weekly" selected>' in text(answer)

    def test_what_is_not_offered_is_refused_in_the_form(self, client: Client, someone: Person) -> None:
        answer = client.post("/account/notices/", {"sample.summary": "never"})
        assert answer.status_code == 422
        assert "There are" in text(answer)

    def test_it_names_what_cannot_be_turned_off(self, client: Client, someone: Person) -> None:
        page = text(client.get("/account/notices/"))
        assert re.search(r"These cannot be turned off: [^.<]*Decisions", page)

    def test_it_shows_what_was_sent_and_nothing_that_is_held_back(
        self, client: Client, someone: Person, post: PostOffice
    ) -> None:
        builders_outbox.notice(someone)
        send()
        held = builders_outbox.notice(someone, "sample.decision")
        Notice.objects.filter(pk=held.pk).update(state=states.HELD)
        page = text(client.get("/account/notices/"))
        assert "<strong>Updates</strong>" in page
        assert "<strong>Decisions</strong>" not in page

    def test_deadlines_are_shown_and_come_as_a_calendar_file(
        self, client: Client, someone: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kinds, "_dated", {})

        @kinds.deadlines
        def due(person: Person, at: Any) -> list[Deadline]:
            return [Deadline(f"application:{person.pk}", "Answer due", AT + timedelta(days=21), AT, "/desk/")]

        assert "Answer due" in text(client.get("/account/notices/"))
        answer = client.get("/account/calendar.ics")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "no-store"
        (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
        assert event["uid"] == f"application:{someone.pk}@desk.example"

    def test_without_signing_in_there_is_no_calendar(self, client: Client) -> None:
        assert client.get("/account/calendar.ics").status_code == 302
