"""What holds on every page of the desk, and how refusals and errors are shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from tests.builders_people import officer, person, sign_in

from avow.base.refusals import Refusal
from avow.config import urls

pytestmark = pytest.mark.django_db


def refusing(request: HttpRequest) -> HttpResponse:
    raise Refusal("changed-meanwhile", "Somebody changed this meanwhile.", "Reload the page.")


def failing(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


class Addresses:
    """The desk's addresses and two that go wrong."""

    urlpatterns = [*urls.urlpatterns, path("desk/refusing/", refusing), path("desk/failing/", failing)]
    handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def desk(client: Client, settings: Any) -> Client:
    settings.ROOT_URLCONF = Addresses
    return sign_in(client, person("Amina Diallo"))


def test_a_refusal_that_no_view_caught_is_a_page_with_its_sentence_and_remedy(desk: Client) -> None:
    answer = desk.get("/desk/refusing/")
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile." in answer.content.decode()
    assert "Reload the page." in answer.content.decode()


def test_an_unknown_address_says_so_without_telling_what_is_there(desk: Client) -> None:
    answer = desk.get("/desk/nothing/")
    assert answer.status_code == 404
    assert "There is nothing for you at this address." in answer.content.decode()


def test_a_failure_of_ours_is_a_page_that_asks_nothing_of_the_database(desk: Client) -> None:
    desk.raise_request_exception = False
    answer = desk.get("/desk/failing/")
    assert answer.status_code == 500
    assert "Something failed on our side" in answer.content.decode()


def test_a_form_without_valid_token_is_told_why_and_what_to_do() -> None:
    client = sign_in(Client(enforce_csrf_checks=True), person())
    answer = client.post("/account/language/", {"language": "fr"})
    assert answer.status_code == 403
    assert "Nothing was changed." in answer.content.decode()


def test_a_part_of_a_page_is_told_401_and_where_to_sign_in_again() -> None:
    answer = Client().get("/desk/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?a=1"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/account/sign-in/?next=%2Fdesk%2F%3Fa%3D1"


def test_the_language_chosen_is_kept_with_the_person(desk: Client) -> None:
    desk.post("/account/language/", {"language": "ar", "next": "/desk/"})
    assert '<html lang="ar" dir="rtl">' in desk.get("/desk/").content.decode()


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:x"])
def test_no_redirect_leads_off_the_desk(desk: Client, there: str) -> None:
    assert desk.post("/account/language/", {"language": "fr", "next": there}).url == "/desk/"


def test_pages_are_kept_by_nobody_and_run_no_script_of_their_own(desk: Client) -> None:
    answer = desk.get("/desk/")
    assert answer["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert " style=" not in answer.content.decode()


def test_the_first_page_asks_the_database_a_constant_number_of_questions(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, officer("secretariat", "auditor"))
    with django_assert_max_num_queries(7):
        client.get("/desk/")
