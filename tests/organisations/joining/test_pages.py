from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.builders import framework
from tests.builders_people import officer, sign_in
from tests.organisations.joining.applying import COMPLETE, asked, opened, signalled, submitted

from avow.organisations.joining import links, states
from avow.organisations.models import Application

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Women of the Valley",
    "category": "civil-society",
    "country": "PER",
    "contact_name": "Rosa Quispe",
    "email": "rosa@example.org",
    "language": "es",
}


@pytest.fixture(autouse=True)
def installed() -> Any:
    framework()
    yield
    translation.activate("en")


def page(answer: Any) -> str:
    return str(answer.content.decode())


class TestThePublicForm:
    def test_a_signal_is_sent_by_somebody_without_an_account(self, client: Client) -> None:
        answer = client.post("/join/", FORM)
        assert (answer.status_code, answer["Location"]) == (302, "/join/sent/")
        assert Application.objects.get().language == "es"

    def test_what_was_typed_stays_beside_the_error(self, client: Client) -> None:
        answer = client.post("/join/", {**FORM, "email": "not an address"})
        assert answer.status_code == 422
        assert "Women of the Valley" in page(answer)
        assert 'href="#id_email"' in page(answer)

    def test_what_a_program_fills_in_makes_nothing_and_tells_it_nothing(self, client: Client) -> None:
        answer = client.post("/join/", {**FORM, "trap": "http://spam.example"})
        assert answer.status_code == 302
        assert not Application.objects.exists()

    def test_a_known_address_is_answered_as_an_unknown_one(self, client: Client) -> None:
        officer(email="rosa@example.org")
        assert client.post("/join/", FORM)["Location"] == client.post("/join/", {**FORM, "email": "x@example.org"})["Location"]


class TestThePersonalPage:
    def test_a_link_that_is_only_looked_at_confirms_nothing(self, client: Client) -> None:
        row = signalled()
        assert client.get(f"/join/confirm/{links.confirming_part(row)}/").status_code == 200
        assert Application.objects.get().state == states.SIGNALLED

    def test_the_link_to_confirm_does_not_open_the_application(self, client: Client) -> None:
        row = signalled()
        assert client.get(f"/join/application/{links.confirming_part(row)}/").status_code == 404

    def test_the_whole_way_to_submission(self, client: Client) -> None:
        row = signalled()
        answer = client.post(f"/join/confirm/{links.confirming_part(row)}/", follow=True)
        assert answer.status_code == 200
        version = re.search(r'name="version" value="(\d+)"', page(answer))
        assert version is not None
        answer = client.post(
            f"/join/application/{links.writing_part(row)}/",
            {
                **{name: "on" if value is True else value for name, value in COMPLETE.items()},
                "version": version[1],
                "submit": "yes",
            },
            follow=True,
        )
        assert Application.objects.get().state == states.SUBMITTED
        assert "A-2" in page(answer)

    def test_an_incomplete_submission_keeps_what_was_typed(self, client: Client) -> None:
        row = opened()
        path = f"/join/application/{links.writing_part(row)}/"
        answer = client.post(path, {"about": "Legal aid.", "version": row.version, "submit": "yes"})
        assert answer.status_code == 422
        assert Application.objects.get().about == "Legal aid."

    def test_two_people_with_the_link_overwrite_nothing(self, client: Client) -> None:
        row = opened()
        path = f"/join/application/{links.writing_part(row)}/"
        client.post(path, {"about": "Hers.", "version": row.version})
        answer = client.post(path, {"about": "His.", "version": row.version})
        assert answer.status_code == 422
        assert "His." in page(answer)
        assert Application.objects.get().about == "Hers."

    def test_a_hostile_name_is_shown_as_text(self, client: Client) -> None:
        row = opened(name="<script>alert(1)</script>")
        assert "<script>alert" not in page(client.get(f"/join/application/{links.writing_part(row)}/"))

    def test_a_question_is_answered_there(self, client: Client) -> None:
        row = asked()
        path = f"/join/application/{links.writing_part(row)}/"
        assert "Where are you registered?" in page(client.get(path))
        client.post(f"{path}answer/", {"text": "In Puno."})
        assert Application.objects.get().state == states.SUBMITTED


class TestTheDesk:
    def test_the_list_asks_the_database_as_often_for_three_rows_as_for_one(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        sign_in(client, officer())
        submitted()
        client.get("/desk/applications/")
        with django_assert_max_num_queries(15) as one:
            client.get("/desk/applications/")
        for name in ("ana", "eva"):
            submitted(email=f"{name}@example.org")
        with django_assert_max_num_queries(15) as three:
            client.get("/desk/applications/")
        assert len(three) == len(one)

    def test_signals_nobody_confirmed_are_not_listed(self, client: Client) -> None:
        sign_in(client, officer())
        signalled()
        assert "Women of the Valley" not in page(client.get("/desk/applications/"))

    def test_declining_without_a_reason_says_so_at_the_field(self, client: Client) -> None:
        sign_in(client, officer())
        row = submitted()
        answer = client.post(f"/desk/applications/{row.pk}/", {"decision": "decline", "reason": ""})
        assert answer.status_code == 422
        assert 'href="#id_reason"' in page(answer)

    def test_accepting_twice_makes_one_organisation(self, client: Client) -> None:
        sign_in(client, officer())
        row = submitted()
        first = client.post(f"/desk/applications/{row.pk}/", {"decision": "accept"})
        second = client.post(f"/desk/applications/{row.pk}/", {"decision": "accept"})
        assert (first.status_code, second.status_code) == (302, 422)
        assert Application.objects.get().organisation is not None
