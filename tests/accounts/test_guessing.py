"""Guessing, flooding and finding out: what a stranger at the sign-in page learns, and how often they may try."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.builders_people import person, sign_in

from avow.accounts.models import Session
from avow.accounts.sessions import clear_expired
from avow.base import clock

pytestmark = pytest.mark.django_db


def ask(email: str, client: Client | None = None, **headers: str) -> Any:
    return (client or Client()).post("/account/sign-in/", {"email": email}, **headers)


def code() -> str:
    found = re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def test_known_unknown_and_closed_accounts_get_the_same_pages() -> None:
    person(email="known@example.org")
    closed = person(email="gone1@example.org")
    closed.user.is_active = False
    closed.user.save()
    pages = []
    for email in ("known@example.org", "stray@example.org", "gone1@example.org"):
        client = Client()
        assert ask(email, client).status_code == 302
        page = client.get("/account/sign-in/code/").content.decode().replace(email, "…")
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
        wrong = client.post("/account/sign-in/code/", {"code": "1111-1111"})
        pages[-1] += str(wrong.status_code)
    assert pages[0] == pages[1] == pages[2]
    assert len(mail.outbox) == 3


def test_a_code_ends_after_five_wrong_ones(client: Client) -> None:
    person(email="amina@example.org")
    ask("amina@example.org", client)
    right = code()
    for _ in range(5):
        client.post("/account/sign-in/code/", {"code": "1111-1111"})
    client.post("/account/sign-in/code/", {"code": right})
    assert client.get("/desk/").status_code == 302


def test_a_code_expires(client: Client, settings: Any) -> None:
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    person(email="amina@example.org")
    ask("amina@example.org", client)
    client.post("/account/sign-in/code/", {"code": code()})
    assert client.get("/desk/").status_code == 302


def test_a_code_works_only_in_the_browser_that_asked_for_it(client: Client) -> None:
    person(email="amina@example.org")
    ask("amina@example.org", client)
    other = Client()
    ask("amina@example.org", other)
    first = re.search(r"\d{4}-\d{4}", str(mail.outbox[0].body))
    assert first is not None
    assert other.post("/account/sign-in/code/", {"code": first[0]}).status_code == 422


def test_an_address_gets_at_most_five_codes_in_a_quarter_of_an_hour() -> None:
    person(email="amina@example.org")
    answers = [ask("amina@example.org", REMOTE_ADDR=f"192.0.2.{number}") for number in range(7)]
    assert [one.status_code for one in answers] == [302] * 5 + [422] * 2
    assert len(mail.outbox) == 5


def test_one_machine_asks_for_twenty_codes_a_minute_and_a_made_up_header_changes_nothing() -> None:
    answers = [ask(f"person{number}@example.org", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}") for number in range(22)]
    statuses = [one.status_code for one in answers]
    assert statuses.count(302) == 20
    assert 302 not in statuses[20:]


def test_counts_name_neither_addresses_nor_machines() -> None:
    from django.db import connection

    ask("amina@example.org", REMOTE_ADDR="192.0.2.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM accounts_counts")
        kept = str(cursor.fetchall())
    assert kept != "[]"
    assert "amina" not in kept
    assert "192.0.2" not in kept


@pytest.mark.parametrize(
    "there", ["https://elsewhere.example/", "//elsewhere.example/x", "/\\elsewhere.example", "javascript:alert(1)"]
)
def test_signing_in_out_and_confirming_lead_nowhere_else(there: str) -> None:
    person(email="amina@example.org")
    client = Client()
    client.post("/account/sign-in/", {"email": "amina@example.org", "next": there})
    answer = client.post("/account/sign-in/code/", {"code": code(), "next": there})
    assert answer.url == "/desk/"
    assert sign_in(Client(), person()).post("/account/sign-out/", {"next": there}).url == "/account/sign-in/"
    page = sign_in(Client(), person()).get("/account/confirm/", {"next": there}).content.decode()
    assert re.findall(r'name="next" value="([^"]*)"', page)[-1] == "/desk/"


def test_a_mail_that_cannot_leave_is_said_and_is_no_fault_of_whoever_typed(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    person(email="amina@example.org")
    answer = ask("amina@example.org", client)
    assert answer.status_code == 422
    assert "could not be sent just now" in answer.content.decode()


def test_signing_in_changes_the_session_key(client: Client) -> None:
    person(email="amina@example.org")
    ask("amina@example.org", client)
    before = client.session.session_key
    client.post("/account/sign-in/code/", {"code": code()})
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_an_unfinished_sign_in_is_kept_for_an_hour_and_then_cleared_away(client: Client) -> None:
    person(email="amina@example.org")
    ask("amina@example.org", client)
    kept = Session.objects.get()
    assert (kept.expire_date - clock.now()).total_seconds() <= 3601
    clear_expired(at=kept.expire_date.replace(year=kept.expire_date.year + 1))
    assert not Session.objects.exists()


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client: Client) -> None:
    person(email="amina@example.org")
    ask("amina@example.org", client)
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
