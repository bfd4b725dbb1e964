"""Who may see and change commitments. What no rule allows is refused; the tables of moves say who makes a move."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from avow.accounts.actors import ADMINISTRATOR, APPROVER, EDITOR, YES, Actor, Answer
from avow.commitments import states
from avow.commitments.models import Commitment, Maker
from avow.organisations import queries as organisations

# Roles that act for the maker, in the party that owns the commitment.
_MAKER_ROLES = (ADMINISTRATOR, EDITOR, APPROVER)

MOVES: dict[str, tuple[str, ...]] = {
    **{move.name: move.who for workflow in states.WORKFLOWS for move in workflow.moves},
    "draft": (states.MAKER, states.SECRETARIAT),
    "save_draft": (states.MAKER, states.SECRETARIAT),
    "amend": (states.MAKER, states.SECRETARIAT),
    "propose_amendment": (states.MAKER,),
    "save_amendment": (states.MAKER,),
    "discard_amendment": (states.MAKER,),
    "approve_amendment": (states.MAKER,),
    "declare_stage": (states.MAKER,),
    "record_value": (states.MAKER,),
    "enter_money": (states.MAKER, states.SECRETARIAT),
    "mark_exemplar": (states.SECRETARIAT,),
    "unmark_exemplar": (states.SECRETARIAT,),
    "open_late_entry": (states.SECRETARIAT,),
    "except_leader": (states.SECRETARIAT,),
}

BINDING = frozenset(
    {
        "submit",
        "amend",
        "approve_amendment",
        "withdraw",
        "meet_condition",
        "fail_condition",
        "change_owner",
        "accept_co_making",
        "leave",
    }
)
"""Moves that bind an organisation in public: its approvers' alone, where it wants an approver."""


def may(actor: Actor, move: str, commitment: Commitment | None = None, *, party: int | None = None) -> Answer:
    """Whether the actor may make the move on the commitment, with the reason when not.

    ``party`` is the organisation concerned where that is not the owner: the one proposed as co-maker, or leaving. Without a
    commitment it is the organisation that a draft is begun for, or that a late entry or exception is about.
    """
    allowed = MOVES.get(move, ())
    if states.SECRETARIAT in allowed and actor.holds("secretariat"):
        return YES
    speaking = _speaking(allowed, commitment, party)
    held = speaking is not None and [role for role in _MAKER_ROLES if actor.holds(role, speaking)]
    if speaking is not None and held:
        if move in BINDING and APPROVER not in held and organisations.needs_approver(speaking):
            return Answer(False, _("Only an approver of your organisation can do this."))
        return YES
    named = _(" or ").join(_(_WHO[role]) for role in allowed)
    return Answer(False, _("Only %(who)s can do this.") % {"who": named} if named else _("Nobody can do this."))


_WHO = {
    states.MAKER: gettext_noop("its maker"),
    states.ORGANISATION: gettext_noop("the organisation concerned"),
    states.SECRETARIAT: gettext_noop("the secretariat"),
    states.CALENDAR: gettext_noop("the calendar"),
}


def _speaking(allowed: tuple[str, ...], commitment: Commitment | None, party: int | None) -> int | None:
    """The organisation whose people make the move; nobody's where the move is not for organisations."""
    if states.ORGANISATION in allowed:
        return party
    if states.MAKER in allowed:
        return commitment.owner_id if commitment is not None else party
    return None


def visible_to(actor: Actor) -> QuerySet[Commitment]:
    """Commitments on the desk: all for secretariat and auditor, for members confirmed ones, their own, and those they are
    asked to make; none for others."""
    if actor.holds("secretariat") or actor.holds("auditor"):
        return Commitment.objects.all()
    if not actor.reference:
        return Commitment.objects.none()
    own = list(actor.of)
    making = Maker.objects.filter(party__in=own).values("commitment")
    return Commitment.objects.filter(Q(registration=states.CONFIRMED) | Q(owner__in=own) | Q(pk__in=making))
