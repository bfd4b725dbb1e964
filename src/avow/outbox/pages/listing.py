"""The outbox: what will be sent, to whom, when; and what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avow.accounts.actors import Actor
from avow.framework import queries as framework
from avow.outbox import access, queries, states
from avow.outbox.kinds import declared
from avow.outbox.models import Notice
from avow.outbox.words import FREQUENCIES, kind_title, state_label, trouble_said
from avow.ui.formatting import number
from avow.ui.frames import LANGUAGES, Link
from avow.ui.lists import Filter, Listing, ListOf, Order, listed

OVER = (states.SENT, states.CANCELLED)


@dataclass(frozen=True, slots=True)
class Row:
    """One notice. ``to`` is empty where the reader must not learn it; ``gathered`` says with what it leaves."""

    key: int
    href: str
    title: str
    to: str
    address: str
    language: str
    at: datetime
    gathered: str
    state: str
    said: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Button:
    """A move that can be made on some of what is shown."""

    move: str
    label: str


@dataclass(frozen=True, slots=True)
class Outbox:
    listing: Listing[Notice]
    rows: Sequence[Row]
    zone: ZoneInfo
    tabs: Sequence[Link]
    buttons: Sequence[Button]
    over: bool
    uncertain: int
    failed: int
    silent: bool
    may_try: bool


def outbox(actor: Actor, asked: QueryDict, *, over: bool) -> Outbox:
    """What is still to leave or to be decided; with ``over``, what has left or was cancelled."""
    counts = queries.counts()
    rows = access.visible_to(actor).select_related("recipient")
    rows = rows.filter(state__in=OVER) if over else rows.exclude(state__in=OVER)
    listing = listed(rows, asked, _list_of(actor, over=over))
    return Outbox(
        listing=listing,
        rows=[row_of(actor, one) for one in listing.rows],
        zone=framework.time_zone(),
        tabs=_tabs(counts, over=over),
        buttons=buttons(actor, {one.state for one in listing.rows}),
        over=over,
        uncertain=counts.get(states.UNCERTAIN, 0),
        failed=counts.get(states.FAILED, 0),
        silent=settings.MAIL.way == "none",
        may_try=bool(access.may(actor, "try")),
    )


def row_of(actor: Actor, notice: Notice) -> Row:
    person, readable = notice.recipient, access.may_read(actor, notice)
    return Row(
        key=notice.pk,
        href=reverse("outbox-notice", args=[notice.pk]),
        title=kind_title(notice.kind),
        to=(person.name or person.email) if readable else "",
        address=person.email if readable else "",
        language=LANGUAGES.get(notice.language or person.language, ""),
        at=notice.sent_at or notice.due_at,
        gathered=str(FREQUENCIES[notice.gathered]) if notice.gathered else "",
        state=notice.state,
        said=state_label(notice.state),
        trouble=trouble_said(notice.trouble),
    )


def buttons(actor: Actor, present: set[str]) -> list[Button]:
    """The moves that the actor may make on at least one of these states, as the table of moves has them."""
    labels = {
        "hold": _("Hold"),
        "release": _("Let go"),
        "send_now": _("Send now"),
        "resend": _("Send again"),
        "mark_sent": _("Take as sent"),
        "cancel": _("Cancel"),
    }
    named = {one.name: one for one in states.NOTICE.moves}
    return [
        Button(name, label)
        for name, label in labels.items()
        if present.intersection(named[name].source) and access.may(actor, name)
    ]


def _tabs(counts: Mapping[str, int], *, over: bool) -> list[Link]:
    done = sum(counts.get(state, 0) for state in OVER)
    open_ = sum(counts.values()) - done
    return [
        Link(_("To be sent (%(n)s)") % {"n": number(open_)}, reverse("outbox"), not over),
        Link(_("Sent and cancelled (%(n)s)") % {"n": number(done)}, reverse("outbox-over"), over),
    ]


def _list_of(actor: Actor, *, over: bool) -> ListOf[Notice]:
    by_time = "sent_at" if over else "due_at"
    soonest = Order("time", gettext_lazy("Time"), (by_time, "id"))
    latest = Order("latest", gettext_lazy("Latest first"), (f"-{by_time}", "-id"))
    return ListOf(
        filters=(
            Filter("state", gettext_lazy("State"), lambda: _states(over=over), lambda rows, state: rows.filter(state=state)),
            Filter("kind", gettext_lazy("Kind"), _kinds, lambda rows, kind: rows.filter(kind=kind)),
        ),
        orders=(latest, soonest) if over else (soonest, latest),
        search=lambda rows, words: _found(rows, words, actor),
        search_label=gettext_lazy("Recipient's name or address"),
    )


def _states(*, over: bool) -> dict[str, str]:
    return {one.code: state_label(one.code) for one in states.NOTICE.states if (one.code in OVER) is over}


def _kinds() -> dict[str, str]:
    return {kind.code: str(kind.title) for kind in declared()}


def _found(rows: QuerySet[Notice], words: str, actor: Actor) -> QuerySet[Notice]:
    """By recipient; kinds whose recipients the actor must not know are never found, so that nothing can be tried out."""
    kept_back = [kind.code for kind in declared() if not access.may_read_kind(actor, kind)]
    by_name = Q(recipient__name__icontains=words) | Q(recipient__email__icontains=words)
    return rows.filter(by_name).exclude(kind__in=kept_back)
