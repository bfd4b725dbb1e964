"""Into the outbox: with what it tells about or not at all, once, and without anybody's personal data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests import builders, builders_outbox
from tests.builders_outbox import AT

from avow.base.refusals import Refusal
from avow.kernel import journal
from avow.kernel.commands import command
from avow.outbox import states
from avow.outbox.commands import choose
from avow.outbox.kinds import NoticeKind, Say, Wanted, declare, kind_of
from avow.outbox.models import Frequency, Notice
from avow.outbox.queueing import enqueue, enqueue_all


@command("tests.decide")
def _decide(*, person: Any, fail: bool) -> None:
    """Tells somebody, and perhaps fails after."""
    enqueue(kind="sample.decision", person=person, key="decision:1", subject="commitment:1", at=AT)
    journal.append(command="tests.decide", actor="a", at=AT, subjects=[], details=None)
    if fail:
        raise Refusal("no", "It cannot be.")


@pytest.mark.django_db
class TestEnqueue:
    def test_it_is_queued_with_the_command_or_not_at_all(self) -> None:
        builders.framework()
        person = builders_outbox.person()
        with pytest.raises(Refusal):
            _decide(person=person, fail=True)
        assert not Notice.objects.exists()
        _decide(person=person, fail=False)
        assert Notice.objects.get().subject_id == 1

    @pytest.mark.django_db(transaction=True)
    def test_it_refuses_to_stand_apart_from_a_transaction(self) -> None:
        with pytest.raises(transaction.TransactionManagementError):
            enqueue_all([], at=AT)

    def test_the_same_key_is_queued_once(self) -> None:
        one = builders_outbox.notice(key="decision:1")
        two = builders_outbox.notice(key="decision:1")
        assert one == two
        assert Notice.objects.count() == 1

    def test_many_take_a_handful_of_statements(self, django_assert_max_num_queries: Any) -> None:
        builders.framework()
        people = [builders_outbox.person() for _ in range(60)]
        wanted = [Wanted("sample.update", person, f"reminder:{person.pk}") for person in people]
        with transaction.atomic(), django_assert_max_num_queries(6):
            assert enqueue_all([*wanted, wanted[0]], at=AT) == 60
        assert enqueue_all(wanted, at=AT) == 0

    @pytest.mark.parametrize("facts", [{"a": "a@b.example"}, {"a": "x" * 201}, {"a": "two\nlines"}, {"a": 1.5}, {"a": {}}])
    def test_facts_are_codes_and_numbers_never_what_people_wrote(self, facts: Any) -> None:
        with pytest.raises(ValueError, match=r"looks like|give codes"):
            builders_outbox.notice(facts=facts)

    @pytest.mark.parametrize("subject", ["Amina Diallo", "commitment", "commitment:", "commitment:x", "commitment:1 "])
    def test_a_subject_is_a_kind_and_a_number(self, subject: str) -> None:
        with pytest.raises(ValueError, match="commitment:123"):
            builders_outbox.notice(subject=subject)

    def test_invitations_are_capped_by_sender_and_by_recipient(self) -> None:
        someone = builders_outbox.person()
        builders_outbox.notice(someone, "sample.invitation", caused_by="P-1")
        with pytest.raises(Refusal, match="No more than 1 "):
            builders_outbox.notice(someone, "sample.invitation", caused_by="P-2")
        for _ in range(2):
            builders_outbox.notice(kind="sample.invitation", caused_by="P-1")
        with pytest.raises(Refusal, match="No more than 3 "):
            builders_outbox.notice(kind="sample.invitation", caused_by="P-1")
        builders_outbox.notice(kind="sample.invitation", caused_by="P-1", at=AT + timedelta(days=1))


@pytest.mark.django_db
class TestFrequency:
    def test_by_default_it_leaves_at_its_time(self) -> None:
        assert builders_outbox.notice(due_at=AT + timedelta(days=2)).due_at == AT + timedelta(days=2)

    def test_gathered_it_leaves_the_next_morning_in_the_frameworks_zone(self) -> None:
        installed = builders.framework()
        installed.form = {"time_zone": "America/New_York"}
        installed.save()
        notice = builders_outbox.notice(kind="sample.summary", at=AT + timedelta(hours=1))
        seven_there = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
        assert (notice.gathered, notice.due_at) == ("daily", seven_there)

    def test_a_person_with_a_time_zone_of_her_own_has_its_mornings(self) -> None:
        notice = builders_outbox.notice(builders_outbox.person(time_zone="Asia/Kathmandu"), "sample.summary")
        assert notice.due_at == datetime(2026, 11, 23, 1, 15, tzinfo=UTC)

    def test_weekly_it_leaves_on_monday(self) -> None:
        builders.framework()
        person = builders_outbox.person()
        choose(person=person, choices={"sample.update": "weekly"}, actor=person.reference, at=AT)
        monday = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
        assert builders_outbox.notice(person).due_at == monday
        assert builders_outbox.notice(person, at=monday).due_at == monday
        assert builders_outbox.notice(person, at=monday + timedelta(seconds=1)).due_at == monday + timedelta(days=7)

    def test_turned_off_it_is_kept_as_cancelled_with_the_reason(self) -> None:
        builders.framework()
        person = builders_outbox.person()
        choose(person=person, choices={"sample.update": "never"}, actor=person.reference, at=AT)
        notice = builders_outbox.notice(person)
        assert (notice.state, notice.trouble) == (states.CANCELLED, "turned-off")


class TestKinds:
    def test_a_code_is_given_once_and_names_its_feature(self) -> None:
        kind = kind_of("sample.update")
        with pytest.raises(ValueError, match="share the code"):
            declare(kind)
        with pytest.raises(ValueError, match=r"feature\.name"):
            declare(NoticeKind("nothing", "Nothing", words=lambda _: {}, example={}))

    def test_its_default_is_one_a_person_could_choose(self) -> None:
        with pytest.raises(ValueError, match="may not choose"):
            declare(NoticeKind("sample.x", "X", words=lambda _: {}, example={}, say=Say.NONE, default=Frequency.DAILY))
