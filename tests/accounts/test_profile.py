"""What people say about themselves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.builders_people import person, sign_in

from avow.kernel.models import JournalEntry

pytestmark = pytest.mark.django_db


def code() -> str:
    found = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def test_name_language_and_time_zone_are_kept_and_the_journal_names_none_of_them(client: Client) -> None:
    someone = person("Old Name")
    sign_in(client, someone).post("/account/", {"name": "New Name", "language": "fr", "time_zone": "Africa/Nairobi"})
    someone.refresh_from_db()
    assert (someone.name, someone.language, someone.time_zone) == ("New Name", "fr", "Africa/Nairobi")
    entry = JournalEntry.objects.get(command="accounts.change_profile")
    assert entry.subject_list == [("person", someone.pk)]


def test_a_new_address_is_taken_only_with_the_code_that_went_to_it(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    someone = person(email="old@example.org")
    elsewhere = sign_in(Client(), someone)
    sign_in(client, someone).post("/account/address/", {"email": "New@Example.org"})
    assert mail.outbox[-1].to == ["new@example.org"]
    right = code()
    assert client.post("/account/address/code/", {"code": "1111-1111"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/address/code/", {"code": right}).url == "/account/"
    someone.refresh_from_db()
    assert someone.email == "new@example.org"
    assert mail.outbox[-1].to == ["old@example.org"]
    assert elsewhere.get("/desk/").status_code == 302


def test_an_address_of_somebody_else_is_refused_only_to_whoever_reads_its_mail(client: Client) -> None:
    person(email="taken@example.org")
    someone = person(email="old@example.org")
    sign_in(client, someone)
    assert client.post("/account/address/", {"email": "taken@example.org"}).url == "/account/address/code/"
    answer = client.post("/account/address/code/", {"code": code()})
    assert answer.status_code == 422
    assert "belongs to another account" in answer.content.decode()


def test_a_code_ends_after_five_wrong_ones(client: Client) -> None:
    sign_in(client, person())
    client.post("/account/address/", {"email": "new@example.org"})
    right = code()
    for _ in range(5):
        client.post("/account/address/code/", {"code": "1111-1111"})
    assert client.post("/account/address/code/", {"code": right}).url == "/account/address/"
