"""Tokens: an organisation, scopes, an end; never a session."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path
from tests.builders import organisation
from tests.builders_people import member, sign_in

from avow.base import clock
from avow.base.refusals import Refusal
from avow.config import urls
from avow.kernel.models import JournalEntry
from avow.organisations.models import ApiToken, Organisation
from avow.organisations.tokens.bearing import Bearer, bearer_of, for_tokens
from avow.organisations.tokens.commands import make_token, revoke_token
from avow.organisations.tokens.scopes import DRAFT, READ

pytestmark = pytest.mark.django_db


@for_tokens(DRAFT)
def write(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    return JsonResponse({"by": bearer.actor.reference, "edits": bearer.actor.holds("editor", bearer.party)})


class Addresses:
    """The desk's addresses and one that writes."""

    urlpatterns = [*urls.urlpatterns, path("api/v1/write", write)]
    handler404 = urls.handler404


@pytest.fixture
def care() -> Organisation:
    return organisation("Care for All")


def make(party: Organisation, *scopes: str, days: int = 30, ago: int = 0) -> tuple[ApiToken, str]:
    at = clock.now() - timedelta(days=ago)
    return make_token(
        party=party, name="Ours", scopes=scopes or (READ,), expires_at=at + timedelta(days=days), actor="P-1", at=at
    )


def ask(secret: str, address: str = "/api/v1/token", method: str = "get", client: Client | None = None) -> Any:
    return getattr(client or Client(enforce_csrf_checks=True), method)(address, headers={"Authorization": f"Bearer {secret}"})


def test_a_token_names_its_organisation_and_scopes(care: Organisation) -> None:
    assert ask(make(care)[1]).json() == {"organisation": care.reference, "scopes": [READ]}


def test_its_secret_is_kept_nowhere(care: Organisation) -> None:
    row, secret = make(care)
    assert secret not in str(ApiToken.objects.filter(pk=row.pk).values().get())
    assert secret not in str(list(JournalEntry.objects.values()))


def test_it_does_only_what_its_scopes_say(care: Organisation, settings: Any) -> None:
    settings.ROOT_URLCONF = Addresses
    refused = ask(make(care)[1], "/api/v1/write", "post")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    row, secret = make(care, DRAFT)
    assert ask(secret, "/api/v1/write", "post").json() == {"by": row.reference, "edits": True}


def test_expired_revoked_unknown_and_malformed_tokens_are_refused_alike(care: Organisation) -> None:
    row, revoked = make(care)
    revoke_token(token=row, actor="P-1", at=clock.now())
    answers = [ask(secret) for secret in (make(care, days=1, ago=2)[1], revoked, "avow_unknown")]
    assert {(one.status_code, one.content) for one in answers} == {(401, answers[0].content)}
    assert ask("something else").status_code == 401


def test_a_token_never_becomes_a_session(care: Organisation) -> None:
    client = Client()
    answer = ask(make(care)[1], client=client)
    assert answer.status_code == 200
    assert not answer.cookies
    assert client.get("/desk/").status_code == 302
    assert ask(make(care)[1], "/desk/").status_code == 302


def test_being_signed_in_is_nothing_to_the_api(care: Organisation) -> None:
    client = sign_in(Client(), member(care))
    assert client.get("/api/v1/token").status_code == 401


def test_a_token_in_the_address_is_no_token(care: Organisation) -> None:
    assert Client().get(f"/api/v1/token?access_token={make(care)[1]}").status_code == 401


def test_guessing_tokens_is_slowed_down() -> None:
    statuses = [ask(f"avow_{number}").status_code for number in range(32)]
    assert statuses[:30] == [401] * 30
    assert statuses[-1] == 429


@pytest.mark.parametrize(("scopes", "days"), [((), 30), (("everything",), 30), ((READ,), 0), ((READ,), 400)])
def test_a_token_without_scope_or_with_a_strange_end_is_refused(care: Organisation, scopes: tuple[str, ...], days: int) -> None:
    at = clock.now()
    with pytest.raises(Refusal):
        make_token(party=care, name="", scopes=scopes, expires_at=at + timedelta(days=days), actor="P-1", at=at)


def test_the_secret_is_shown_once_to_the_administrator_who_makes_it(care: Organisation, client: Client) -> None:
    sign_in(client, member(care))
    page = f"/desk/organisations/{care.reference}/tokens/"
    made = client.post(f"{page}make/", {"name": "Ours", "scopes": [READ], "days": "90"}).content.decode()
    secret = re.search(r"avow_[\w-]{43}", made)
    assert secret is not None
    assert ask(secret[0]).status_code == 200
    assert secret[0] not in client.get(page).content.decode()


def test_when_it_was_last_used_is_noted_without_writing_at_each_request(care: Organisation) -> None:
    row, secret = make(care)
    at = clock.now()
    for seconds, used in ((0, 0), (30, 0), (61, 61)):
        bearer_of(f"Bearer {secret}", at=at + timedelta(seconds=seconds))
        row.refresh_from_db()
        assert row.used_at == at + timedelta(seconds=used)
