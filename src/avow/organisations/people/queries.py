"""Reading who acts for a party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from avow.accounts.actors import ADMINISTRATOR, WITHIN
from avow.accounts.models import Person
from avow.accounts.words import role_names
from avow.organisations.models import Invitation, Membership, Party


@dataclass(frozen=True, slots=True)
class Member:
    """``roles`` as people read them; ``administers`` for what only an administrator is offered."""

    reference: str
    name: str
    email: str
    roles: Sequence[str]
    since: datetime
    administers: bool


def members(party: Party) -> list[Member]:
    """Everybody with a role in the party, by name. One query."""
    known = role_names()
    found: dict[int, list[Membership]] = {}
    for one in Membership.objects.filter(party=party).select_related("person"):
        found.setdefault(one.person_id, []).append(one)
    rows = [_member(several, known) for several in found.values()]
    return sorted(rows, key=lambda one: (one.name or one.email).casefold())


def _member(several: Sequence[Membership], known: dict[str, str]) -> Member:
    person, held = several[0].person, {one.role for one in several}
    since = min(one.since for one in several)
    roles = [known[role] for role in WITHIN if role in held]
    return Member(person.reference, person.name, person.email, roles, since, ADMINISTRATOR in held)


def roles_of(party: Party, person: Person) -> list[str]:
    return list(Membership.objects.filter(party=party, person=person).values_list("role", flat=True))


def member_of(party: Party, reference: str) -> Person | None:
    """The person with that reference, if they have a role in the party."""
    return Person.objects.filter(reference=reference, memberships__party=party).distinct().first()


def open_invitations(party: Party, at: datetime) -> list[Invitation]:
    rows = Invitation.objects.filter(party=party, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    return list(rows.select_related("person").order_by("-invited_at"))
