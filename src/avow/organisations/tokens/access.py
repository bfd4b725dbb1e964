"""Who may see and make the tokens of a party."""

from __future__ import annotations

from django.utils.translation import gettext as _

from avow.accounts.actors import ADMINISTRATOR, AUDITOR, SECRETARIAT, YES, Actor, Answer
from avow.organisations.models import Party

MOVES = {
    "see_tokens": (ADMINISTRATOR, SECRETARIAT, AUDITOR),
    "make_token": (ADMINISTRATOR,),
    "revoke_token": (ADMINISTRATOR, SECRETARIAT),
}


def may(actor: Actor, move: str, party: Party) -> Answer:
    """Only the organisation's own administrator makes tokens; the secretariat can end them."""
    if any(actor.holds(role, party.pk) for role in MOVES.get(move, ())):
        return YES
    return Answer(False, _("Only an administrator of the organisation can do this."))
