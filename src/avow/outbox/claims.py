"""The worker's hold on notices: taking them up, and writing down what became of them.

    queued ──claim──> claimed ──begin──> sending ──deliver──> sent
       ^                 │                  ├──lose──> uncertain
       └──postpone / put_back──────────────┘

A claim is a lease in the database, taken before the server hears anything, and marked ``sending`` before the first byte of
text. A worker that dies earlier leaves notices that are simply tried again; one that dies later leaves notices that a person
decides about. Only the worker that holds the claim writes: one that was slow cannot undo another's work.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from avow.kernel.workflow import move
from avow.outbox import states
from avow.outbox.composing import message_id
from avow.outbox.models import Attempt, Notice
from avow.outbox.transport import RefusedError

LEASE = timedelta(minutes=5)  # longer than the server's answers to sender, recipient and text may take together
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
GIVE_UP = timedelta(days=3)
_LOCK = 0x6F757462  # "outb": claims are taken one after the other, so that what is gathered is not torn apart
_IN_HAND = (states.CLAIMED, states.SENDING, states.UNCERTAIN)

Outcome = Attempt.Outcome


def due(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(state=states.QUEUED, due_at__lte=at)


def claim(at: datetime) -> list[Notice]:
    """The notices of the next message that is due, leased to the caller; empty when there is none."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        waiting = due(at).select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
        first = waiting.order_by("due_at", "id").first()
        if first is None:
            return []
        rows = [first]
        if first.gathered:
            rows = list(waiting.filter(recipient=first.recipient, gathered=first.gathered).order_by("id"))
        token, message = secrets.token_hex(16), message_id(rows)
        for row in rows:
            move(states.NOTICE, row, "claim", at=at)
            _set(row, claim=token, message=message, lease_until=at + LEASE)
        return rows


def recover(at: datetime) -> int:
    """Takes up what dead workers left: the claimed waits for another try, the begun becomes uncertain. Returns how many did."""
    lapsed = Notice.objects.filter(state__in=(states.CLAIMED, states.SENDING), lease_until__lt=at)
    if not lapsed.exists():
        return 0
    lost = 0
    with transaction.atomic():
        for row in lapsed.select_for_update(skip_locked=True):
            if row.state == states.CLAIMED:
                _postpone(row, at, None, "interrupted")
            else:
                _tried(row, "lose", Outcome.UNCERTAIN, at, None, "interrupted")
                lost += 1
    return lost


def put_back(rows: Sequence[Notice], at: datetime, **values: object) -> None:
    """Into the queue again, as if nothing had been tried: the server was not there, or the plan has changed."""
    _each(rows, "put_back", at, **values)


def end(row: Notice, name: str, at: datetime, trouble: str) -> None:
    """Drops, fails or sets aside one claimed notice, with the reason."""
    _each([row], name, at, trouble=trouble)


def rename(rows: Sequence[Notice]) -> None:
    """Gives a message that lost some of its notices the Message-ID of those that are left."""
    message = message_id(rows)
    Notice.objects.filter(pk__in=[row.pk for row in rows], claim=rows[0].claim).update(message=message)
    for row in rows:
        row.message = message


def begin(rows: Sequence[Notice], at: datetime) -> bool:
    """Marks that the text is about to leave. False when the claim was lost meanwhile: then it must not."""
    with transaction.atomic():
        held = [row for row in _held(rows) if row.state == states.CLAIMED]
        if len(held) != len(rows):
            return False
        for row in held:
            move(states.NOTICE, row, "begin", at=at)
            _set(row, lease_until=at + LEASE, first_tried_at=row.first_tried_at or at)
    return True


def delivered(rows: Sequence[Notice], at: datetime) -> None:
    with transaction.atomic():
        for row in _held(rows):
            _tried(row, "deliver", Outcome.SENT, at, None, "")
            _set(row, sent_at=at)


def refused(rows: Sequence[Notice], why: RefusedError, at: datetime) -> bool:
    """The server said no: for now, or for good. True when that was the end."""
    with transaction.atomic():
        ended = [_refused(row, why, at) for row in _held(rows)]
    return any(ended)


def broken_off(rows: Sequence[Notice], why: str, at: datetime, *, begun: bool) -> None:
    """The line broke: before the text began to leave it is tried again, afterwards nobody knows."""
    with transaction.atomic():
        for row in _held(rows):
            if begun:
                _tried(row, "lose", Outcome.UNCERTAIN, at, None, why)
            else:
                _postpone(row, at, None, why)


def _refused(row: Notice, why: RefusedError, at: datetime) -> bool:
    if not why.permanent:
        return _postpone(row, at, why.code, why.said)
    _tried(row, "fail", Outcome.FAILED, at, why.code, why.said)
    return True


def _postpone(row: Notice, at: datetime, code: int | None, said: str) -> bool:
    """Later again, each time after a longer wait; given up after ``GIVE_UP``, which it then returns True for."""
    first = row.first_tried_at or at
    if at - first >= GIVE_UP:
        _tried(row, "fail", Outcome.FAILED, at, code, said)
        return True
    _tried(row, "postpone", Outcome.POSTPONED, at, code, said)
    wait = WAITS[min(row.tries, len(WAITS) - 1)]
    _set(row, tries=row.tries + 1, first_tried_at=first, due_at=at + wait)
    return False


def _tried(row: Notice, name: str, outcome: Outcome, at: datetime, code: int | None, said: str) -> None:
    move(states.NOTICE, row, name, at=at)
    Attempt.objects.create(notice=row.pk, message=row.message, at=at, outcome=outcome, code=code, said=said[:300])
    _set(row, trouble=f"{code or ''} {said}".strip()[:300])


def _each(rows: Sequence[Notice], name: str, at: datetime, **values: object) -> None:
    with transaction.atomic():
        for row in _held(rows):
            move(states.NOTICE, row, name, at=at)
            _set(row, **values)


def _held(rows: Sequence[Notice]) -> list[Notice]:
    """Those of the rows that the caller still holds, read anew and locked."""
    mine = Notice.objects.filter(pk__in=[row.pk for row in rows], claim=rows[0].claim, state__in=_IN_HAND)
    return list(mine.select_for_update().order_by("id"))


def _set(row: Notice, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if values:
        row.save(update_fields=list(values))
