"""Who may see and change organisations. What no rule allows is refused."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from avow.accounts.actors import YES, Actor, Answer
from avow.organisations.models import Organisation

MOVES = {
    "register": ("secretariat",),
    "amend": ("secretariat", "administrator-of"),
    "add_alias": ("secretariat",),
    "require_approver": ("administrator-of",),
}


def may(actor: Actor, move: str, organisation: Organisation | None = None) -> Answer:
    """Whether the actor may make the move on the organisation, with the reason when not."""
    allowed = MOVES.get(move, ())
    if "secretariat" in allowed and actor.holds("secretariat"):
        return YES
    if "administrator-of" in allowed and organisation is not None and actor.holds("administrator", organisation.pk):
        return YES
    return Answer(False, "Only the secretariat, or an administrator of the organisation where that is provided, can do this.")


def visible_to(actor: Actor) -> QuerySet[Organisation]:
    """Organisations on the desk: all for secretariat and auditor, public ones and one's own for everybody else."""
    if actor.holds("secretariat") or actor.holds("auditor"):
        return Organisation.objects.all()
    return Organisation.objects.filter(Q(public_since__isnull=False) | Q(pk__in=list(actor.of)))
