"""Erasing: after it, no table of the desk leads back to the person."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core import mail
from django.db import transaction
from django.test import Client
from tests.builders import organisation
from tests.builders_people import member, person, sign_in, with_app

from avow.accounts import links, people
from avow.accounts.erasing import forget
from avow.accounts.models import GlobalRole, Person, Session, User
from avow.accounts.sessions import SessionStore
from avow.base import clock
from avow.organisations.people import commands

pytestmark = pytest.mark.django_db

NAME, ADDRESS = "Zenobia Quartermain", "zenobia@example.org"


def everything() -> str:
    """Every value of every table, sessions deciphered."""
    told = [str(list(model.objects.values_list())) for model in apps.get_models(include_auto_created=True)]
    told += [str(SessionStore().decode(row.session_data)) for row in Session.objects.all()]
    return "\n".join(told).lower()


def test_after_forgetting_nothing_in_any_table_names_the_person_or_their_account(client: Client) -> None:
    party = organisation()
    someone = member(party, name=NAME, email=ADDRESS)
    user = someone.user.pk
    Client().post("/account/sign-in/", {"email": ADDRESS})  # begun and never finished
    found = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert found is not None
    with_app(someone)
    SocialAccount.objects.create(user=someone.user, provider="ministry", uid="subject-of-zenobia")
    links.make(someone, at=clock.now())
    GlobalRole.objects.create(person=someone, role="reviewer", granted_at=clock.now())
    commands.invite(
        party=organisation(), email=ADDRESS, name=NAME, language="fr", wanted=["editor"], actor="P-1", at=clock.now()
    )
    sign_in(client, someone)
    client.get("/account/")
    assert ADDRESS in everything()

    with transaction.atomic():
        forget(someone)

    left = everything()
    assert [word for word in (NAME.lower(), ADDRESS, "subject-of-zenobia", found[0]) if word in left] == []
    assert not User.objects.filter(pk=user).exists()
    assert not Authenticator.objects.filter(user_id=user).exists()
    assert client.get("/desk/").status_code == 302
    assert Person.objects.get(pk=someone.pk).reference == someone.reference


def test_others_keep_what_is_theirs(client: Client) -> None:
    other = sign_in(client, person(email="amina@example.org"))
    forget(person(name=NAME, email=ADDRESS))
    assert other.get("/desk/").status_code == 200


def test_an_erased_address_can_be_entered_anew_as_somebody_else() -> None:
    erased = person(name=NAME, email=ADDRESS)
    forget(erased)
    assert people.enter(name=NAME, email=ADDRESS).pk != erased.pk
