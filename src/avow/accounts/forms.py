"""What people type about themselves and to sign in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from allauth.core.internal import ratelimit
from django import forms
from django.utils.translation import gettext_lazy as _

from avow.accounts import people
from avow.accounts.models import User


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth is published without types
    """The address a code goes to. Whom it signs in is asked of ``people``; the answer never shows."""

    _user: User | None = None
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send a code of eight digits to it. There is no password."),
        widget=forms.EmailInput(attrs={"autocomplete": "username webauthn", "dir": "ltr", "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write a whole e-mail address, like amina@example.org."),
        },
    )

    def clean_email(self) -> str:
        email = people.address(self.cleaned_data["email"])
        if not ratelimit.consume(context.request, app="allauth.account", action="request_login_code", key=email):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = people.who_signs_in(email)
        return email


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    short = frozenset({"code"})
    code = forms.CharField(
        label=_("Code from the mail"),
        help_text=_("Eight digits, for example 1234-5678. Spaces and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code from the mail.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("placeholder", None)
