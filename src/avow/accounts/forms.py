"""What people type about themselves and to sign in."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from avow.accounts import people
from avow.accounts.models import User
from avow.accounts.words import everywhere_names, role_meanings
from avow.ui.forms import Form, choices
from avow.ui.frames import LANGUAGES

NAME_LENGTH = 200


def code_input() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "spellcheck": "false"})


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth is published without types
    """The address a code goes to. Whom it signs in is asked of ``people``; the answer never shows."""

    _user: User | None = None
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send a code of eight digits to it. There is no password."),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "dir": "ltr", "spellcheck": "false"}),
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
        widget=code_input(),
        error_messages={"required": _("Type the code from the mail.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("placeholder", None)


class StepForm(AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in: a code of the app, or a recovery code."""

    short = frozenset({"code"})
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        max_length=40,
        widget=code_input(),
        error_messages={"required": _("Type a code.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("placeholder", None)


class ConfirmForm(Form):
    """A code that shows who one is: of the app or a recovery code where ``checked_by`` checks those, else from a mail."""

    short = frozenset({"code"})
    refusals_at = {"code-wrong": "code", "code-expired": "code"}
    code = forms.CharField(label=_("Code"), max_length=40, widget=code_input(), error_messages={"required": _("Type a code.")})

    def __init__(self, *args: Any, user: User | None = None, checked_by: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user, self._checked_by = user, checked_by
        self._checked: Any = None
        self.fields["code"].help_text = (
            _("Six digits from your authenticator app, or one of your recovery codes.")
            if checked_by
            else _("Eight digits, for example 1234-5678.")
        )

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if self._checked_by:
            self._checked = self._checked_by({"code": typed}, user=self._user)
            if not self._checked.is_valid():
                raise forms.ValidationError(self._checked.errors["code"])
        return typed

    def save(self) -> None:
        if self._checked:
            self._checked.save()


class PasskeyForm(Form):
    """A passkey the browser just made. The check is the library's: origin, challenge, and that its owner was asked."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you know it again, for example: my phone."),
        max_length=60,
        required=False,
    )
    credential = forms.JSONField(widget=forms.HiddenInput, error_messages={"required": _("Your browser made no passkey.")})

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]
        webauthn.parse_registration_response(credential)
        if not webauthn.complete_registration(credential).is_user_verified():
            raise forms.ValidationError(_("The passkey did not ask for a fingerprint, a face or a PIN."))
        return credential


class NameForm(Form):
    name = forms.CharField(label=_("Name of the passkey"), max_length=60)


class AppForm(Form):
    """Setting up an authenticator app: its first code shows that it holds the secret."""

    short = frozenset({"code"})
    code = forms.CharField(
        label=_("Code from the app"),
        help_text=_("The six digits it shows now."),
        max_length=20,
        widget=code_input(),
        error_messages={"required": _("Type the code the app shows.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        self.secret = totp.get_totp_secret(regenerate=not self.is_bound)

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        passed = check_rate_limit(self._user, error_key="rate_limited")
        if not totp.validate_totp_code(self.secret, typed):
            raise forms.ValidationError(
                _("This is not the code of that key. Look at the newest one, and at your device's clock.")
            )
        passed()
        return typed


class ProfileForm(Form):
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As colleagues and the secretariat should read it. It is never published."),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of these pages, and of the mails you get."), choices=list(LANGUAGES.items())
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Deadlines are shown in it, beside the initiative's own."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = {zone: zone.replace("_", " ") for zone in sorted(available_timezones()) if "/" in zone and zone[:4] != "Etc/"}
        self.fields["time_zone"].choices = choices(zones, _("The initiative's"))  # type: ignore[attr-defined]  # a ChoiceField


class NewAddressForm(Form):
    email = forms.EmailField(
        label=_("New e-mail address"),
        help_text=_("We send a code to it, to be sure that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
    )


class AddressCodeForm(Form):
    short = frozenset({"code"})
    refusals_at = {"code-wrong": "code", "code-expired": "code"}
    code = forms.CharField(label=_("Code from the mail"), max_length=40, widget=code_input())


class RoleForm(Form):
    """Giving somebody a role that holds everywhere."""

    refusals_at = {"role-held": "role", "role-unknown": "role", "address-missing": "email"}
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr", "spellcheck": "false"}))
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Used when nobody is known by that address yet."),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, f"{name}: {role_meanings()[role]}") for role, name in everywhere_names().items()]  # type: ignore[attr-defined]
