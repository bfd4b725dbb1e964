"""Signing in by a code that arrives by mail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from tests.builders_people import person

from avow.accounts.models import Session

pytestmark = pytest.mark.django_db


def code_in(message: Any) -> str:
    found = re.search(r"\b\d{4}-\d{4}\b", message.body)
    assert found is not None
    return found[0]


def test_a_mailed_code_signs_in_and_leads_back_to_the_page_asked_for(client: Client) -> None:
    person("Amina Diallo", "amina@example.org")
    answer = client.post("/account/sign-in/", {"email": " Amina@Example.org ", "next": "/desk/?x=1"})
    assert answer.url == "/account/sign-in/code/?next=%2Fdesk%2F%3Fx%3D1"
    answer = client.post("/account/sign-in/code/", {"code": code_in(mail.outbox[0]).replace("-", " "), "next": "/desk/?x=1"})
    assert answer.url == "/desk/?x=1"
    assert not EmailAddress.objects.exists()
    assert "Amina Diallo" in client.get("/desk/").content.decode()


def test_an_address_without_account_gets_the_same_answer_and_a_mail_that_says_so(client: Client) -> None:
    person(email="amina@example.org")
    known = client.post("/account/sign-in/", {"email": "amina@example.org"})
    unknown = Client().post("/account/sign-in/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [["amina@example.org"], ["nobody@example.org"]]
    assert not re.search(r"\d{4}-\d{4}", mail.outbox[1].body)


def test_a_session_keeps_no_address_and_no_code_that_a_copy_of_the_database_would_show(client: Client) -> None:
    person(email="amina@example.org")
    client.post("/account/sign-in/", {"email": "amina@example.org"})
    kept = Session.objects.get()
    assert "amina" not in kept.session_data
    assert kept.user is None
