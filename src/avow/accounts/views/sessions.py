"""Where somebody is signed in, and ending it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from avow.accounts import signed_in
from avow.accounts.requests import user_of
from avow.base.refusals import Refusal
from avow.ui.pages import show


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    page = signed_in.places(user_of(request), current=request.session.session_key or "")
    return show(request, "account/sessions.html", page)


@require_POST
def end_session(request: HttpRequest, mark: str) -> HttpResponse:
    if not signed_in.end(user_of(request), mark):
        raise Refusal("not-found", _("That session has ended already."), _("Reload the page to see where you are signed in."))
    messages.success(request, _("That device is signed out."))
    return redirect("account-sessions")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    signed_in.end_others(user_of(request), besides=request.session.session_key or "")
    messages.success(request, _("All other devices are signed out."))
    return redirect("account-sessions")
