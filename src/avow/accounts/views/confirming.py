"""Showing again who one is, before something dangerous."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from avow.accounts import codes, confirming, factors
from avow.accounts.forms import ConfirmForm
from avow.accounts.requests import user_of
from avow.accounts.views.returning import safe_next
from avow.base import clock
from avow.ui.pages import show


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """With a second factor where there is one, else with a code by mail."""
    return _by_factor(request) if confirming.has_factor(user_of(request)) else _by_mail(request)


def _by_factor(request: HttpRequest) -> HttpResponse:
    user, there = user_of(request), safe_next(request)
    form = ConfirmForm(request.POST if "code" in request.POST else None, user=user, checked_by=ReauthenticateForm)
    passkey = ReauthenticateWebAuthnForm(request.POST if "credential" in request.POST else None, user=user)
    sent: Any = passkey if passkey.is_bound else form
    if sent.is_bound and sent.is_valid():
        sent.save()
        return redirect(there)
    options = json.dumps(webauthn.begin_authentication(user))
    has = factors.of(user)
    return show(request, "account/confirm_factor.html", has, form=sent, code_form=form, options=options, next=there)


def _by_mail(request: HttpRequest) -> HttpResponse:
    there, sent_to = safe_next(request), codes.waiting(request, codes.CONFIRM)
    form = ConfirmForm(request.POST if "code" in request.POST else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["code"]
        if form.attempt(codes.check, request, codes.CONFIRM, typed, at=clock.now()) is not None:
            confirming.note(request, "code", reauthenticated=True)
            return redirect(there)
    return show(request, "account/confirm_mail.html", sent_to, form=form, next=there)


@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    codes.send(request, codes.CONFIRM, user_of(request).person.email, at=clock.now())
    return redirect(f"{reverse('account-confirm')}?{urlencode({'next': safe_next(request)})}")
