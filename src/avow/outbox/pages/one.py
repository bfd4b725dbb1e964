"""One notice: where it stands, what was tried, and how it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from avow.accounts.actors import Actor
from avow.framework import queries as framework
from avow.outbox import access, states
from avow.outbox.kinds import UnknownKindError, kind_of
from avow.outbox.models import Attempt, Notice
from avow.outbox.pages.listing import Button, Row, buttons, row_of
from avow.outbox.rendering import Item, Letter, letter_to
from avow.outbox.words import trouble_said
from avow.ui.frames import direction


@dataclass(frozen=True, slots=True)
class Try:
    at: datetime
    outcome: str
    said: str


@dataclass(frozen=True, slots=True)
class OneNotice:
    """``letter`` is None with the reason in ``unread``."""

    row: Row
    zone: ZoneInfo
    queued_at: datetime
    message: str
    tries: Sequence[Try]
    together: int
    letter: Letter | None
    unread: str
    direction: str
    buttons: Sequence[Button]


def one_notice(actor: Actor, notice: Notice) -> OneNotice:
    letter, unread = reading(actor, notice)
    return OneNotice(
        row=row_of(actor, notice),
        zone=framework.time_zone(),
        queued_at=notice.queued_at,
        message=notice.message,
        tries=[
            Try(one.at, outcomes()[one.outcome], f"{one.code or ''} {trouble_said(one.said)}".strip())
            for one in Attempt.objects.filter(notice=notice.pk).order_by("id")
        ],
        together=_together(notice),
        letter=letter,
        unread=unread,
        direction=direction(letter.language) if letter else "",
        buttons=buttons(actor, {notice.state}),
    )


def reading(actor: Actor, notice: Notice) -> tuple[Letter | None, str]:
    """The letter as it would leave now, or why it is not shown."""
    if not access.may_read(actor, notice):
        return None, _("Who gets this and what it says is for other roles than yours.")
    try:
        kind = kind_of(notice.kind)
        words = kind.words(notice)
        if words is None:
            return None, _("What it would have said no longer holds: it will not be sent.")
        return letter_to(notice.recipient, [Item(kind, words, notice.language)]), ""
    except UnknownKindError:
        return None, trouble_said("unknown-kind")
    except Exception:  # the page must open so that the notice can be cancelled
        return None, trouble_said("unworded")


def outcomes() -> dict[str, str]:
    return {
        Attempt.Outcome.SENT: _("Sent"),
        Attempt.Outcome.POSTPONED: _("Refused for now"),
        Attempt.Outcome.FAILED: _("Refused for good"),
        Attempt.Outcome.UNCERTAIN: _("Perhaps sent"),
    }


def _together(notice: Notice) -> int:
    """With how many others it leaves."""
    if not notice.gathered or notice.state != states.QUEUED:
        return 0
    mates = Notice.objects.filter(recipient=notice.recipient, gathered=notice.gathered, state=states.QUEUED)
    return mates.exclude(pk=notice.pk).filter(due_at__lte=notice.due_at).count()
