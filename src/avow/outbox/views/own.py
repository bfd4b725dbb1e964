"""What one is told oneself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from avow.accounts.access import actor_of
from avow.accounts.actors import Actor
from avow.accounts.requests import person_of
from avow.base import clock
from avow.outbox import calendar, commands, queries
from avow.outbox.forms import ChoicesForm
from avow.outbox.kinds import deadlines_of
from avow.outbox.pages.own import own_notices
from avow.ui.pages import show


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    actor, person, at = actor_of(request), person_of(request), clock.now()
    chosen = queries.choices_of(person, _roles(actor))
    form = ChoicesForm(chosen, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if changed := form.changed():
            commands.choose(person=person, choices=changed, actor=actor.reference, at=at)
        messages.success(request, _("Your choices are kept."))
        return redirect("account-notices")
    page = own_notices(actor, person, chosen, at)
    return show(request, "outbox/own.html", page, form=form)


@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """The calendar file of whoever is signed in. There is no address for it that works without."""
    person, at = person_of(request), clock.now()
    file = calendar.written(deadlines_of(person, at), desk_url=settings.DESK_URL, language=get_language() or "en", at=at)
    answer = HttpResponse(file, content_type=f"{calendar.CONTENT_TYPE}; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    return answer


def _roles(actor: Actor) -> frozenset[str]:
    """Every role held anywhere: the kinds of notices listed are those of one's roles."""
    return actor.everywhere.union(*actor.of.values())
