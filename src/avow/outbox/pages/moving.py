"""Moving notices: what was asked, and what is said before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avow.accounts.actors import Actor
from avow.base.refusals import Refusal
from avow.framework import queries as framework
from avow.outbox import commands
from avow.outbox.models import Notice
from avow.outbox.pages.listing import Row, row_of
from avow.ui.formatting import number

COMMANDS: dict[str, Callable[..., int]] = {
    "hold": commands.hold,
    "release": commands.release,
    "send_now": commands.send_now,
    "cancel": commands.cancel,
    "resend": commands.resend,
    "mark_sent": commands.mark_sent,
}
ASKED_AGAIN = ("send_now", "resend", "cancel", "mark_sent")
MOST = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """``sure`` when the person has seen what would happen, or the move can be taken back."""

    move: str
    notices: Sequence[int]
    sure: bool
    back: str

    def done(self, *, actor: str, at: datetime) -> str:
        """Does it, and returns the sentence that says so."""
        count = COMMANDS[self.move](notices=self.notices, actor=actor, at=at)
        return said_after(self.move, count)


@dataclass(frozen=True, slots=True)
class Confirm:
    asked: Asked
    question: str
    consequence: str
    rows: Sequence[Row]
    zone: ZoneInfo


def asked_of(posted: QueryDict) -> Asked:
    """Reads the form. Raises ``Refusal`` when it names no move or no notice."""
    move = posted.get("move", "")
    numbers = [int(one) for one in posted.getlist("notice") if one.isdecimal() and len(one) < 18]
    if move not in COMMANDS:
        raise Refusal("no-move", _("It is not clear what to do."), _("Go back and press one of the buttons."))
    if not numbers or len(numbers) > MOST:
        raise Refusal("nothing-chosen", _("No message was chosen."), _("Go back and tick the ones you mean."))
    return Asked(move, numbers, bool(posted.get("sure")) or move not in ASKED_AGAIN, posted.get("next", ""))


def confirm(actor: Actor, asked: Asked) -> Confirm:
    notices = list(Notice.objects.filter(pk__in=asked.notices).select_related("recipient").order_by("due_at", "id"))
    people = len({one.recipient_id for one in notices})
    sends = asked.move in ("send_now", "resend")
    said = ngettext("This sends e-mail to %(n)s person.", "This sends e-mail to %(n)s people.", people)
    return Confirm(
        asked=asked,
        question=_question(asked.move, len(notices)),
        consequence=said % {"n": number(people)} if sends else _("Nothing is sent."),
        rows=[row_of(actor, one) for one in notices],
        zone=framework.time_zone(),
    )


def _question(move: str, count: int) -> str:
    asked = {
        "send_now": ngettext("Send %(n)s message now?", "Send %(n)s messages now?", count),
        "resend": ngettext("Send %(n)s message again?", "Send %(n)s messages again?", count),
        "cancel": ngettext("Cancel %(n)s message?", "Cancel %(n)s messages?", count),
        "mark_sent": ngettext("Take %(n)s message as sent?", "Take %(n)s messages as sent?", count),
    }
    return asked[move] % {"n": number(count)}


def said_after(move: str, count: int) -> str:
    told = {
        "hold": ngettext("%(n)s message is on hold.", "%(n)s messages are on hold.", count),
        "release": ngettext("%(n)s message will leave at its time.", "%(n)s messages will leave at their time.", count),
        "send_now": ngettext("%(n)s message leaves now.", "%(n)s messages leave now.", count),
        "resend": ngettext("%(n)s message leaves again.", "%(n)s messages leave again.", count),
        "cancel": ngettext("%(n)s message was cancelled.", "%(n)s messages were cancelled.", count),
        "mark_sent": ngettext("%(n)s message counts as sent.", "%(n)s messages count as sent.", count),
    }
    return told[move] % {"n": number(count)}
