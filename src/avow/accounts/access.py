"""Who may do what to people and their roles, and what a view asks of whoever calls it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from avow.accounts.actors import AUDITOR, SECRETARIAT, SITE_ADMINISTRATOR, VISITOR, YES, Actor, Answer
from avow.base.refusals import Refusal

View = TypeVar("View", bound=Callable[..., Any])

SEE = "see_people"
CHANGE = ("grant_role", "revoke_role", "close_account", "reopen_account", "reset_factors")
MOVES = {SEE: (SECRETARIAT, SITE_ADMINISTRATOR, AUDITOR), **dict.fromkeys(CHANGE, (SECRETARIAT, SITE_ADMINISTRATOR))}


def may(actor: Actor, move: str) -> Answer:
    """Whether the actor may make the move, with the reason when not."""
    if any(actor.holds(role) for role in MOVES.get(move, ())):
        return YES
    return Answer(False, _("Only the secretariat can do this."))


def actor_of(request: HttpRequest) -> Actor:
    """Who is acting in this request: built once, by the actor middleware."""
    return cast(Actor, getattr(request, "actor", VISITOR))


def demand(answer: Answer) -> None:
    """Goes on when allowed; else a ``Refusal`` (code ``not-allowed``, shown as 403) with the reason."""
    if not answer:
        raise not_allowed(answer.reason)


def not_allowed(reason: str) -> Refusal:
    return Refusal("not-allowed", reason, _("If you should be able to do it, ask whoever looks after your roles."))


def holding(*roles: str) -> Callable[[View], View]:
    """A view for those who hold one of these roles everywhere; others read why not."""

    def dress(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor = actor_of(request)
            if not any(actor.holds(role) for role in roles):
                raise not_allowed(_("This part of the desk belongs to other roles than yours."))
            return view(request, *args, **kwargs)

        return cast(View, guarded)

    return dress
