"""Invented people for every role of the desk, and the links that sign them in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from avow.accounts import links, people
from avow.accounts.actors import (
    ADMINISTRATOR,
    APPROVER,
    AUDITOR,
    EDITOR,
    IDENTITY_KEEPER,
    REVIEWER,
    SECRETARIAT,
    SITE_ADMINISTRATOR,
)
from avow.accounts.commands import grant_role
from avow.accounts.models import Person
from avow.organisations.models import Organisation
from avow.organisations.people.commands import enrol

ACTOR = "demonstration"
LEADER, MAKER = "leader", "maker"


@dataclass(frozen=True, slots=True)
class Invented:
    """``within`` maps an organisation (the first that leads a theme, the first that leads none) to roles in it."""

    name: str
    language: str
    what: str
    everywhere: tuple[str, ...] = ()
    within: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@people.example"


PEOPLE = (
    Invented("Sanaa Orduval", "en", "secretariat officer", (SECRETARIAT,)),
    Invented("Ilmari Tekkanen", "en", "second secretariat officer", (SECRETARIAT,)),
    Invented("Odile Verrastin", "fr", "auditor", (AUDITOR,)),
    Invented("Pavlo Hresnyk", "en", "site administrator", (SITE_ADMINISTRATOR,)),
    Invented("Keya Mandrowa", "en", "identity keeper", (IDENTITY_KEEPER,)),
    Invented("Rosario Quelpan", "es", "reviewer", (REVIEWER,)),
    Invented("Teodora Vlasnic", "en", "reviewer", (REVIEWER,)),
    Invented("Wanjira Sotuke", "en", "reviewer", (REVIEWER,)),
    Invented("Amara Deluntah", "en", "administrator of an organisation", within=((MAKER, (ADMINISTRATOR, EDITOR)),)),
    Invented("Emilio Farzanda", "es", "editor in the same organisation", within=((MAKER, (EDITOR,)),)),
    Invented(
        "Noor Hadrameh", "ar", "approver there, and editor in a second one", within=((MAKER, (APPROVER,)), (LEADER, (EDITOR,)))
    ),
    Invented(
        "Liesbet Okonvar", "en", "administrator of a leader: leads a theme", within=((LEADER, (ADMINISTRATOR, APPROVER)),)
    ),
)


def enter(*, at: datetime) -> None:
    """Enters the people, each with an account and roles. Those who are there already are left as they are."""
    parties = {LEADER: _first(leads=True), MAKER: _first(leads=False)}
    there = set(Person.objects.values_list("email", flat=True))
    for one in PEOPLE:
        if one.email in there:
            continue
        person = people.enter(name=one.name, email=one.email, language=one.language)
        people.open_account(person)
        for role in one.everywhere:
            grant_role(email=one.email, name=one.name, role=role, actor=ACTOR, at=at)
        for which, held in one.within:
            party = parties[which]
            if party is not None:
                enrol(party=party, person=person, wanted=held, actor=ACTOR, at=at)


def fresh_links(*, at: datetime) -> Iterator[tuple[str, str, str]]:
    """What each person is, their name, and the path that signs them in once."""
    known = {one.email: one for one in Person.objects.filter(email__in=[one.email for one in PEOPLE])}
    for one in PEOPLE:
        if one.email in known:
            yield one.what, one.name, f"/account/link/{links.make(known[one.email], at=at)}/"


def _first(*, leads: bool) -> Organisation | None:
    rows = Organisation.objects.order_by("number")
    return (rows.exclude(leads="") if leads else rows.filter(leads="", joined_on__isnull=False)).first()
