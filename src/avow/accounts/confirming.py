"""How surely, and how lately, somebody showed who they are in this session.

*Strong*: with a second factor (a passkey, an authenticator app, a recovery code) at some time in it. *Fresh*: in any way within
the last minutes. Roles of ``SECOND_FACTOR`` count only in strong sessions; dangerous acts want a fresh one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from avow.accounts.models import User
from avow.accounts.requests import user_of
from avow.accounts.requiring import way_back
from avow.base import clock

FRESH = timedelta(minutes=15)
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

View = TypeVar("View", bound=Callable[..., Any])


def has_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def strong(request: HttpRequest) -> bool:
    return any(one.get("method") == "mfa" for one in _records(request))


def fresh(request: HttpRequest) -> bool:
    """Within ``FRESH``, by the strongest way the person has: who has a second factor confirms with it."""
    records = _records(request)
    needs = strong(request) or has_factor(user_of(request))
    wanted = [one for one in records if one.get("method") == "mfa"] if needs else records
    latest = max((one.get("at", 0) for one in wanted), default=0)
    return bool(clock.now().timestamp() - latest < FRESH.total_seconds())


def note(request: HttpRequest, method: str, **more: Any) -> None:
    """Notes that the person just showed who they are: ``code`` by mail, ``mfa`` by a second factor."""
    record_authentication(request, user_of(request), method, **more)


def freshly_confirmed(view: View) -> View:
    """A view for dangerous acts. Whoever has not just shown who they are is asked to, and led back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if fresh(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            messages.warning(request, _("Nothing was done yet: first show that it is you, then press again."))
        return HttpResponseRedirect(f"{reverse('account-confirm')}?{urlencode({'next': way_back(request)})}")

    return cast(View, guarded)


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", get_authentication_records(request, request.user))
