"""Where somebody is signed in: listed, and ended one by one or all at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from tests.builders_people import officer, person, sign_in

from avow.accounts import devices
from avow.accounts.models import Session
from avow.accounts.sessions import SessionStore, note_seen
from avow.accounts.signed_in import mark_of

pytestmark = pytest.mark.django_db


def key(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def test_each_device_is_listed_and_the_current_one_is_marked(client: Client) -> None:
    someone = person()
    sign_in(Client(), someone)
    page = sign_in(client, someone).get("/account/sessions/").content.decode()
    assert page.count("Firefox, Linux") == 3  # two headings, and the name of the one button to end the other
    assert page.count("this one") == 1
    assert key(client) not in page


def test_a_device_signed_out_elsewhere_is_out_at_once(client: Client) -> None:
    someone = person()
    other = sign_in(Client(), someone)
    sign_in(client, someone).post(f"/account/sessions/{mark_of(key(other))}/end/")
    assert other.get("/desk/").status_code == 302
    assert client.get("/desk/").status_code == 200


def test_all_others_can_be_ended_at_once_and_nobody_elses(client: Client) -> None:
    someone = person()
    others = [sign_in(Client(), someone) for _ in range(2)]
    stranger = sign_in(Client(), person())
    sign_in(client, someone).post("/account/sessions/others/end/")
    assert [one.get("/desk/").status_code for one in (*others, stranger, client)] == [302, 302, 200, 200]


def test_nobody_ends_the_session_of_somebody_else(client: Client) -> None:
    other = sign_in(Client(), person())
    assert sign_in(client, person()).post(f"/account/sessions/{mark_of(key(other))}/end/").status_code == 404
    assert other.get("/desk/").status_code == 200


def test_a_session_is_noted_as_seen_at_most_every_five_minutes() -> None:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    row = Session.objects.create(
        session_key="k" * 32, session_data=SessionStore().encode({"a": 1}), expire_date=at + timedelta(days=9999), seen_at=at
    )
    for minutes, seen in ((4, at), (6, at + timedelta(minutes=6))):
        store = SessionStore("k" * 32)
        assert store["a"] == 1
        note_seen(store, at=at + timedelta(minutes=minutes))
        row.refresh_from_db()
        assert row.seen_at == seen


def test_a_closed_account_is_out_at_once(client: Client) -> None:
    someone = person()
    sign_in(client, someone)
    someone.user.is_active = False
    someone.user.save()
    assert client.get("/desk/").status_code == 302


def test_a_session_made_with_another_key_is_none(settings: object) -> None:
    packed = SessionStore().encode({"_auth_user_id": "1"})
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert SessionStore().decode(packed) == {}


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_in_two_words(agent: str, name: str) -> None:
    assert devices.named(agent) == name


def test_sessions_of_roles_that_can_expose_people_end_after_half_a_day(client: Client) -> None:
    from tests.accounts.test_second_factor import sign_in_by_mail

    officer(email="sara@example.org")
    person(email="amina@example.org")
    other = Client()
    sign_in_by_mail(client, "sara@example.org")
    sign_in_by_mail(other, "amina@example.org")
    assert client.session.get_expiry_age() == 12 * 3600
    assert other.session.get_expiry_age() == 14 * 86400
