"""Links that sign people of the demonstration in: once, for a day, from this machine, and in no other home."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.builders_people import officer, person

from avow.accounts import links
from avow.base import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: Any) -> None:
    settings.DEMONSTRATION = True


def test_a_link_signs_in_once_as_strongly_as_the_role_needs(client: Client) -> None:
    address = f"/account/link/{links.make(officer(name='Sanaa'), at=clock.now())}/"
    assert "Sanaa" in client.get(address).content.decode()
    assert client.get("/desk/").status_code == 302
    assert client.post(address).url == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert Client().post(address).status_code == 404


def test_it_ends_after_a_day_and_with_the_next_one() -> None:
    someone, at = person(), clock.now()
    first = links.make(someone, at=at)
    assert links.whose(first, at=at + timedelta(days=1)) is None
    links.make(someone, at=at)
    assert links.whose(first, at=at) is None


@pytest.mark.parametrize("headers", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_it_works_from_this_machine_alone(headers: dict[str, str]) -> None:
    address = f"/account/link/{links.make(person(), at=clock.now())}/"
    assert Client().get(address, **headers).status_code == 404
    assert Client().post(address, **headers).status_code == 404


def test_a_real_home_takes_none(client: Client, settings: Any) -> None:
    settings.DEMONSTRATION = False
    assert client.post(f"/account/link/{links.make(person(), at=clock.now())}/").status_code == 404
