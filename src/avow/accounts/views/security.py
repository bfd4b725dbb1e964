"""Ways to sign in: passkeys, an authenticator app, recovery codes, providers."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avow.accounts import confirming, factors
from avow.accounts.access import actor_of
from avow.accounts.adapters import FactorAdapter
from avow.accounts.confirming import freshly_confirmed
from avow.accounts.forms import AppForm, NameForm, PasskeyForm
from avow.accounts.requests import user_of
from avow.accounts.telling import tell
from avow.accounts.views.returning import safe_next
from avow.base.refusals import Refusal
from avow.ui.pages import show

READ_OR_SEND = ["GET", "POST"]


@dataclass(frozen=True, slots=True)
class Security:
    """What the page lists. ``needed`` when a role held by the person counts only with a second step that is not set up."""

    factors: factors.Factors
    providers: list[tuple[int, str]]
    needed: bool
    next: str = ""


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    found = factors.of(user)
    known = {str(one["provider_id"]): str(one["name"]) for one in settings.OPENID_PROVIDERS}
    rows = SocialAccount.objects.filter(user=user).order_by("id")
    linked = [(one.pk, known.get(one.provider, one.provider)) for one in rows]
    page = Security(found, linked, needed=bool(actor_of(request).waiting) and not found.any, next=safe_next(request, ""))
    return show(request, "account/security.html", page)


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where people are led whose role needs a second step they have not shown: to show it, or to set one up."""
    to = "account-confirm" if confirming.has_factor(user_of(request)) else "account-security"
    return redirect(f"{reverse(to)}?{request.META.get('QUERY_STRING', '')}")


@require_http_methods(READ_OR_SEND)
@freshly_confirmed
def add_passkey(request: HttpRequest) -> HttpResponse:
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = form.attempt(factors.add_passkey, request, form.cleaned_data["name"], form.cleaned_data["credential"])
        if codes is not None:
            return _added(request, codes, gettext_lazy("A passkey was added to your account."))
    options = webauthn.begin_registration(user_of(request), True)
    return show(request, "account/add_passkey.html", form=form, options=json.dumps(options))


@require_http_methods(READ_OR_SEND)
@freshly_confirmed
def name_passkey(request: HttpRequest, key: int) -> HttpResponse:
    row = _passkey(request, key)
    form = NameForm(request.POST or None, initial={"name": row.data["name"]})
    if request.method == "POST" and form.is_valid():
        row.data["name"] = form.cleaned_data["name"]
        row.save(update_fields=["data"])
        return redirect("account-security")
    return show(request, "account/name_passkey.html", form=form)


@require_POST
@freshly_confirmed
def remove_passkey(request: HttpRequest, key: int) -> HttpResponse:
    factors.remove(request, factors.Type.WEBAUTHN, key)
    return _removed(request, gettext_lazy("A passkey was removed from your account."))


@require_http_methods(READ_OR_SEND)
@freshly_confirmed
def add_app(request: HttpRequest) -> HttpResponse:
    form = AppForm(request.POST or None, user=user_of(request))
    if request.method == "POST" and form.is_valid():
        codes = form.attempt(factors.add_app, request, form.secret)
        if codes is not None:
            totp.clear_totp_secret(request)
            return _added(request, codes, gettext_lazy("An authenticator app was added to your account."))
    adapter = FactorAdapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(user_of(request), form.secret))
    drawn = f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
    return show(request, "account/add_app.html", form=form, picture=drawn, secret=form.secret)


@require_POST
@freshly_confirmed
def remove_app(request: HttpRequest) -> HttpResponse:
    factors.remove(request, factors.Type.TOTP)
    return _removed(request, gettext_lazy("The authenticator app was removed from your account."))


@require_http_methods(READ_OR_SEND)
@freshly_confirmed
def codes(request: HttpRequest) -> HttpResponse:
    """The unused recovery codes; sending the form makes new ones."""
    user = user_of(request)
    if request.method == "POST":
        factors.new_codes(request)
        tell(user.person.email, gettext_lazy("New recovery codes were made for your account; the old ones no longer work."))
        return redirect("account-codes")
    row = Authenticator.objects.filter(user=user, type=factors.Type.RECOVERY_CODES).first()
    return show(request, "account/codes.html", factors.unused_codes(row.wrap()) if row else [], next=safe_next(request, ""))


@require_POST
@freshly_confirmed
def forget_provider(request: HttpRequest, key: int) -> HttpResponse:
    """Signing in through that provider links it again where its addresses are trusted."""
    SocialAccount.objects.filter(user=user_of(request), pk=key).delete()
    return redirect("account-security")


def _passkey(request: HttpRequest, key: int) -> Any:
    found = Authenticator.objects.filter(user=user_of(request), type=factors.Type.WEBAUTHN, pk=key).first()
    if found is None:
        raise Refusal("not-found", _("There is no such passkey."), _("Reload the page to see which there are."))
    return found


def _added(request: HttpRequest, codes_made: bool, what: Any) -> HttpResponse:
    tell(user_of(request).person.email, what)
    messages.success(request, what)
    there = safe_next(request, "")
    return redirect("account-codes") if codes_made else redirect(there or "account-security")


def _removed(request: HttpRequest, what: Any) -> HttpResponse:
    tell(user_of(request).person.email, what)
    messages.success(request, what)
    return redirect("account-security")
