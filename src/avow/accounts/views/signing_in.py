"""Signing in: allauth's views, with our pages and with mail that may fail."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from avow.base.refusals import Refusal

UNPROCESSABLE = 422


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


@method_decorator(
    (login_not_required, never_cache, ratelimit.decorator(app="allauth.account", action="login")), name="dispatch"
)
class EnterCode(Told, ConfirmLoginCodeView):  # type: ignore[misc]
    template_name = "account/enter_code.html"


class SignOut(LogoutView):  # type: ignore[misc]
    template_name = "account/sign_out.html"


sign_in, enter_code, sign_out = SignIn.as_view(), EnterCode.as_view(), login_not_required(SignOut.as_view())


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
