"""People and the roles they hold everywhere: for the secretariat and whoever runs the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avow.accounts import commands, queries
from avow.accounts.access import SEE, actor_of, demand, may
from avow.accounts.confirming import freshly_confirmed
from avow.accounts.forms import RoleForm
from avow.accounts.models import Person
from avow.base import clock
from avow.base.refusals import Refusal
from avow.ui.lists import Listing, listed
from avow.ui.pages import show


@dataclass(frozen=True, slots=True)
class People:
    listing: Listing[Person]
    rows: list[queries.Known]
    may_change: bool


@dataclass(frozen=True, slots=True)
class One:
    person: queries.Details
    may_change: bool
    own: bool


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    demand(may(actor_of(request), SEE))
    listing = listed(queries.everybody(), request.GET, queries.PEOPLE)
    rows = [queries.known(one) for one in listing.rows]
    page = People(listing, rows, bool(may(actor_of(request), "grant_role")))
    return show(request, "account/people.html", page, listing=listing)


@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    demand(may(actor_of(request), SEE))
    person = _person(reference)
    changes = bool(may(actor_of(request), "grant_role"))
    return show(
        request, "account/person.html", One(queries.details(person), changes, person.reference == actor_of(request).reference)
    )


@require_http_methods(["GET", "POST"])
@freshly_confirmed
def grant(request: HttpRequest) -> HttpResponse:
    demand(may(actor_of(request), "grant_role"))
    form = RoleForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    if request.method == "POST" and form.is_valid():
        actor = actor_of(request).reference
        person = form.attempt(commands.grant_role, **form.cleaned_data, actor=actor, at=clock.now())
        if person:
            messages.success(request, _("The role is given."))
            return redirect("person", person.reference)
    return show(request, "account/grant.html", form=form)


@require_POST
@freshly_confirmed
def revoke(request: HttpRequest, reference: str, role: str) -> HttpResponse:
    return _do(request, reference, "revoke_role", commands.revoke_role, role=role)


@require_POST
@freshly_confirmed
def close(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, "close_account", commands.close_account)


@require_POST
@freshly_confirmed
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, "reopen_account", commands.reopen_account)


@require_POST
@freshly_confirmed
def reset(request: HttpRequest, reference: str) -> HttpResponse:
    return _do(request, reference, "reset_factors", commands.reset_factors)


def _do(request: HttpRequest, reference: str, move: str, act: Callable[..., object], **more: Any) -> HttpResponse:
    demand(may(actor_of(request), move))
    act(person=_person(reference), actor=actor_of(request).reference, at=clock.now(), **more)
    messages.success(request, _("Done. The journal keeps that it happened."))
    return redirect("person", reference)


def _person(reference: str) -> Person:
    found = queries.by_reference(reference)
    if found is None:
        raise Refusal("not-found", _("There is nobody at this address."), _("Look for the person in the list."))
    return found
