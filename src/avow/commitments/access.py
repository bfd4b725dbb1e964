"""Who may see and change commitments. What no rule allows is refused; the tables of moves say who makes a move."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from avow.accounts.actors import YES, Actor, Answer
from avow.commitments import states
from avow.commitments.models import Commitment

# Roles that act for the maker, in the party that owns the commitment.
_MAKER_ROLES = ("administrator", "editor", "approver")

MOVES: dict[str, tuple[str, ...]] = {
    **{move.name: move.who for workflow in (states.STANDING, states.REGISTRATION) for move in workflow.moves},
    "amend": (states.MAKER, states.SECRETARIAT),
    "declare_stage": (states.MAKER,),
    "record_value": (states.MAKER,),
    "enter_money": (states.MAKER, states.SECRETARIAT),
}


def may(actor: Actor, move: str, commitment: Commitment) -> Answer:
    """Whether the actor may make the move on the commitment, with the reason when not."""
    allowed = MOVES.get(move, ())
    if states.SECRETARIAT in allowed and actor.holds("secretariat"):
        return YES
    if states.MAKER in allowed and any(actor.holds(role, commitment.owner_id) for role in _MAKER_ROLES):
        return YES
    who = {states.MAKER: "its maker", states.SECRETARIAT: "the secretariat", states.CALENDAR: "the calendar"}
    named = " or ".join(who[role] for role in allowed)
    return Answer(False, f"Only {named} can do this." if named else "Nobody can do this.")


def visible_to(actor: Actor) -> QuerySet[Commitment]:
    """Commitments on the desk: all for secretariat and auditor, confirmed and one's own for members, none for others."""
    if actor.holds("secretariat") or actor.holds("auditor"):
        return Commitment.objects.all()
    if not actor.reference:
        return Commitment.objects.none()
    return Commitment.objects.filter(Q(registration=states.CONFIRMED) | Q(owner__in=list(actor.of)))
