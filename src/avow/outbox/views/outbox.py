"""The secretariat's outbox."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from avow.accounts.access import actor_of, demand
from avow.accounts.requests import person_of
from avow.accounts.views.returning import safe_next
from avow.base import clock
from avow.outbox import access, commands
from avow.outbox.models import Notice
from avow.outbox.pages import listing, moving, one
from avow.outbox.preview import POLICY
from avow.ui.pages import show


@require_GET
def outbox(request: HttpRequest, *, over: bool = False) -> HttpResponse:
    actor = actor_of(request)
    demand(access.may(actor, "look"))
    return show(request, "outbox/outbox.html", listing.outbox(actor, request.GET, over=over))


@require_GET
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # it hands the address's parts on
def notice(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    found = _notice(request, key)
    return show(request, "outbox/notice.html", one.one_notice(actor, found))


@require_GET
@xframe_options_sameorigin
def preview(request: HttpRequest, key: int) -> HttpResponse:
    """The HTML part as it would leave, under a policy of its own: it runs nothing and loads nothing."""
    letter, unread = one.reading(actor_of(request), _notice(request, key))
    kind = "html" if letter else "plain"
    answer = HttpResponse(letter.html if letter else unread, content_type=f"text/{kind}; charset=utf-8")
    answer["Content-Security-Policy"] = POLICY
    return answer


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Does what was asked; what cannot be taken back is shown first, with whom it reaches."""
    actor, asked = actor_of(request), moving.asked_of(request.POST)
    demand(access.may(actor, asked.move))
    if not asked.sure:
        return show(request, "outbox/confirm.html", moving.confirm(actor, asked))
    messages.success(request, asked.done(actor=actor.reference, at=clock.now()))
    return HttpResponseRedirect(safe_next(request, reverse("outbox")))


@require_POST
def try_out(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    demand(access.may(actor, "try"))
    commands.try_out(person=person_of(request), actor=actor.reference, at=clock.now())
    messages.success(request, _("A trial message to you is in the outbox."))
    return redirect("outbox")


def _notice(request: HttpRequest, key: int) -> Notice:
    actor = actor_of(request)
    demand(access.may(actor, "look"))
    return get_object_or_404(access.visible_to(actor).select_related("recipient"), pk=key)
