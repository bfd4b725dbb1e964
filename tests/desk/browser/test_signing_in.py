"""Signing in as people do: by a mailed code, by a passkey of the device, without JavaScript, in Arabic."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.desk_server import Desk, enter, faults

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _people(desk: Desk) -> None:
    desk.enter_people("""
from tests.builders import organisation
from tests.builders_people import member, officer
care = organisation("Care for All")
officer(name="Sara Officer", email="sara@example.org")
for name in ("amina", "beni", "chen", "dora", "emil", "fay"):
    member(care, email=f"{name}@example.org", name=name.title())
""")


def with_authenticator(page: Any) -> None:
    """Gives the browser a device that keeps passkeys and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_officer_sets_a_passkey_up_and_signs_in_with_nothing_else(browse: Any, desk: Desk) -> None:
    page = browse("/desk/")
    with_authenticator(page)
    enter(page, desk, "sara@example.org")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("My laptop")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("link", name="I have kept them").click()
    assert page.url.endswith("/desk/")
    page.locator("details.menu summary").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/")
    assert page.said == []


def test_a_passkey_is_the_second_step_and_confirms_a_dangerous_act(browse: Any, desk: Desk) -> None:
    page = browse("/account/security/passkeys/add/")
    with_authenticator(page)
    enter(page, desk, "beni@example.org")
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.context.clear_cookies()
    page.goto("/desk/")
    enter(page, desk, "beni@example.org")
    page.get_by_role("heading", name="Second step").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk/")
    page.goto("/account/confirm/?next=/account/address/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: url.endswith("/account/address/") and "?" not in url)
    page.goto("/account/sessions/")
    assert page.get_by_role("button", name="Sign it out").count() == 1


def test_a_device_without_a_passkey_is_told_so_and_other_ways_stay(browse: Any, desk: Desk) -> None:
    page = browse("/account/sign-in/")
    with_authenticator(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The passkey was not used").wait_for()
    assert page.get_by_role("button", name="Send me a code").is_visible()


def test_signing_in_works_without_javascript(browse: Any, desk: Desk) -> None:
    page = browse("/desk/", script=False, width=390)
    enter(page, desk, "chen@example.org")
    assert page.get_by_role("heading", name="Care for All").is_visible()


def test_signing_in_works_by_keyboard_alone(browse: Any, desk: Desk) -> None:
    page = browse("/account/sign-in/")
    page.locator("#id_email").focus()
    page.keyboard.type("dora@example.org")
    page.keyboard.press("Enter")
    page.get_by_label("Code from the mail").wait_for()
    page.locator("#id_code").focus()
    page.keyboard.type(desk.code("dora@example.org"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")


def test_an_error_is_said_first_takes_the_focus_and_leads_to_its_field(browse: Any, desk: Desk) -> None:
    page = browse("/account/sign-in/")
    page.get_by_role("button", name="Send me a code").click()
    page.locator(".summary").wait_for()
    assert page.evaluate("document.activeElement.className") == "notice bad summary"
    page.get_by_role("link", name=re.compile("E-mail address")).click()
    assert page.evaluate("document.activeElement.id") == "id_email"
    assert page.title().startswith("Error:")


def test_the_language_is_switched_from_any_page_and_arabic_reads_from_right_to_left(browse: Any, desk: Desk) -> None:
    page = browse("/account/sign-in/", width=390)
    page.locator("details.menu summary").first.click()
    page.get_by_role("button", name="العربية").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_about_the_account_have_no_fault_that_axe_finds_and_fit_a_phone(browse: Any, desk: Desk, scheme: str) -> None:
    page = browse("/account/sign-in/", scheme=scheme, width=390)
    found = faults(page)
    enter(page, desk, {"light": "emil", "dark": "fay"}[scheme] + "@example.org")
    for path in ("/desk/", "/account/", "/account/security/", "/account/security/app/add/", "/account/sessions/", "/nothing/"):
        page.goto(path)
        found += [f"{path} {one}" for one in faults(page)]
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, path
    assert found == []
