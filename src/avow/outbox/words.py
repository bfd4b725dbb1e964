"""What states, reasons and frequencies are called to people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from avow.outbox import states
from avow.outbox.kinds import UnknownKindError, kind_of
from avow.outbox.models import Frequency

FREQUENCIES: dict[str, Promise] = {
    Frequency.AT_ONCE: gettext_lazy("At once, each by itself"),
    Frequency.DAILY: gettext_lazy("Gathered, every morning"),
    Frequency.WEEKLY: gettext_lazy("Gathered, every Monday"),
    Frequency.NEVER: gettext_lazy("Never"),
}
TROUBLES: dict[str, Promise] = {
    "turned-off": gettext_lazy("The recipient turned such messages off."),
    "no-address": gettext_lazy("The recipient has no address that mail can be sent to."),
    "not-wanted": gettext_lazy("What it would have said no longer holds."),
    "too-late": gettext_lazy("It could not leave in time, and waits for you to decide."),
    "unworded": gettext_lazy("It could not be put into words: the fault is ours and in the log."),
    "unknown-kind": gettext_lazy("Nothing here knows this kind of message any more."),
    "interrupted": gettext_lazy("The worker broke off while it was being sent."),
}


def state_label(state: str) -> str:
    return gettext(states.NOTICE.label(state))


def trouble_said(trouble: str) -> str:
    """Why it did not go: in our words, else in the mail server's."""
    return str(TROUBLES.get(trouble, trouble))


def kind_title(code: str) -> str:
    try:
        return str(kind_of(code).title)
    except UnknownKindError:
        return code
