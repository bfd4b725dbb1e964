"""Signing in: allauth's views, with our pages and with mail that may fail."""

from __future__ import annotations

import json
from smtplib import SMTPException
from typing import Any

from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from allauth.core.internal import ratelimit
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from avow.accounts import factors
from avow.accounts.forms import StepForm
from avow.base.refusals import Refusal
from avow.ui.pages import UNPROCESSABLE

limited = ratelimit.decorator(app="allauth.account", action="login")


class Told:
    """A form with errors is answered as such, not as a success."""

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # mixed into form views only
        if answer.status_code == 200:
            answer.status_code = UNPROCESSABLE
        return answer


@method_decorator((login_not_required, never_cache), name="dispatch")
class SignIn(Told, RequestLoginCodeView):  # type: ignore[misc]  # allauth is published without types
    template_name = "account/sign_in.html"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[no-any-return]
        except (OSError, SMTPException):
            form.add_error(
                None, _("The mail could not be sent just now. Nothing is wrong with what you typed: try again soon.")
            )
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "providers": settings.OPENID_PROVIDERS}


@method_decorator((login_not_required, never_cache, limited), name="dispatch")
class EnterCode(Told, ConfirmLoginCodeView):  # type: ignore[misc]
    template_name = "account/enter_code.html"


@method_decorator((login_not_required, never_cache, limited), name="dispatch")
class SecondStep(AuthenticateView):  # type: ignore[misc]
    """After the first step, for those who have a second factor."""

    template_name = "account/second_step.html"

    def get_form_class(self) -> type[StepForm]:
        return StepForm

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = UNPROCESSABLE
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        sent = next((one for one in (told["form"], told["webauthn_form"]) if one.is_bound), told["form"])
        has = factors.of(self.stage.login.user)
        return {**told, "has": has, "sent": sent, "options": json.dumps(told["js_data"]["request_options"])}


@method_decorator((login_not_required, never_cache), name="dispatch")
class SignInByPasskey(LoginWebAuthnView):  # type: ignore[misc]
    """Gives a script the question for a passkey, and takes the answer."""


class SignOut(LogoutView):  # type: ignore[misc]
    template_name = "account/sign_out.html"


sign_in, enter_code, second_step = SignIn.as_view(), EnterCode.as_view(), SecondStep.as_view()
by_passkey, sign_out = SignInByPasskey.as_view(), login_not_required(SignOut.as_view())


@login_not_required
@require_GET
def no_account(request: HttpRequest) -> HttpResponse:
    """How one comes by an account: nobody makes one for themselves."""
    return render(request, "account/no_account.html")


@login_not_required
@require_GET
def inactive(request: HttpRequest) -> HttpResponse:
    """Where allauth sends somebody whose account was closed between two steps of signing in."""
    raise Refusal("not-allowed", _("This account is closed."), _("Ask the secretariat if that should not be so."))
