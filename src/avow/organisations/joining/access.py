"""Who sees and decides applications. The applicant acts by a personal link, which is no session and has no actor."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from avow.accounts.actors import AUDITOR, SECRETARIAT, YES, Actor, Answer
from avow.organisations.joining import states
from avow.organisations.models import Application

SEE = "see_applications"
MOVES = ("ask", "accept", "decline")


def may(actor: Actor, move: str) -> Answer:
    allowed = actor.holds(SECRETARIAT) or (move == SEE and actor.holds(AUDITOR))
    return YES if allowed else Answer(False, _("Only the secretariat reads and decides applications."))


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Applications as the desk lists them: not the signals whose address nobody confirmed."""
    rows = Application.objects.exclude(state=states.SIGNALLED)
    return rows if may(actor, SEE) else rows.none()
