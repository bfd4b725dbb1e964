"""Builders of people: somebody in every role, and signed in as whoever a test is about."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import count

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from tests.builders import AT, organisation

from avow.accounts import people
from avow.accounts.actors import SECOND_FACTOR, Actor
from avow.accounts.models import GlobalRole, Person
from avow.accounts.sessions import DEVICE, STARTED
from avow.organisations.models import Membership, Organisation, Party
from avow.organisations.people.acting import actor_for

_numbers = count(1)

VISITOR = "visitor"


def person(name: str = "", email: str = "", language: str = "en") -> Person:
    """Somebody with an account and no role."""
    number = next(_numbers)
    made = people.enter(name=name or f"Person {number}", email=email or f"person-{number}@example.org", language=language)
    people.open_account(made)
    return made


def member(of: Party, *roles: str, **about: str) -> Person:
    """Somebody with these roles in the party; administrator when none is named."""
    made = person(**about)
    Membership.objects.bulk_create(
        Membership(person=made, party=of, role=role, since=AT) for role in roles or ("administrator",)
    )
    return made


def officer(*roles: str, **about: str) -> Person:
    """Somebody with these roles everywhere; secretariat when none is named."""
    made = person(**about)
    GlobalRole.objects.bulk_create(GlobalRole(person=made, role=role, granted_at=AT) for role in roles or ("secretariat",))
    return made


def acting(someone: Person) -> Actor:
    return actor_for(someone)


def sign_in(client: Client, someone: Person, *, strong: bool | None = None, ago: float = 0) -> Client:
    """Signs a person in as the desk would after every step it asks of them, ``ago`` seconds before now.

    ``strong``: with a second factor; unless told, for those whose roles need one.
    """
    client.force_login(someone.user)
    session = client.session
    needs = bool(SECOND_FACTOR & set(someone.roles.values_list("role", flat=True)))
    method = {"method": "mfa", "type": "totp"} if (needs if strong is None else strong) else {"method": "code"}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**method, "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(someone.user.pk)
    session[STARTED], session[DEVICE] = time.time() - ago, "Firefox, Linux"
    session.save()
    return client


def with_app(someone: Person, secret: str = "JBSWY3DPEHPK3PXP") -> str:
    """Sets an authenticator app up for a person; returns its secret, see ``app_code``."""
    TOTP.activate(someone.user, secret)
    return secret


def app_code(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@dataclass
class Cast:
    """Everybody the permission table speaks of. ``organisation`` is the one the pages are about; ``other`` is another."""

    organisation: Organisation
    other: Organisation
    people: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, who: str) -> Person:
        return self.people[who]


def cast() -> Cast:
    mine = organisation("Care for All", leads=("care",))
    other = organisation("Land Trust")
    return Cast(
        mine,
        other,
        {
            "nobody": person("Noor Nobody"),
            "administrator": member(mine, "administrator", name="Amina Administrator"),
            "editor": member(mine, "editor", name="Eva Editor"),
            "approver": member(mine, "approver", name="Ana Approver"),
            "stranger": member(other, "administrator", name="Sam Stranger"),
            "reviewer": officer("reviewer", name="Rita Reviewer"),
            "secretariat": officer("secretariat", name="Sara Secretariat"),
            "auditor": officer("auditor", name="Aude Auditor"),
            "site-administrator": officer("site-administrator", name="Iris Installer"),
            "identity-keeper": officer("identity-keeper", name="Kim Keeper"),
        },
    )
