"""Putting notices into the outbox, within the transaction of whatever they tell about: both happen, or neither."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from avow.accounts.models import Person
from avow.base.refusals import Refusal
from avow.framework import queries as framework
from avow.outbox import states
from avow.outbox.kinds import NoticeKind, Wanted, kind_of
from avow.outbox.models import Frequency, Notice, Preference
from avow.outbox.planning import plan, zone_of

A_DAY = timedelta(days=1)
TURNED_OFF = "turned-off"
_SUBJECT = re.compile(r"([a-z]+(-[a-z]+)*:\d+)?\Z")
_AT_ONCE = 500
_LONGEST = 200


def enqueue(
    *,
    kind: str,
    person: Person,
    key: str,
    at: datetime,
    subject: str = "",
    facts: Mapping[str, object] | None = None,
    due_at: datetime | None = None,
    caused_by: str = "",
    language: str = "",
) -> Notice:
    """The notice under ``key``, queued unless it was before. For use within a command, in its transaction.

    ``at`` is now and ``due_at`` when it shall leave (empty: now); a person who has such notices gathered gets it on the next
    morning after, one who turned them off does not get it. Raises ``Refusal`` (``too-many-notices``) when the kind has a cap
    and it is reached.
    """
    enqueue_all([Wanted(kind, person, key, subject, facts or {}, due_at, caused_by, language)], at=at)
    return Notice.objects.get(key=key)


def enqueue_all(wanted: Iterable[Wanted], *, at: datetime) -> int:
    """Queues those whose keys are new, in a few statements however many they are; returns how many were new."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("notices are queued inside the transaction of what they tell about")
    rows = list(wanted)
    zone = framework.time_zone() if rows else ZoneInfo("UTC")
    new = 0
    for start in range(0, len(rows), _AT_ONCE):
        some = {one.key: one for one in rows[start : start + _AT_ONCE]}
        for known in Notice.objects.filter(key__in=some).values_list("key", flat=True):
            del some[known]
        _refuse_floods(some.values(), at)
        frequencies = _frequencies(some.values())
        notices = [_notice(one, frequencies, zone, at) for one in some.values()]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        new += len(notices)
    return new


def _notice(wanted: Wanted, frequencies: Mapping[tuple[int, str], str], zone: ZoneInfo, at: datetime) -> Notice:
    kind = kind_of(wanted.kind)
    if not _SUBJECT.match(wanted.subject):
        raise ValueError(f"{wanted.subject!r} should read like commitment:123")
    frequency = frequencies.get((wanted.person.pk, kind.code), kind.default)
    off = frequency == Frequency.NEVER
    when = plan(frequency, wanted.due_at or at, zone_of(wanted.person, zone))
    return Notice(
        kind=kind.code,
        recipient=wanted.person,
        language=wanted.language,
        subject=wanted.subject,
        facts=plain_facts(wanted.facts),
        key=wanted.key,
        caused_by=wanted.caused_by,
        queued_at=at,
        due_at=when.due_at,
        gathered=when.gathered,
        state=states.CANCELLED if off else states.QUEUED,
        state_since=at.date(),
        trouble=TURNED_OFF if off else "",
    )


def _frequencies(wanted: Collection[Wanted]) -> dict[tuple[int, str], str]:
    """What people chose, by person and kind; a choice a kind no longer offers is as good as none."""
    people = {one.person.pk for one in wanted}
    chosen = Preference.objects.filter(person__in=people).values_list("person", "kind", "frequency")
    kinds = {one.kind for one in wanted}
    return {(who, kind): how for who, kind, how in chosen if kind in kinds and how in kind_of(kind).frequencies}


def plain_facts(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts fit to be kept: codes, numbers and days. Raises ``ValueError`` for what looks like a person's own words."""
    for name, value in facts.items():
        for one in value if isinstance(value, list | tuple) else (value,):
            if not isinstance(one, str | int | bool | None):
                raise ValueError(f"{name} is a {type(one).__name__}: give codes, whole numbers and dates as text")
            if isinstance(one, str) and ("@" in one or "\n" in one or len(one) > _LONGEST):
                raise ValueError(f"{name} looks like somebody's words or address: keep those in a row, and name its subject")
    return dict(facts)


def _refuse_floods(wanted: Collection[Wanted], at: datetime) -> None:
    """A cap on what one person can cause, and on what one can get, within a day: invitations are a way to send mail."""
    for code in {one.kind for one in wanted}:
        kind = kind_of(code)
        mine = [one for one in wanted if one.kind == code]
        _refuse_over(kind, kind.per_sender, "caused_by", Counter(one.caused_by for one in mine if one.caused_by), at)
        _refuse_over(kind, kind.per_recipient, "recipient", Counter(one.person.pk for one in mine), at)


def _refuse_over(kind: NoticeKind, most: int | None, field: str, more: Mapping[object, int], at: datetime) -> None:
    if most is None:
        return
    for who, count in more.items():
        before = Notice.objects.filter(kind=kind.code, queued_at__gt=at - A_DAY, **{field: who}).count()
        if before + count > most:
            raise Refusal(
                "too-many-notices",
                f"No more than {most} messages of this kind can be sent within a day.",
                "Try again tomorrow, or ask the secretariat.",
            )
