"""Requests of programs: who bears a token, and what it lets them do. Cookies count for nothing here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from avow.accounts.actors import EDITOR, Actor
from avow.base import clock
from avow.base.refusals import Refusal
from avow.organisations.models import ApiToken
from avow.ui.refusing import status_of

PREFIX = "avow_"
USED_EVERY = timedelta(minutes=1)
RATES = {"token_failed": "30/m/ip"}


@dataclass(frozen=True, slots=True)
class Bearer:
    """A program with a valid token: of which party, and allowed what. ``actor`` is what access rules see: an editor there."""

    reference: str
    party: int
    party_reference: str
    scopes: frozenset[str]

    @property
    def actor(self) -> Actor:
        return Actor(self.reference, of={self.party: frozenset({EDITOR})})


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def bearer_of(header: str, *, at: datetime) -> Bearer:
    """Whom an ``Authorization`` header names. Refuses, in one way for all, what is unknown, expired or revoked."""
    kind, _space, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.startswith(PREFIX):
        raise Refusal("no-token", _("A token is needed here."), _("Send it as “Authorization: Bearer avow_…”."))
    row = ApiToken.objects.select_related("party").filter(key=hashed(secret.strip())).first()
    if row is None or row.revoked_at is not None or row.expires_at <= at:
        raise Refusal("bad-token", _("This token is not in force."), _("Ask the organisation's administrator for a new one."))
    if row.used_at is None or at - row.used_at >= USED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(used_at=at)
    return Bearer(row.reference, row.party_id, row.party.reference, frozenset(row.scopes))


def for_tokens(scope: str = "") -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A view for programs: called with the ``Bearer`` after the request. Its refusals are answered as JSON.

    Whoever is signed in by cookie is nobody here, so that no page elsewhere can make a browser write; a token makes no session.
    """

    def dress(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @login_not_required
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.user = AnonymousUser()
            try:
                bearer = bearer_of(request.headers.get("Authorization", ""), at=clock.now())
                if scope and scope not in bearer.scopes:
                    raise Refusal("scope-missing", _("This token is not for that."), _("It needs the scope %s.") % scope)
                request.actor = bearer.actor  # type: ignore[attr-defined]  # read by actor_of
                return view(request, bearer, *args, **kwargs)
            except Refusal as refusal:
                return _refused(request, refusal)

        return answer

    return dress


def _refused(request: HttpRequest, refusal: Refusal) -> JsonResponse:
    status = int(status_of(refusal))
    failed = refusal.code == "bad-token"
    if failed and not ratelimit.consume(request, app="avow", action="token_failed", config=RATES, limit_get=True):
        refusal, status = Refusal("too-many", _("Too many wrong tokens."), _("Wait a minute.")), 429
    said = {"code": refusal.code, "reason": refusal.reason, "remedy": refusal.remedy}
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JsonResponse(said, status=status, headers=headers)
