"""Who is acting: built once per request from roles held everywhere and in parties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from avow.accounts.actors import SECOND_FACTOR, VISITOR, Actor
from avow.accounts.confirming import strong
from avow.accounts.models import GlobalRole, Person
from avow.organisations.models import Membership


def actor_for(person: Person, *, strong: bool = True) -> Actor:
    """The person as access rules see them. Two queries. Without a second factor (``strong``), the roles that need one wait."""
    of: dict[int, set[str]] = defaultdict(set)
    leads: set[str] = set()
    held = Membership.objects.filter(person=person).values_list("party_id", "role", "party__organisation__leads")
    for party, role, led in held:
        of[party].add(role)
        leads.update(led or ())
    everywhere = frozenset(GlobalRole.objects.filter(person=person).values_list("role", flat=True))
    waiting = frozenset() if strong else everywhere & SECOND_FACTOR
    return Actor(
        reference=person.reference,
        everywhere=everywhere - waiting,
        of={party: frozenset(roles) for party, roles in of.items()},
        leads=frozenset(leads),
        waiting=waiting,
    )


class ActorMiddleware:
    """Puts ``request.actor`` on every request; nothing is read until a view asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: _actor_of(request))  # type: ignore[attr-defined]  # read by actor_of
        return self._next(request)


def _actor_of(request: HttpRequest) -> Actor:
    user = request.user
    return actor_for(user.person, strong=strong(request)) if user.is_authenticated else VISITOR
