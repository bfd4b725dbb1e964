"""Sending what is due, at most once whatever breaks; ``claims`` says how."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from threading import Event

from avow.framework import queries as framework
from avow.outbox import claims, composing, transport
from avow.outbox.kinds import Say, UnknownKindError, kind_of
from avow.outbox.models import Frequency, Notice
from avow.outbox.planning import plan, zone_of
from avow.outbox.rendering import Item, letter_to

PER_DAY = 20  # messages at once to one person; what comes beyond waits for the next morning's
_A_DAY = timedelta(days=1)

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What became of messages in one go."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    uncertain: int = 0

    def told(self) -> list[tuple[str, int]]:
        """What happened at all, and how often."""
        return [(what, count) for what, count in asdict(self).items() if count]

    def __bool__(self) -> bool:
        return bool(self.told())


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message ready to leave, and the claimed notices it carries."""

    notices: Sequence[Notice]
    sender: str
    recipient: str
    message: bytes


def deliver_due(now: Callable[[], datetime], stop: Event | None = None) -> Tally:
    """Sends what is due, one message after the other over one connection, until nothing is or ``stop`` is set.

    Nothing is claimed before the server has answered. Raises ``UnreachableError`` when it does not, or no longer; what was
    claimed is then back in the queue, or uncertain.
    """
    tally = Tally(uncertain=claims.recover(now()))
    if not claims.due(now()).exists():
        return tally
    with transport.opened() as session:
        while not (stop and stop.is_set()) and (claimed := claims.claim(now())):
            prepared = _prepared(claimed, now())
            if prepared:
                _send(session, prepared, now, tally)
    return tally


def _send(session: transport.Session, prepared: Prepared, now: Callable[[], datetime], tally: Tally) -> None:
    begun = False
    try:
        session.announce(prepared.sender, prepared.recipient)
        begun = claims.begin(prepared.notices, now())
        if not begun:
            session.withdraw()
            return
        session.hand_over(prepared.message)
    except transport.RefusedError as no:
        if claims.refused(prepared.notices, no, now()):
            tally.failed += 1
        else:
            tally.postponed += 1
    except transport.DoubtfulError as doubt:
        claims.broken_off(prepared.notices, str(doubt), now(), begun=True)
        raise transport.UnreachableError(str(doubt)) from doubt
    except transport.UnreachableError as gone:
        if begun:
            claims.broken_off(prepared.notices, str(gone), now(), begun=False)
        else:
            claims.put_back(prepared.notices, now())
        raise
    else:
        claims.delivered(prepared.notices, now())
        tally.sent += 1


def _prepared(claimed: Sequence[Notice], at: datetime) -> Prepared | None:
    """The message with what of the claimed is still wanted. What is not to leave with it is moved on, with the reason."""
    person = claimed[0].recipient
    try:
        to, sender = composing.recipient_of(person), composing.sender()
    except composing.NoAddressError:
        for row in claimed:
            claims.end(row, "drop", at, "no-address")
        return None
    found = [(row, item) for row in claimed if (item := _item(row, at))]
    if not found:
        return None
    rows, items = [row for row, _ in found], [item for _, item in found]
    if len(rows) < len(claimed):
        claims.rename(rows)
    try:
        dates = [date for row, item in found if item.kind.deadline and (date := item.kind.deadline(row))]
        choosable = any(item.kind.say is not Say.NONE for item in items)
        letter = letter_to(person, items)
        message = composing.composed(letter, to=to, message=rows[0].message, at=at, deadlines=dates, may_choose=choosable)
    except Exception:
        _log.exception("notices %s could not be put into words", [row.pk for row in rows])
        for row in rows:
            claims.end(row, "fail", at, "unworded")
        return None
    return Prepared(rows, sender.addr_spec, to.addr_spec, message)


def _item(row: Notice, at: datetime) -> Item | None:
    """The notice as it is worded now; None when it was moved on instead."""
    try:
        kind = kind_of(row.kind)
        if at - row.due_at > kind.keep:
            claims.end(row, "set_aside", at, "too-late")
        elif kind.say is not Say.NONE and not row.gathered and _sent_lately(row, at) >= PER_DAY:
            later = plan(Frequency.DAILY, at, zone_of(row.recipient, framework.time_zone()))
            claims.put_back([row], at, due_at=later.due_at, gathered=later.gathered)
        elif (words := kind.words(row)) is None:
            claims.end(row, "drop", at, "not-wanted")
        else:
            return Item(kind, words, row.language)
    except UnknownKindError:
        claims.end(row, "fail", at, "unknown-kind")
    except Exception:  # one feature's mistake must not keep everybody else's mail back
        _log.exception("notice %s could not be put into words", row.pk)
        claims.end(row, "fail", at, "unworded")
    return None


def _sent_lately(row: Notice, at: datetime) -> int:
    lately = Notice.objects.filter(recipient=row.recipient, sent_at__gt=at - _A_DAY)
    return lately.values("message").distinct().count()
