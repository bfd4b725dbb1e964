"""The desk's first page: who one is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from avow.accounts.actors import Actor
from avow.accounts.words import role_names
from avow.organisations.models import Party


@dataclass(frozen=True, slots=True)
class OwnParty:
    """An organisation somebody acts for, and as what."""

    reference: str
    name: str
    roles: Sequence[str]


@dataclass(frozen=True, slots=True)
class Home:
    name: str
    parties: Sequence[OwnParty]
    roles: Sequence[str]

    @property
    def nothing(self) -> bool:
        return not self.parties and not self.roles


def home(actor: Actor, name: str) -> Home:
    known = role_names()
    parties = Party.objects.filter(pk__in=list(actor.of)).order_by("name").values_list("pk", "reference", "name")
    return Home(
        name=name or _("Welcome"),
        parties=[
            OwnParty(reference, title, [known[role] for role in sorted(actor.of[key])]) for key, reference, title in parties
        ],
        roles=[known[role] for role in sorted(actor.everywhere)],
    )
