"""Signing in to the demonstration by a link."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from avow.accounts import confirming, links
from avow.base import clock
from avow.base.refusals import Refusal
from avow.ui.pages import show


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Shows whose link it is; sending the form signs in, as strongly as the demonstration needs."""
    person = links.whose(secret, at=clock.now()) if links.allowed(request) else None
    if person is None:
        raise Refusal(
            "not-found", _("This link is used up, or not from here."), _("Run avow demo again: it prints fresh ones.")
        )
    if request.method == "GET":
        return show(request, "account/sign_in_link.html", person)
    logout(request)
    if links.use(secret, at=clock.now()) is None:
        raise Refusal("not-found", _("This link is used up."), _("Run avow demo again: it prints fresh ones."))
    get_adapter().login(request, person.user)
    confirming.note(request, "mfa", type="demonstration")
    return redirect("desk-home")
