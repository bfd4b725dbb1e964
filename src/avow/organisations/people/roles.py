"""Giving and taking roles in a party: plain functions that commands of this and higher rooms share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from avow.accounts import people
from avow.accounts.models import Person
from avow.organisations.models import Membership, Party


def give(*, person: Person, party: Party, roles: Iterable[str], at: datetime) -> None:
    """Makes the person hold these roles in the party, beside those held already, and lets them sign in."""
    people.open_account(person)
    held = set(Membership.objects.filter(person=person, party=party).values_list("role", flat=True))
    Membership.objects.bulk_create(
        Membership(person=person, party=party, role=role, since=at) for role in dict.fromkeys(roles) if role not in held
    )
