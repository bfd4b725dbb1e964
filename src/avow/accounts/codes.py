"""Codes by mail for people who are signed in: to confirm a dangerous act, and to show that a new address is theirs.

The code waits in the session, which is enciphered; it expires, and a few wrong ones end it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpRequest
from django.utils.translation import gettext as _

from avow.accounts import people
from avow.base.refusals import Refusal

LIFE = timedelta(minutes=15)
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a code is for: its place in the session and the mail that carries it."""

    name: str
    mail: str

    @property
    def key(self) -> str:
        return f"_code_{self.name}"


CONFIRM = Purpose("confirm", "account/email/confirm_code")
NEW_ADDRESS = Purpose("new_address", "account/email/address_code")


def send(request: HttpRequest, purpose: Purpose, email: str, *, at: datetime) -> None:
    """Mails a fresh code to the address. Refuses (``too-many``) beyond a few in a quarter of an hour."""
    wanted = people.address(email)
    if not ratelimit.consume(request, app="allauth.account", action="request_login_code", key=wanted):
        raise Refusal("too-many", _("Too many codes were asked for."), _("Wait a quarter of an hour, then try again."))
    code = get_adapter().generate_login_code()
    request.session[purpose.key] = {"code": code, "email": wanted, "at": at.timestamp(), "failed": 0}
    get_adapter().send_mail(purpose.mail, wanted, {"code": code})


def waiting(request: HttpRequest, purpose: Purpose) -> str:
    """The address a code was sent to and is waited for from; empty when there is none."""
    return str(request.session.get(purpose.key, {}).get("email", ""))


def check(request: HttpRequest, purpose: Purpose, typed: str, *, at: datetime) -> str:
    """Uses the code up and returns the address it went to. Refuses a wrong, an expired and a guessed one."""
    kept: dict[str, Any] = request.session.get(purpose.key) or {}
    if not kept or at.timestamp() - kept["at"] > LIFE.total_seconds():
        request.session.pop(purpose.key, None)
        raise Refusal("code-expired", _("This code has expired."), _("Ask for a new one."))
    if not compare_user_code(actual=typed, expected=kept["code"]):
        kept["failed"] += 1
        if kept["failed"] >= ATTEMPTS:
            del request.session[purpose.key]
            raise Refusal("code-expired", _("Too many wrong codes."), _("Ask for a new one."))
        request.session[purpose.key] = kept
        raise Refusal("code-wrong", _("This is not the code we sent."), _("Look for the newest mail, and type its digits."))
    del request.session[purpose.key]
    return str(kept["email"])
