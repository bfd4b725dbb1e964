"""Signing in through a ministry's own OpenID Connect provider, a real one on this machine."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from tests.accounts.ministry import Ministry, ministry
from tests.builders_people import person, sign_in

from avow.accounts.models import Person, User

pytestmark = pytest.mark.django_db
AMINA = {"sub": "ministry|17", "email": "amina@care.example", "email_verified": True, "name": "Amina Diallo"}


@pytest.fixture
def provider(settings: Any) -> Iterator[Ministry]:
    with ministry() as one:
        one.claims = AMINA
        settings.OPENID_PROVIDERS = [one.settings("care.example")]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OPENID_PROVIDERS}}
        yield one


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def through(client: Client, start: str = "/account/sign-in/with/ministry/?next=/desk/") -> Any:
    """What the desk answers when the browser comes back from the provider."""
    away = client.get(start)
    assert away.status_code == 302, away.content
    try:
        urllib.request.build_opener(_Stay).open(away.url)
    except urllib.error.HTTPError as redirect:
        back = redirect.headers["Location"]
        redirect.close()
    return client.get(back.partition("testserver")[2])


def signed_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def test_somebody_the_provider_vouches_for_is_signed_in_and_led_on(client: Client, provider: Ministry) -> None:
    person("Amina", "amina@care.example")
    assert through(client).url == "/desk/"
    assert signed_in(client)
    assert provider.refused == []


def test_nothing_is_kept_of_what_the_provider_told_but_the_subject(client: Client, provider: Ministry) -> None:
    person("A. D.", "amina@care.example")
    through(client)
    through(Client())
    kept = SocialAccount.objects.get()
    assert (kept.provider, kept.uid, kept.extra_data) == ("ministry", "ministry|17", {})
    assert not EmailAddress.objects.exists()
    assert not SocialToken.objects.exists()
    assert Person.objects.get().name == "A. D."


def test_the_subject_is_known_again_when_its_address_has_changed(client: Client, provider: Ministry) -> None:
    person(email="amina@care.example")
    through(client)
    provider.claims = {**AMINA, "email": "a.diallo@care.example"}
    later = Client()
    through(later)
    assert signed_in(later)


@pytest.mark.parametrize(
    "claims",
    [
        {**AMINA, "email": "stranger@care.example"},
        {**AMINA, "email_verified": False},
        {**AMINA, "email_verified": "false"},
        {**AMINA, "email": "amina@elsewhere.example"},
    ],
    ids=["unknown", "unverified", "unverified in words", "another domain"],
)
def test_whom_it_does_not_vouch_for_gets_no_account_and_is_told_what_to_do(
    client: Client, provider: Ministry, claims: dict[str, Any]
) -> None:
    person(email="amina@care.example")
    person(email="amina@elsewhere.example")
    provider.claims = claims
    answer = through(client)
    assert answer.url == "/account/sign-in/"
    assert "Nobody is known here" in client.get(answer.url).content.decode()
    assert not signed_in(client)
    assert User.objects.count() == 2


def test_user_information_about_somebody_else_than_the_token_is_refused(client: Client, provider: Ministry) -> None:
    person(email="amina@care.example")
    provider.told_beside = {**AMINA, "sub": "ministry|18"}
    assert through(client).url == "/account/sign-in/"
    assert not signed_in(client)


def test_an_address_cannot_connect_a_strangers_account_to_ones_own(client: Client, provider: Ministry) -> None:
    mine, hers = person(email="eva@care.example"), person(email="amina@care.example")
    sign_in(client, mine)
    through(client, "/account/sign-in/with/ministry/?process=connect&next=/desk/")
    assert SocialAccount.objects.get().user == hers.user


def test_an_answer_that_was_not_asked_for_signs_nobody_in(client: Client, provider: Ministry) -> None:
    person(email="amina@care.example")
    assert client.get("/account/sign-in/with/ministry/back/?code=one&state=two").url == "/account/sign-in/"
    assert not signed_in(client)


def test_a_second_factor_is_still_asked_for(client: Client, provider: Ministry) -> None:
    from tests.builders_people import with_app

    with_app(person(email="amina@care.example"))
    assert through(client).url == "/account/sign-in/second/"
    assert not signed_in(client)
