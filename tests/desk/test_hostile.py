"""Names that people typed are hostile wherever staff read them."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.builders import organisation
from tests.builders_people import member, officer, sign_in

from avow.base import clock
from avow.organisations.people import commands
from avow.organisations.people.links import link_part

pytestmark = pytest.mark.django_db

NAMES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% debug %}",
    "Amina\u202ediallO",
    '=HYPERLINK("https://evil.example")',
    "A" * 200,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_shown_as_text_on_every_page_that_names_people(client: Client, name: str) -> None:
    care = organisation("Care for All")
    someone = member(care, name=name)
    boss = sign_in(client, officer())
    pages = [
        boss.get("/desk/people/"),
        boss.get("/desk/people/", {"q": name}),
        boss.get(f"/desk/people/{someone.reference}/"),
        boss.get(f"/desk/organisations/{care.reference}/people/"),
        boss.get(f"/desk/organisations/{care.reference}/people/{someone.reference}/"),
        sign_in(Client(), someone).get("/desk/"),
        sign_in(Client(), someone).get("/account/"),
    ]
    for page in pages:
        assert page.status_code == 200
        said = page.content.decode()
        assert "<script>alert" not in said
        assert "<img src=x" not in said
        assert ">14<" not in said
        assert 'http://evil.example"' not in said


@pytest.mark.parametrize("name", NAMES[:3])
def test_a_hostile_organisation_is_shown_as_text(client: Client, name: str) -> None:
    party = organisation(name)
    someone = member(party)
    other = commands.invite(
        party=party, email="beni@example.org", name=name, language="en", wanted=["editor"], actor="P-1", at=clock.now()
    )
    for page in (
        sign_in(client, someone).get("/desk/"),
        client.get(f"/desk/organisations/{party.reference}/people/"),
        Client().get(f"/account/invitation/{link_part(other)}/"),
    ):
        said = page.content.decode()
        assert "<script>alert" not in said
        assert "<img src=x" not in said
        assert ">14<" not in said


@pytest.mark.parametrize("typed", ["' OR 1=1 --", "%", "_", "\\", "\u0000", "a" * 5000])
def test_strange_words_in_a_search_are_words(client: Client, typed: str) -> None:
    assert sign_in(client, officer()).get("/desk/people/", {"q": typed, "sort": typed, "role": typed}).status_code == 200
