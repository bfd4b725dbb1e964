"""Everything on the desk's host needs somebody signed in, but for views that say ``login_not_required``."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from avow.accounts import sessions
from avow.accounts.access import actor_of
from avow.base import clock

UNAUTHENTICATED = 401


class SignInRequired(LoginRequiredMiddleware):
    """Deny by default. A page leads to sign-in and back; a part of a page (htmx) and a script are told 401 instead, so that
    what was typed stays where it is."""

    def handle_no_permission(  # type: ignore[override]  # more kinds of answer than Django's redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        sign_in = f"{resolve_url(self.get_login_url(view_func))}?{urlencode({'next': way_back(request)})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=UNAUTHENTICATED, headers={"HX-Redirect": sign_in})
        if request.headers.get("Accept", "").startswith("application/json"):
            said = {"code": "signed-out", "reason": _("You are no longer signed in."), "sign_in": sign_in}
            return JsonResponse(said, status=UNAUTHENTICATED)
        return HttpResponseRedirect(sign_in)


def way_back(request: HttpRequest) -> str:
    """The page to return to: this one, or the page a form or a part of it stood on."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        return request.get_full_path()
    there = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    ours = url_has_allowed_host_and_scheme(there.geturl(), allowed_hosts={request.get_host()})
    return f"{there.path}?{there.query}".rstrip("?") if ours and there.path else "/desk/"


class SecondFactor:
    """Middleware: whoever holds a role that needs a second factor and has shown none gets to the pages about their account, and
    to no other before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._next(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if not getattr(view, "login_required", True) or (match and match.route.startswith("account/")):
            return None
        if not actor_of(request).waiting:
            return None
        there = f"{reverse('account-second-factor')}?{urlencode({'next': way_back(request)})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=UNAUTHENTICATED, headers={"HX-Redirect": there})
        return HttpResponseRedirect(there)


class Present:
    """Middleware: a signed-in person's own language, and the note that their session is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            translation.activate(request.user.person.language)
            request.LANGUAGE_CODE = translation.get_language()
            sessions.note_seen(request.session, at=clock.now())
        answer = self._next(request)
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer
