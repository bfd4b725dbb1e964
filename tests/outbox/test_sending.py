"""What arrives: parts, headers, languages, and what became of it in the outbox."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from tests import builders, builders_outbox
from tests.builders_outbox import AT, SAID
from tests.outbox.post_office import PostOffice

from avow.accounts.models import Person
from avow.base.refusals import Refusal
from avow.config.environment import Mail
from avow.outbox import states
from avow.outbox.delivering import PER_DAY, Tally, deliver_due
from avow.outbox.models import Attempt, Notice
from avow.outbox.transport import UnreachableError
from avow.outbox.wording import JOINER, Link, Passage

pytestmark = pytest.mark.django_db


def send(at: Any = AT) -> Tally:
    return deliver_due(lambda: at)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


class TestMessage:
    def test_it_arrives_once_in_two_parts_that_say_the_same(self, post: PostOffice) -> None:
        notice = builders_outbox.notice()
        assert send().sent == 1
        assert not send()
        (message,) = post.messages
        assert message.get_content_type() == "multipart/alternative"
        assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]
        text, html = part(message, "plain"), part(message, "html")
        for said in (
            "Dear Amina Diallo,",
            "Commitments: Care centres",
            "It is strong.",
            "Organisations",
            "https://desk.example/desk/",
        ):
            assert said in text
            assert said in html
        assert "\n> It is strong." in text
        assert "<blockquote>It is strong.</blockquote>" in html
        assert "<li>Organisations</li>" in html
        assert '<a href="https://desk.example/desk/">Open it</a>' in html
        assert "MISSING" not in text + html
        notice.refresh_from_db()
        assert (notice.state, notice.sent_at, notice.message) == (states.SENT, AT, message["Message-ID"])

    def test_its_headers_name_the_sender_the_recipient_and_a_machine(self, post: PostOffice) -> None:
        builders_outbox.notice(builders_outbox.person("Zoë Ñandú", email="zoe@example.org"))
        send()
        (message,) = post.messages
        assert message["From"] == "Promises Kept <post@initiative.example>"
        assert message["To"] == "Zoë Ñandú <zoe@example.org>"
        assert message["Subject"] == "Care centres: Commitments"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Content-Language"] == "en"
        assert message["Message-ID"].endswith("@initiative.example>")
        assert message["Date"].datetime == AT
        assert message["List-Unsubscribe"] == "<https://desk.example/account/notices/>"
        assert post.taken[0][1].isascii()

    def test_what_cannot_be_turned_off_says_so_and_a_kind_may_have_its_own_html(self, post: PostOffice) -> None:
        SAID["commitment:1"] = {"title": "A & B", "due": AT + timedelta(days=21)}
        builders_outbox.notice(kind="sample.decision", subject="commitment:1")
        send()
        (message,) = post.messages
        assert message["List-Unsubscribe"] is None
        assert "cannot be turned off" in part(message, "plain")
        assert "A & B 13 December 2026, \u206612:00 (UTC)\u2069" in part(message, "plain")
        assert '<p class="own">A &amp; B</p>' in part(message, "html")

    def test_a_deadline_comes_with_a_calendar_entry(self, post: PostOffice) -> None:
        builders_outbox.notice(facts={"dated": True})
        send()
        (message,) = post.messages
        assert message.get_content_type() == "multipart/mixed"
        (entry,) = message.iter_attachments()
        assert entry.get_content_type() == "text/calendar"
        assert "SUMMARY;LANGUAGE=en:Answer due" in entry.get_content()
        assert part(message, "plain")


class TestLanguages:
    WORD = {"en": "Commitments", "fr": "Engagements", "es": "Compromisos", "ru": "Обязательства", "ar": "الالتزامات"}

    @pytest.mark.parametrize("language", WORD)
    def test_a_person_reads_it_in_her_own(self, language: str, post: PostOffice) -> None:
        builders_outbox.notice(builders_outbox.person(language=language))
        send()
        (message,) = post.messages
        assert message["Content-Language"] == language
        assert self.WORD[language] in message["Subject"]
        assert self.WORD[language] in part(message, "plain")
        way = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{way}">' in part(message, "html")
        assert f'<div class="letter" lang="{language}" dir="{way}">' in part(message, "html")

    def test_in_arabic_the_words_of_others_keep_their_own_direction(self, post: PostOffice) -> None:
        builders_outbox.notice(builders_outbox.person(language="ar"))
        send()
        assert "\u2068Care centres\u2069" in part(post.messages[0], "plain")

    def test_a_letter_may_have_a_language_of_its_own(self, post: PostOffice) -> None:
        builders_outbox.notice(builders_outbox.person(language="ru"), language="fr")
        send()
        assert post.messages[0]["Content-Language"] == "fr"

    def test_an_unknown_language_reads_english(self, post: PostOffice) -> None:
        builders_outbox.notice(builders_outbox.person(language="tlh"))
        send()
        assert post.messages[0]["Content-Language"] == "en"


class TestHostileWords:
    def test_no_title_adds_a_header_a_line_or_markup(self, post: PostOffice) -> None:
        title = "Hi\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>\u2028\x00\u202eSubject: x"
        SAID["commitment:1"] = {**builders_outbox.WORDS, "title": title}
        builders_outbox.notice(subject="commitment:1")
        send()
        (message,) = post.messages
        assert message["Bcc"] is None
        assert [address for address, _ in post.taken] == [message["To"].addresses[0].addr_spec]
        assert message["Subject"].startswith("Hi Bcc: victim@")
        assert "<script>" not in part(message, "html")
        assert not {"\u202e", "\x00", "\u2028"} & set(part(message, "plain") + part(message, "html") + message["Subject"])
        assert "\nBcc" not in part(message, "plain")

    @pytest.mark.parametrize(
        "name", ['A"; x@evil.example, "', "A\r\nBcc: x@evil.example", "<b@evil.example>", "=?utf-8?q?x?=", "A, B"]
    )
    def test_no_name_adds_a_recipient(self, name: str, post: PostOffice) -> None:
        someone = builders_outbox.person(name)
        builders_outbox.notice(someone)
        send()
        (message,) = post.messages
        assert [address for address, _ in post.taken] == [someone.email]
        assert [one.addr_spec for one in message["To"].addresses] == [someone.email]
        assert message["Bcc"] is None

    @pytest.mark.parametrize(
        "told", ["https://evil.example/x", "www.evil.example", "evil.example", "a@evil.example", "1.2.3.4/x"]
    )
    def test_no_word_of_others_becomes_a_link(self, told: str, post: PostOffice) -> None:
        SAID["commitment:1"] = {"title": told, "reason": Passage(f"See\n{told}"), "page": Link("/", "Home")}
        builders_outbox.notice(subject="commitment:1")
        send()
        (message,) = post.messages
        for kind in ("plain", "html"):
            assert told not in part(message, kind)
            assert told in part(message, kind).replace(JOINER, "")
        assert part(message, "html").count("<a href=") == 2

    @pytest.mark.parametrize("address", ["", "nobody", "a@b\r\nRCPT TO:<x@y>", "a b@c.example", "a@b, c@d", "a@", "@b"])
    def test_what_is_no_address_is_not_written_to(self, address: str, post: PostOffice) -> None:
        notice = builders_outbox.notice(builders_outbox.person(email=address))
        assert not send()
        notice.refresh_from_db()
        assert (notice.state, notice.trouble, post.taken) == (states.CANCELLED, "no-address", [])

    def test_addresses_in_other_scripts_are_written_to(self, post: PostOffice) -> None:
        builders_outbox.notice(builders_outbox.person(email="amina@bücher.example"))
        builders_outbox.notice(builders_outbox.person(email="амина@example.org"))
        assert send().sent == 2
        assert [address for address, _ in post.taken] == ["amina@xn--bcher-kva.example", "амина@example.org"]


class TestRefusals:
    def test_a_refusal_for_now_is_tried_again_after_growing_waits_under_the_same_id(self, post: PostOffice) -> None:
        post.on_rcpt = lambda _: "451 4.7.1 Greylisted"
        notice = builders_outbox.notice()
        at, waits = AT, []
        for _ in range(4):
            assert send(at) == Tally(postponed=1)
            notice.refresh_from_db()
            assert notice.state == states.QUEUED
            waits.append((notice.due_at - at).seconds // 60)
            at = notice.due_at
        assert waits == [1, 5, 15, 60]
        assert len(set(Attempt.objects.values_list("message", flat=True))) == 1
        post.on_rcpt = lambda _: None
        assert send(at) == Tally(sent=1)

    def test_after_three_days_it_is_given_up(self, post: PostOffice) -> None:
        post.on_data = lambda _: "452 4.3.1 Full"
        notice = builders_outbox.notice()
        at = AT
        while notice.state == states.QUEUED:
            send(at)
            notice.refresh_from_db()
            at = max(notice.due_at, at)
        assert (notice.state, notice.trouble) == (states.FAILED, "452 4.3.1 Full")
        assert timedelta(days=3) <= at - AT < timedelta(days=4)

    @pytest.mark.parametrize("step", ["on_rcpt", "on_data", "after_data"])
    def test_a_refusal_for_good_ends_it_and_its_reason_is_kept_without_the_address(self, step: str, post: PostOffice) -> None:
        setattr(post, step, lambda address: f"550 5.1.1 <{address}>: nobody of that name here")
        notice = builders_outbox.notice()
        other = builders_outbox.notice(builders_outbox.person())
        assert send() == Tally(failed=2)
        assert not send(AT + timedelta(days=9))
        notice.refresh_from_db()
        assert (notice.state, notice.trouble) == (states.FAILED, "550 5.1.1 (address) nobody of that name here")
        attempt = Attempt.objects.get(notice=notice.pk)
        assert (attempt.outcome, attempt.code) == ("failed", 550)
        assert other.pk != notice.pk

    def test_one_refused_recipient_keeps_nobody_elses_back(self, post: PostOffice) -> None:
        bad = builders_outbox.person()
        post.on_rcpt = lambda address: "550 no" if address == bad.email else None
        builders_outbox.notice(bad)
        builders_outbox.notice()
        assert send() == Tally(sent=1, failed=1)

    def test_a_server_that_is_away_costs_nothing_a_try(self, settings: Any) -> None:

        settings.MAIL = Mail("smtp", settings.MAIL.sender, host="127.0.0.1", port=1)
        notice = builders_outbox.notice()
        with pytest.raises(UnreachableError, match=r"127\.0\.0\.1:1 cannot be reached"):
            send()
        notice.refresh_from_db()
        assert (notice.state, notice.tries, notice.message) == (states.QUEUED, 0, "")

    def test_a_server_that_closes_before_the_text_leaves_it_in_the_queue(self, post: PostOffice) -> None:
        post.on_rcpt = lambda _: "421 4.3.2 Closing"
        notice = builders_outbox.notice()
        with pytest.raises(UnreachableError):
            send()
        notice.refresh_from_db()
        assert (notice.state, notice.tries) == (states.QUEUED, 0)


class TestWhatIsNotSent:
    def test_what_is_not_due_waits(self, post: PostOffice) -> None:
        builders_outbox.notice(due_at=AT + timedelta(hours=1))
        assert not send()
        assert send(AT + timedelta(hours=1)).sent == 1

    def test_what_is_no_longer_wanted_is_dropped(self, post: PostOffice) -> None:
        SAID["commitment:1"] = None
        notice = builders_outbox.notice(subject="commitment:1")
        assert not send()
        notice.refresh_from_db()
        assert (notice.state, notice.trouble) == (states.CANCELLED, "not-wanted")

    def test_what_could_not_leave_for_weeks_is_set_aside_for_a_person(self, post: PostOffice) -> None:
        notice = builders_outbox.notice()
        assert not send(AT + timedelta(days=15))
        notice.refresh_from_db()
        assert (notice.state, notice.trouble) == (states.HELD, "too-late")

    def test_one_features_mistake_keeps_nobody_elses_back(self, post: PostOffice) -> None:
        SAID["commitment:1"] = {"broken": True}
        SAID["commitment:2"] = {"title": builders.organisation()}  # a row could bring in anything
        wrong = [builders_outbox.notice(subject=subject) for subject in SAID]
        gone = builders_outbox.notice()
        Notice.objects.filter(pk=gone.pk).update(kind="gone.kind")
        builders_outbox.notice()
        assert send().sent == 1
        troubles = Notice.objects.filter(pk__in=[*(one.pk for one in wrong), gone.pk]).values_list("state", "trouble")
        assert sorted(troubles) == [("failed", "unknown-kind"), ("failed", "unworded"), ("failed", "unworded")]

    def test_somebody_flooded_gets_the_rest_the_next_morning(self, post: PostOffice) -> None:
        someone = builders_outbox.person()
        for number in range(PER_DAY + 3):
            builders_outbox.notice(someone, facts={"number": number})
        builders_outbox.notice(someone, "sample.decision")
        assert send().sent == PER_DAY + 1
        assert set(Notice.objects.filter(state=states.QUEUED).values_list("gathered", flat=True)) == {"daily"}
        assert send(AT + timedelta(hours=19)).sent == 1
        assert post.messages[-1]["Subject"].startswith("3 notices")

    def test_without_a_way_to_send_it_waits(self) -> None:

        builders_outbox.notice()
        with pytest.raises(Refusal, match="notices wait in the outbox"):
            send()


def test_messages_can_become_files(settings: Any, own_home: Any) -> None:

    settings.MAIL, settings.EMAIL_FILE_PATH = Mail("file", settings.MAIL.sender), own_home / "mail"
    notice = builders_outbox.notice()
    assert send().sent == 1
    notice.refresh_from_db()
    (file,) = (own_home / "mail").iterdir()
    assert file.name == notice.message.strip("<>") + ".eml"


def test_who_is_erased_leaves_no_trace_but_that_something_was_sent(post: PostOffice) -> None:
    someone = builders_outbox.person()
    notice = builders_outbox.notice(someone)
    send()
    Person.objects.filter(pk=someone.pk).delete()
    assert not Notice.objects.exists()
    (attempt,) = Attempt.objects.values()
    assert attempt["notice"] == notice.pk
    kept = " ".join(map(str, attempt.values()))
    assert not any(told in kept for told in (someone.name, someone.email, someone.reference))
