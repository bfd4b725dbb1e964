"""Errors as pages: what happened, and what to do. Used by ``config.urls`` and the settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.ui.refusing import refusal_page


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also for what is there and not for this person, so that nobody learns which."""
    return refusal_page(
        request,
        Refusal(
            "not-found",
            _("There is nothing for you at this address."),
            _("It may be mistyped, withdrawn, or belong to an organisation you do not act for."),
        ),
    )


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal_page(
        request,
        Refusal("not-allowed", _("This is not for your roles."), _("Ask whoever looks after your roles if it should be.")),
    )


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    answer = refusal_page(
        request, Refusal("malformed", _("This request cannot be read."), _("Go back, reload the page, and try again."))
    )
    answer.status_code = 400
    return answer


def failed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("desk/failed.html"), status=500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form without a valid token gets: mostly a page that stood open while somebody signed in or out elsewhere."""
    return refusal_page(
        request,
        Refusal(
            "not-allowed",
            _("This form was opened before you last signed in or out, or your browser keeps no cookies. Nothing was changed."),
            _("Go back (what you typed is usually still there), copy what you need, reload the page, and send it again."),
        ),
    )
