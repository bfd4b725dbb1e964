"""Clocks: when something is due, how long that is from now, and whether it is late or paused."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from avow.ui.formatting import day, number

from .markup import safe, shape, text

SOON = 3  # days before the due day from which a clock asks for attention


def days_left(due: datetime, now: datetime, zone: str) -> int:
    """Whole calendar days from today to the due day, in the clock's own zone; negative once the day is over."""
    here = ZoneInfo(zone)
    return (due.astimezone(here).date() - now.astimezone(here).date()).days


def due_clock(due: datetime | None, now: datetime, zone: str = "UTC", paused_on: datetime | None = None) -> SafeString:
    """``due`` is an instant; clocks end with a day, so only the day is named, in ``zone``. Paused clocks say since when."""
    if paused_on is not None:
        since = day(paused_on.astimezone(ZoneInfo(zone)).date())
        return _badge("dash", "t-unclear", gettext("paused since %(day)s") % {"day": since}, "", None)
    if due is None:
        return safe("")
    left = days_left(due, now, zone)
    on = day(due.astimezone(ZoneInfo(zone)).date())
    if now > due:
        late = max(1, -left)
        said = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": number(late)}
        return _badge("alert", "t-bad", said, gettext("was due %(day)s") % {"day": on}, due)
    if left <= 0:
        return _badge("half", "t-behind", gettext("due today"), on, due)
    said = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": number(left)}
    look = ("half", "t-behind") if left <= SOON else ("ring", "t-on-track")
    return _badge(*look, said, gettext("due %(day)s") % {"day": on}, due)


def countdown(until: datetime, now: datetime) -> SafeString:
    """How long something stays open, to the hour on its last day."""
    left = until - now
    if left <= timedelta(0):
        return safe(text(gettext("closed")))
    if left < timedelta(days=1):
        hours = max(1, int(left.total_seconds() // 3600))
        said = ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": number(hours)}
    else:
        said = ngettext("%(n)s day left", "%(n)s days left", left.days) % {"n": number(left.days)}
    return safe(f'<time datetime="{until.isoformat()}">{text(said)}</time>')


def _badge(sign: str, tone: str, said: str, more: str, at: datetime | None) -> SafeString:
    inner = f'<span class="sub">{text(more)}</span>' if more else ""
    body = f'<span class="badge {tone}">{shape(sign)} {text(said)}</span>{inner}'
    return safe(f'<time class="due" datetime="{at.isoformat()}">{body}</time>' if at else f'<span class="due">{body}</span>')
