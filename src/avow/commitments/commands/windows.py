"""When commitments may be handed in: in a window, or by leave of the secretariat after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments.commands.words import refuse_wordless
from avow.commitments.models import LateEntry
from avow.framework import queries as framework
from avow.kernel import journal
from avow.kernel.commands import command
from avow.organisations.models import Party
from avow.ui.formatting import instant_in


@dataclass(frozen=True, slots=True)
class WayIn:
    """The window something comes in by, and the leave where that was needed."""

    window: str
    late_entry: LateEntry | None = None


@command("commitments.open_late_entry")
def open_late_entry(*, organisation: Party, reason: str, until: date, actor: str, at: datetime, window: str = "") -> LateEntry:
    """Lets one organisation submit after its window closed, up to the end of the day ``until``.

    1. Takes the window that opened last unless another is named; its year will be that of the references.
    2. Writes the leave with its reason, which is published with every commitment that comes in by it.
    3. Journals.
    """
    refuse_wordless(reason, _("A late entry needs a reason."))
    zone = framework.time_zone()
    if until < at.astimezone(zone).date():
        raise Refusal(
            "day-gone", _("%(day)s is over.") % {"day": until}, _("Give a day to come, until the end of which it stays open.")
        )
    last = framework.last_window(at)
    code = window or (last.code if last else "")
    if not framework.current().windows.filter(code=code, opens__lte=at).exists():
        raise Refusal(
            "window-unknown",
            _("No registration window “%(code)s” has opened yet.") % {"code": code},
            _("Name a window that was open before."),
        )
    entry = LateEntry.objects.create(
        party=organisation,
        window=code,
        reason=reason,
        until=datetime.combine(until, time(23, 59, 59), zone),
        opened_at=at,
    )
    journal.append(
        command="commitments.open_late_entry",
        actor=actor,
        at=at,
        subjects=[("late-entry", entry.pk), ("organisation", organisation.pk)],
        details=[code, reason, until],
    )
    return entry


def way_in(owner: int, at: datetime) -> WayIn:
    """How the party's commitment comes in at that moment. Raises ``Refusal`` (``window-closed``) when it cannot."""
    window = framework.open_window(at)
    if window is not None:
        return WayIn(window.code)
    moment = at.replace(microsecond=0)
    entry = LateEntry.objects.filter(party=owner, opened_at__lte=at, until__gte=moment).order_by("-until", "-pk").first()
    if entry is not None:
        return WayIn(entry.window, entry)
    raise _closed(at)


def _closed(at: datetime) -> Refusal:
    """Says when it closed, in the framework's time, and what can be done: the draft is kept in any case."""
    last, following, zone = framework.last_window(at), framework.next_window(at), framework.time_zone()
    reason, remedy = _("No registration window is open."), _("Your draft is kept: ask the secretariat for a late entry.")
    if last:
        said = _("No registration window is open: the last one closed on %(moment)s.")
        reason = said % {"moment": instant_in(last.closes, zone)}
    if following:
        said = _(
            "Your draft is kept: submit it when the next window opens on %(moment)s, or ask the secretariat for a late entry."
        )
        remedy = said % {"moment": instant_in(following.opens, zone)}
    return Refusal("window-closed", reason, remedy)
