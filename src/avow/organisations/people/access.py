"""Who may see and change who acts for a party."""

from __future__ import annotations

from django.utils.translation import gettext as _

from avow.accounts.actors import ADMINISTRATOR, AUDITOR, SECRETARIAT, YES, Actor, Answer
from avow.organisations.models import Party

SEE = "see_people"
MOVES = ("invite", "withdraw_invitation", "change_roles", "hand_over", "remove_person")


def may(actor: Actor, move: str, party: Party) -> Answer:
    """Whether the actor may make the move on the party's people, with the reason when not."""
    if move == SEE:
        allowed = actor.belongs_to(party.pk) or actor.holds(SECRETARIAT) or actor.holds(AUDITOR)
        return YES if allowed else Answer(False, _("You do not act for this organisation."))
    if move == "hand_over":  # one's own role: nobody hands over for others
        allowed = ADMINISTRATOR in actor.of.get(party.pk, frozenset())
    else:
        allowed = move in MOVES and (actor.holds(ADMINISTRATOR, party.pk) or actor.holds(SECRETARIAT))
    return YES if allowed else Answer(False, _("Only an administrator of the organisation can do this."))


def visible(actor: Actor, reference: str) -> Party | None:
    """The party with that reference, if its people are for the actor to see."""
    found = Party.objects.filter(reference=reference).first()
    return found if found is not None and may(actor, SEE, found) else None
