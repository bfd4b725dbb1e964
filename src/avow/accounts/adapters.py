"""How allauth signs people in here: nobody signs up by themselves, and addresses stay in ``Person`` alone.

allauth's own table of addresses stays empty (a test looks): whom an address signs in is answered by ``people``.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from avow.accounts import people, sessions
from avow.accounts.actors import SECOND_FACTOR
from avow.accounts.models import User
from avow.base import clock


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is published without types
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code we sent. Look for the newest mail, and type the eight digits of it."),
        "too_many_login_attempts": _("That was tried too often. Wait a quarter of an hour, then ask for a new code."),
        "rate_limited": _("That was tried too often. Wait a quarter of an hour, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def get_from_email(self) -> str:
        return str(settings.DEFAULT_FROM_EMAIL)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends in the language of whoever has the address; a stranger's is that of the page."""
        person = people.by_address(email)
        language = person.language if person else translation.get_language()
        with translation.override(language):
            told = {**context, "desk": settings.DESK_URL, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}
            self.render_mail(template_prefix, email, told).send()

    def send_notification_mail(self, template_prefix: str, user: User, context: Any = None, email: str | None = None) -> None:
        super().send_notification_mail(template_prefix, user, context, email or user.person.email)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Only what is said in words of ours: the pages themselves say the rest."""
        if kwargs.get("message"):
            super().add_message(*args, **kwargs)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request, at=clock.now())
        if user.person.roles.filter(role__in=SECOND_FACTOR).exists():
            request.session.set_expiry(settings.SHORT_SESSION_AGE)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: secrets enciphered, and the initiative's name in the phone of whoever keeps one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This did not match. Look at the newest code, or try again with your passkey."),
    }

    def encrypt(self, text: str) -> str:
        return sessions.encipher(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sessions.decipher(encrypted_text)

    def get_totp_issuer(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def _get_user_identifier(self, user: User) -> str:
        return user.person.email

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """What the passkey keeps of its owner, on the owner's own device."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.person.name or user.person.email}
