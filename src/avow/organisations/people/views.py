"""Pages about who acts for an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from avow.accounts.access import actor_of, demand
from avow.accounts.confirming import freshly_confirmed
from avow.accounts.models import Person
from avow.accounts.requests import person_of
from avow.accounts.words import role_names
from avow.base import clock
from avow.base.refusals import Refusal
from avow.organisations.models import Invitation, Party
from avow.organisations.people import access, commands, queries
from avow.organisations.people.forms import InviteForm, RolesForm
from avow.organisations.people.links import invitation_of
from avow.ui.pages import show

READ_OR_SEND = ["GET", "POST"]


@dataclass(frozen=True, slots=True)
class People:
    """``may_change``: invite, change, remove. ``may_hand_over``: one's role as administrator. ``own`` is one's reference."""

    party: Party
    members: list[queries.Member]
    invitations: list[Invitation]
    may_change: bool
    may_hand_over: bool
    own: str


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as whoever opens its link reads it. ``signed_in_as`` is empty before sign-in; ``own`` when it is theirs."""

    organisation: str
    email: str
    roles: list[str]
    part: str
    signed_in_as: str
    own: bool


@require_GET
def people(request: HttpRequest, reference: str) -> HttpResponse:
    party, actor = _party(request, reference), actor_of(request)
    page = People(
        party,
        queries.members(party),
        queries.open_invitations(party, clock.now()),
        may_change=bool(access.may(actor, "invite", party)),
        may_hand_over=bool(access.may(actor, "hand_over", party)),
        own=actor.reference,
    )
    return show(request, "organisations/people/people.html", page)


@require_http_methods(READ_OR_SEND)
@freshly_confirmed
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    party = _party(request, reference, "invite")
    form = InviteForm(request.POST or None, initial={"language": person_of(request).language, "wanted": ["editor"]})
    if request.method == "POST" and form.is_valid():
        told: dict[str, Any] = {**form.cleaned_data, "actor": actor_of(request).reference, "at": clock.now()}
        made = form.attempt(commands.invite, party=party, **told)
        if made:
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": made.person.email})
            return redirect("organisation-people", reference)
    return show(request, "organisations/people/invite.html", party, form=form)


@require_POST
def withdraw(request: HttpRequest, reference: str, key: int) -> HttpResponse:
    party = _party(request, reference, "withdraw_invitation")
    found = Invitation.objects.filter(party=party, pk=key).first()
    if found is None:
        raise _not_there()
    commands.withdraw(invitation=found, actor=actor_of(request).reference, at=clock.now())
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect("organisation-people", reference)


@require_http_methods(READ_OR_SEND)
@freshly_confirmed
def change(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    party = _party(request, reference, "change_roles")
    member = _member(party, person)
    form = RolesForm(request.POST or None, initial={"wanted": queries.roles_of(party, member)})
    if request.method == "POST" and form.is_valid():
        wanted, actor = form.cleaned_data["wanted"], actor_of(request).reference
        form.attempt(commands.change_roles, party=party, person=member, wanted=wanted, actor=actor, at=clock.now())
        if not form.errors:
            messages.success(request, _("The roles are changed."))
            return redirect("organisation-people", reference)
    return show(request, "organisations/people/change.html", member, form=form, party=party)


@require_POST
@freshly_confirmed
def hand_over(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    party = _party(request, reference, "hand_over")
    taker, giver = _member(party, person), person_of(request)
    commands.hand_over(party=party, giver=giver, taker=taker, actor=giver.reference, at=clock.now())
    messages.success(request, _("%(name)s is administrator now, and you are not.") % {"name": taker.name or taker.email})
    return redirect("organisation-people", reference)


@require_POST
@freshly_confirmed
def remove(request: HttpRequest, reference: str, person: str) -> HttpResponse:
    """An administrator removes a member; everybody may leave."""
    leaving = person == actor_of(request).reference
    party = _party(request, reference, access.SEE if leaving else "remove_person")
    member = _member(party, person)
    commands.remove(party=party, person=member, actor=actor_of(request).reference, at=clock.now())
    messages.success(request, _("Their roles have ended. What they wrote stays."))
    return redirect("desk-home") if leaving else redirect("organisation-people", reference)


@login_not_required
@require_http_methods(READ_OR_SEND)
def invitation(request: HttpRequest, part: str) -> HttpResponse:
    """What a mailed invitation leads to. The link itself signs nobody in: a code to the invited address does."""
    found = invitation_of(part)
    if found is None:
        raise _not_there()
    commands.refuse_ended(found, clock.now())
    if request.method == "POST":
        return _accept(request, found, part)
    own = request.user.is_authenticated and request.user.person_id == found.person_id
    signed_in_as = request.user.person.email if request.user.is_authenticated else ""
    known = role_names()
    page = Invited(found.party.name, found.person.email, [known[one] for one in found.roles], part, signed_in_as, own)
    return show(request, "organisations/people/invitation.html", page)


def _accept(request: HttpRequest, found: Invitation, part: str) -> HttpResponse:
    if not request.user.is_authenticated:
        LoginCodeVerificationProcess.initiate(request=request, user=found.person.user, email=found.person.email)
        return redirect(f"{reverse('account_confirm_login_code')}?next={request.path}")
    person = person_of(request)
    commands.accept(invitation=found, person=person, actor=person.reference, at=clock.now())
    messages.success(request, _("Welcome. You act for %(name)s from now on.") % {"name": found.party.name})
    return redirect("organisation-people", found.party.reference)


def _party(request: HttpRequest, reference: str, move: str = access.SEE) -> Party:
    """The party, if the actor may make the move; hidden ones are not there at all."""
    party = access.visible(actor_of(request), reference)
    if party is None:
        raise _not_there()
    demand(access.may(actor_of(request), move, party))
    return party


def _member(party: Party, reference: str) -> Person:
    found = queries.member_of(party, reference)
    if found is None:
        raise _not_there()
    return found


def _not_there() -> Refusal:
    return Refusal("not-found", _("There is nothing for you at this address."), _("Reload the page you came from."))
