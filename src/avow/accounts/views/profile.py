"""What people say about themselves: name, language, time zone, address."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from avow.accounts import codes, commands, signed_in
from avow.accounts.confirming import freshly_confirmed
from avow.accounts.forms import AddressCodeForm, NewAddressForm, ProfileForm
from avow.accounts.models import Person
from avow.accounts.requests import person_of, user_of
from avow.accounts.telling import tell
from avow.accounts.views.returning import safe_next
from avow.base import clock
from avow.ui.frames import LANGUAGES
from avow.ui.pages import show

READ_OR_SEND = ["GET", "POST"]


@require_http_methods(READ_OR_SEND)
def profile(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    told = {"name": person.name, "language": person.language, "time_zone": person.time_zone}
    form = ProfileForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        changed = form.attempt(
            commands.change_profile, person=person, **form.cleaned_data, actor=person.reference, at=clock.now()
        )
        if changed:
            messages.success(request, _("Your details are saved."))
            return _in_language(redirect("account-profile"), changed.language)
    return show(request, "account/profile.html", person, form=form)


@require_http_methods(READ_OR_SEND)
@freshly_confirmed
def address(request: HttpRequest) -> HttpResponse:
    form = NewAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.attempt(codes.send, request, codes.NEW_ADDRESS, form.cleaned_data["email"], at=clock.now())
        if not form.errors:
            return redirect("account-address-code")
    return show(request, "account/address.html", person_of(request), form=form)


@require_http_methods(READ_OR_SEND)
@freshly_confirmed
def address_code(request: HttpRequest) -> HttpResponse:
    sent_to = codes.waiting(request, codes.NEW_ADDRESS)
    if not sent_to:
        return redirect("account-address")
    form = AddressCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.attempt(_take_address, request, form.cleaned_data["code"])
        if not form.errors:
            return redirect("account-profile")
    return show(request, "account/address_code.html", sent_to, form=form)


def _take_address(request: HttpRequest, typed: str) -> Person:
    person, at = person_of(request), clock.now()
    email = codes.check(request, codes.NEW_ADDRESS, typed, at=at)
    old = person.email
    changed = commands.change_address(person=person, email=email, actor=person.reference, at=at)
    signed_in.end_others(user_of(request), besides=request.session.session_key or "")
    tell(old, gettext_lazy("The e-mail address of your account was changed. This address no longer signs you in."))
    messages.success(request, _("Your new address is in force. Other devices were signed out."))
    return changed


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the language of the desk: with the person when signed in, and in a cookie for the pages before.

    No command: which language somebody reads in is no history.
    """
    chosen = request.POST.get("language", "")
    answer = HttpResponseRedirect(safe_next(request))
    if chosen not in LANGUAGES:
        return answer
    if request.user.is_authenticated:
        Person.objects.filter(pk=request.user.person_id).update(language=chosen)
    return _in_language(answer, chosen)


def _in_language(answer: HttpResponse, chosen: str) -> HttpResponse:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 86400,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer
