"""Who may see and steer the outbox, and who chooses what a person is told. What no rule allows is refused."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from avow.accounts.actors import AUDITOR, SECRETARIAT, YES, Actor, Answer
from avow.outbox import states
from avow.outbox.kinds import NoticeKind, UnknownKindError, kind_of
from avow.outbox.models import Notice

MOVES: dict[str, tuple[str, ...]] = {move.name: move.who for move in states.NOTICE.moves}
_READERS = (SECRETARIAT, AUDITOR)


def may(actor: Actor, move: str) -> Answer:
    """Whether the actor may make a move on notices; ``look`` is reading the outbox, ``try`` sending oneself a message."""
    if move == "look":
        allowed = any(actor.holds(role) for role in _READERS)
        return YES if allowed else Answer(False, _("Only the secretariat and the auditor see the outbox."))
    if actor.holds(SECRETARIAT) and (move == "try" or states.SECRETARIAT in MOVES.get(move, ())):
        return YES
    return Answer(False, _("Only the secretariat can do this."))


def visible_to(actor: Actor) -> QuerySet[Notice]:
    """All notices for those who read the outbox; for everybody else what was sent to them, and nothing that only waits:
    decisions are held so that nobody learns of them early."""
    if may(actor, "look"):
        return Notice.objects.all()
    if not actor.reference:
        return Notice.objects.none()
    return Notice.objects.filter(recipient__reference=actor.reference, state=states.SENT)


def may_read(actor: Actor, notice: Notice) -> bool:
    """Whether the actor may see to whom a notice goes and what it says.

    Some kinds tell who somebody is that even the secretariat must not know, such as a commenter.
    """
    if actor.reference and notice.recipient.reference == actor.reference:
        return True
    try:
        return may_read_kind(actor, kind_of(notice.kind))
    except UnknownKindError:
        return bool(may(actor, "look"))


def may_read_kind(actor: Actor, kind: NoticeKind) -> bool:
    """The same of everything of one kind that goes to others."""
    return actor.holds(kind.seen_by) or (kind.seen_by == SECRETARIAT and actor.holds(AUDITOR))
