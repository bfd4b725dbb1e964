"""What happens to notices by a person's hand. What the worker does to them stands in ``delivering``: it decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from avow.accounts.models import Person
from avow.base.refusals import Refusal
from avow.framework import queries as framework
from avow.kernel import journal
from avow.kernel.commands import command
from avow.kernel.workflow import move
from avow.outbox import states
from avow.outbox.kinds import NoticeKind, UnknownKindError, kind_of
from avow.outbox.models import Frequency, Notice, Preference
from avow.outbox.planning import plan, zone_of
from avow.outbox.queueing import TURNED_OFF, enqueue


@command("outbox.hold")
def hold(*, notices: Sequence[int], actor: str, at: datetime) -> int:
    """Keeps notices back until somebody lets them go. Returns how many."""
    return _moved("hold", notices, actor, at)


@command("outbox.release")
def release(*, notices: Sequence[int], actor: str, at: datetime) -> int:
    """Lets held notices go at their time, or at once where that has passed."""
    return _moved("release", notices, actor, at, due_no_earlier=at)


@command("outbox.send_now")
def send_now(*, notices: Sequence[int], actor: str, at: datetime) -> int:
    """Sends waiting or held notices at once, each in a message of its own."""
    return _moved("send_now", notices, actor, at, due_at=at, gathered="", trouble="")


@command("outbox.cancel")
def cancel(*, notices: Sequence[int], actor: str, at: datetime) -> int:
    """Takes notices out of the queue for good."""
    return _moved("cancel", notices, actor, at, trouble="")


@command("outbox.resend")
def resend(*, notices: Sequence[int], actor: str, at: datetime) -> int:
    """Sends again what was sent, perhaps sent, or not delivered.

    What was perhaps sent keeps its Message-ID, by which many mail programs see that two are one; what was sent gets a new one.
    """
    rows = _locked(notices)
    for row in rows:
        row.round += row.state == states.SENT
        move(states.NOTICE, row, "resend", at=at)
        _set(row, due_at=at, gathered="", tries=0, first_tried_at=None, sent_at=None, trouble="", round=row.round)
    return _journalled("outbox.resend", rows, actor, at)


@command("outbox.mark_sent")
def mark_sent(*, notices: Sequence[int], actor: str, at: datetime) -> int:
    """Takes notices whose sending broke off as sent: the recipient says so, or the mail server's log."""
    return _moved("mark_sent", notices, actor, at, sent_at=at, trouble="")


@command("outbox.try")
def try_out(*, person: Person, actor: str, at: datetime) -> Notice:
    """Queues a message to oneself, to see whether mail arrives."""
    key = f"outbox.trial:{person.reference}:{at:%Y%m%dT%H%M%S}"
    made = enqueue(kind="outbox.trial", person=person, key=key, at=at, caused_by=actor)
    journal.append(command="outbox.try", actor=actor, at=at, subjects=[("notice", made.pk)], details=None)
    return made


@command("outbox.choose")
def choose(*, person: Person, choices: Mapping[str, str], actor: str, at: datetime) -> None:
    """Sets how a person wants kinds of notices; what waits for her already is planned anew.

    1. Refuses a choice its kind does not offer (``not-offered``).
    2. Keeps the choices.
    3. Plans waiting notices of those kinds by them; the ones turned off are cancelled.
    4. Journals.
    """
    for code, frequency in choices.items():
        if frequency not in _known(code).frequencies:
            raise Refusal(
                "not-offered",
                f"Messages of the kind {code} cannot be had that way.",
                "Choose one of the ways the page offers.",
            )
        Preference.objects.update_or_create(person=person, kind=code, defaults={"frequency": frequency})
    zone = zone_of(person, framework.time_zone())
    waiting = Notice.objects.select_for_update().filter(recipient=person, state=states.QUEUED, kind__in=choices).order_by("id")
    for row in waiting:
        if choices[row.kind] == Frequency.NEVER:
            move(states.NOTICE, row, "drop", at=at)
            _set(row, trouble=TURNED_OFF)
        elif (row.gathered or Frequency.AT_ONCE) != choices[row.kind]:
            when = plan(choices[row.kind], at if row.gathered else max(row.due_at, at), zone)
            _set(row, due_at=when.due_at, gathered=when.gathered)
    details = sorted(choices.items())
    journal.append(command="outbox.choose", actor=actor, at=at, subjects=[("person", person.pk)], details=details)


def _known(code: str) -> NoticeKind:
    try:
        return kind_of(code)
    except UnknownKindError:
        raise Refusal("no-such-kind", f"There are no messages of the kind {code}.", "Reload the page.") from None


def _moved(
    name: str, notices: Sequence[int], actor: str, at: datetime, *, due_no_earlier: datetime | None = None, **values: object
) -> int:
    rows = _locked(notices)
    for row in rows:
        move(states.NOTICE, row, name, at=at)
        if due_no_earlier is not None:
            values["due_at"] = max(row.due_at, due_no_earlier)
        if values:
            _set(row, **values)
    return _journalled(f"outbox.{name}", rows, actor, at)


def _locked(notices: Sequence[int]) -> list[Notice]:
    """The rows, locked in the order of their numbers. Raises ``Refusal`` (``no-notice``) unless all are there."""
    rows = list(Notice.objects.select_for_update().filter(pk__in=notices).order_by("pk"))
    if not rows or len(rows) != len(set(notices)):
        raise Refusal("no-notice", "Some of these messages are no longer in the outbox.", "Reload the page.")
    return rows


def _set(row: Notice, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _journalled(code: str, rows: Sequence[Notice], actor: str, at: datetime) -> int:
    journal.append(command=code, actor=actor, at=at, subjects=[("notice", row.pk) for row in rows], details=len(rows))
    return len(rows)
