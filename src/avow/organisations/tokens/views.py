"""Pages about an organisation's tokens, and what a program can ask about its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avow.accounts.access import actor_of, demand
from avow.accounts.confirming import freshly_confirmed
from avow.base import clock
from avow.base.refusals import Refusal
from avow.organisations.models import ApiToken, Party
from avow.organisations.people import access as people
from avow.organisations.tokens import access, commands
from avow.organisations.tokens.bearing import Bearer, for_tokens
from avow.organisations.tokens.forms import TokenForm
from avow.organisations.tokens.scopes import SCOPES
from avow.ui.pages import show


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens in force, each with what it may do in words."""

    party: Party
    rows: list[tuple[ApiToken, list[str]]]
    may_make: bool
    may_revoke: bool


@require_GET
def tokens(request: HttpRequest, reference: str) -> HttpResponse:
    party, actor = _party(request, reference, "see_tokens"), actor_of(request)
    rows = ApiToken.objects.filter(party=party, revoked_at=None, expires_at__gt=clock.now()).order_by("-made_at")
    said = [(one, [str(SCOPES.get(scope, scope)) for scope in one.scopes]) for one in rows]
    may_make, may_revoke = (bool(access.may(actor, move, party)) for move in ("make_token", "revoke_token"))
    return show(request, "organisations/tokens/tokens.html", Tokens(party, said, may_make, may_revoke))


@require_http_methods(["GET", "POST"])
@freshly_confirmed
def make(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer to the form shows the secret, this once: it is not led on, because nothing could show it again."""
    party, form, at = _party(request, reference, "make_token"), TokenForm(request.POST or None), clock.now()
    if request.method == "POST" and form.is_valid():
        asked, actor = form.cleaned_data, actor_of(request).reference
        ends = at + timedelta(days=asked["days"])
        made = form.attempt(
            commands.make_token, party=party, name=asked["name"], scopes=asked["scopes"], expires_at=ends, actor=actor, at=at
        )
        if made:
            return show(request, "organisations/tokens/made.html", made[0], secret=made[1], party=party)
    return show(request, "organisations/tokens/make.html", party, form=form)


@require_POST
@freshly_confirmed
def revoke(request: HttpRequest, reference: str, key: int) -> HttpResponse:
    party = _party(request, reference, "revoke_token")
    found = ApiToken.objects.filter(party=party, pk=key).first()
    if found is None:
        raise _not_there()
    commands.revoke_token(token=found, actor=actor_of(request).reference, at=clock.now())
    return redirect("tokens", reference)


@require_GET
@for_tokens()
def own(request: HttpRequest, bearer: Bearer) -> JsonResponse:
    """What a program's own token is."""
    return JsonResponse({"organisation": bearer.party_reference, "scopes": sorted(bearer.scopes)})


def _party(request: HttpRequest, reference: str, move: str) -> Party:
    party = people.visible(actor_of(request), reference)
    if party is None:
        raise _not_there()
    demand(access.may(actor_of(request), move, party))
    return party


def _not_there() -> Refusal:
    return Refusal("not-found", _("There is nothing for you at this address."), _("Reload the page you came from."))
