"""The second step: who needs one, setting it up, showing it, losing it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from tests.builders import organisation
from tests.builders_people import app_code, member, officer, person, sign_in, with_app

pytestmark = pytest.mark.django_db


def sign_in_by_mail(client: Client, email: str) -> Any:
    """The answer to a right code."""
    client.post("/account/sign-in/", {"email": email})
    found = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert found is not None
    return client.post("/account/sign-in/code/", {"code": found[0], "next": "/desk/"})


@pytest.mark.parametrize("role", ["secretariat", "identity-keeper", "site-administrator"])
def test_these_roles_reach_no_page_of_the_desk_before_a_second_factor_is_set_up(client: Client, role: str) -> None:
    officer(role, email="sara@example.org")
    sign_in_by_mail(client, "sara@example.org")
    answer = client.get("/desk/", follow=True)
    assert answer.redirect_chain == [
        ("/account/security/needed/?next=%2Fdesk%2F", 302),
        ("/account/security/?next=%2Fdesk%2F", 302),
    ]
    assert "Your role needs a second step" in answer.content.decode()


@pytest.mark.parametrize("role", ["auditor", "reviewer"])
def test_other_roles_may_go_without(client: Client, role: str) -> None:
    officer(role, email="aude@example.org")
    sign_in_by_mail(client, "aude@example.org")
    assert client.get("/desk/").status_code == 200


def test_a_role_given_while_somebody_is_signed_in_waits_for_the_second_factor(client: Client) -> None:
    someone = member(organisation())
    sign_in(client, someone)
    assert client.get("/desk/").status_code == 200
    someone.roles.create(role="secretariat", granted_at="2026-11-22T12:00:00Z")
    assert client.get("/desk/").url.startswith("/account/security/needed/")


def test_setting_up_an_app_opens_the_desk_and_gives_recovery_codes_and_a_notice_by_mail(client: Client) -> None:
    officer(email="sara@example.org")
    sign_in_by_mail(client, "sara@example.org")
    page = client.get("/account/security/app/add/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret is not None
    answer = client.post("/account/security/app/add/", {"code": app_code(secret[1])}, follow=True)
    assert answer.redirect_chain == [("/account/security/codes/", 302)]
    assert len(re.findall(r"<code>\d{4}-\d{4}</code>", answer.content.decode())) == 10
    assert client.get("/desk/").status_code == 200


def test_who_has_a_second_factor_is_asked_for_it_after_the_mailed_code(client: Client) -> None:
    secret = with_app(officer(email="sara@example.org"))
    assert sign_in_by_mail(client, "sara@example.org").url == "/account/sign-in/second/"
    assert client.get("/desk/").status_code == 302
    assert client.post("/account/sign-in/second/", {"code": "000000"}).status_code == 422
    assert client.post("/account/sign-in/second/", {"code": app_code(secret)}).url == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_code_of_the_app_works_once(client: Client) -> None:
    secret = with_app(person(email="sara@example.org"))
    code = app_code(secret)
    sign_in_by_mail(client, "sara@example.org")
    client.post("/account/sign-in/second/", {"code": code})
    again = Client()
    sign_in_by_mail(again, "sara@example.org")
    assert again.post("/account/sign-in/second/", {"code": code}).status_code == 422


def test_a_recovery_code_stands_in_once(client: Client) -> None:
    someone = person(email="sara@example.org")
    sign_in(client, someone)
    page = client.get("/account/security/app/add/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret is not None
    codes = client.post("/account/security/app/add/", {"code": app_code(secret[1])}, follow=True).content.decode()
    one = re.findall(r"<code>(\d{4}-\d{4})</code>", codes)[0]
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in_by_mail(browser, "sara@example.org")
    assert first.post("/account/sign-in/second/", {"code": one}).url == "/desk/"
    assert second.post("/account/sign-in/second/", {"code": one}).status_code == 422


def test_guessing_the_second_step_ends_after_a_few_tries(client: Client) -> None:
    secret = with_app(person(email="sara@example.org"))
    sign_in_by_mail(client, "sara@example.org")
    for _ in range(6):
        client.post("/account/sign-in/second/", {"code": "123123"})
    answer = client.post("/account/sign-in/second/", {"code": app_code(secret)})
    assert answer.status_code == 422
    assert "tried too often" in answer.content.decode()


def test_the_last_factor_of_somebody_whose_role_needs_one_stays(client: Client) -> None:
    someone = officer()
    with_app(someone)
    answer = sign_in(client, someone).post("/account/security/app/remove/")
    assert answer.status_code == 409
    assert "Add another one first." in answer.content.decode()


def test_with_the_last_factor_go_the_recovery_codes(client: Client) -> None:
    someone = person()
    with_app(someone)
    Authenticator.objects.create(user=someone.user, type="recovery_codes", data={"seed": "", "used_mask": 0})
    sign_in(client, someone, strong=True).post("/account/security/app/remove/")
    assert not Authenticator.objects.filter(user=someone.user).exists()


def test_secrets_of_second_factors_are_enciphered(client: Client) -> None:
    someone = person()
    secret = with_app(someone)
    assert secret not in str(Authenticator.objects.get(user=someone.user).data)


def test_a_dangerous_act_long_after_signing_in_asks_again_who_one_is(client: Client) -> None:
    someone = person(email="amina@example.org")
    sign_in(client, someone, ago=3600)
    answer = client.get("/account/security/app/add/")
    assert answer.url == "/account/confirm/?next=%2Faccount%2Fsecurity%2Fapp%2Fadd%2F"
    client.post("/account/confirm/send/", {"next": "/account/security/app/add/"})
    found = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert found is not None
    assert client.post("/account/confirm/", {"code": "0000-0000"}).status_code == 422
    assert client.post("/account/confirm/", {"code": found[0], "next": "/account/security/app/add/"}).status_code == 302
    assert client.get("/account/security/app/add/").status_code == 200


def test_who_has_a_second_factor_confirms_with_it_and_not_by_mail(client: Client) -> None:
    someone = person()
    secret = with_app(someone)
    sign_in(client, someone, strong=True, ago=3600)
    assert "authenticator app" in client.get("/account/confirm/").content.decode()
    client.post("/account/confirm/", {"code": app_code(secret)})
    assert client.get("/account/address/").status_code == 200
