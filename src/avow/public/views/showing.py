"""How every public page is answered: whole, as the fragment htmx swaps, as an empty state, or as a helpful 404."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from avow.public.asked import Asked, NotHere, NothingPublished, Unreadable, ask, ask_newest
from avow.public.framing import frame_of
from avow.public.languages import language_of
from avow.public.pages.another_day import another_day
from avow.public.pages.missing import missing_page, said
from avow.record.reading import NotYet

P = ParamSpec("P")
Shown = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(
    table: str = "commitments", also: Iterable[str] = (), past: str = ""
) -> Callable[[Callable[Concatenate[HttpRequest, Asked, P], HttpResponseBase]], Shown[P]]:
    """Reads the request for a view and catches what a reader can run into. ``past``: what of a past day it can show."""

    def dress(view: Callable[Concatenate[HttpRequest, Asked, P], HttpResponseBase]) -> Shown[P]:
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                return view(request, ask(request, table, also, past), *args, **kwargs)
            except NothingPublished:
                return empty(request)
            except NotYet:
                return later(request)
            except Unreadable:
                return unreadable(request)
            except NotHere as missing:
                return not_here(request, missing)

        return cast("Shown[P]", answer)

    return dress


def show(
    request: HttpRequest, asked: Asked, template: str, shown: object, section: str = "", part: str = "", **more: Any
) -> HttpResponse:
    """``part`` is the fragment that htmx swaps: the same file the whole page includes."""
    swap = bool(part) and "HTTP_HX_REQUEST" in request.META
    context: Mapping[str, Any] = {
        "frame": frame_of(request, asked, section),
        "asked": asked,
        "labels": asked.labels,
        "language": asked.language,
        "pin": asked.pinned,
        "and_pin": asked.pinned.replace("?", "&"),
        "pinned_field": asked.pins,
        "path": request.path_info,
        "said": said(asked),
        "day": another_day(asked),
        "page": shown,
        **more,
    }
    return HttpResponse(render_to_string(f"public/{part if swap else template}.html", context))


def empty(request: HttpRequest) -> HttpResponse:
    """Before the first release."""
    return HttpResponse(render_to_string("public/empty.html", {"frame": frame_of(request)}))


AGAIN = {"Retry-After": "30", "Cache-Control": "no-store"}


def unreadable(request: HttpRequest) -> HttpResponse:
    """Nothing of the record can be read; what is broken is for those who run the site, not for the reader."""
    return HttpResponse(render_to_string("public/unreadable.html", {"frame": frame_of(request)}), status=503, headers=AGAIN)


def later(request: HttpRequest) -> HttpResponse:
    """The state of the day asked for is being put together."""
    asked = ask(request)
    context = {"frame": frame_of(request, asked), "asked": asked, "language": asked.language}
    return HttpResponse(render_to_string("public/later.html", context), status=503, headers=AGAIN)


def not_here(request: HttpRequest, missing: NotHere | None = None) -> HttpResponse:
    try:
        asked = ask_newest(request) if missing and missing.what == "release" else ask(request)
    except NotHere:
        asked = ask_newest(request)
    except (NothingPublished, Unreadable):
        asked = None
    found = missing_page(asked, request.path_info, missing)
    context = {
        "frame": frame_of(request, asked),
        "asked": asked,
        "page": found,
        "language": language_of(request.path_info),
        "pin": asked.pinned if asked else "",
    }
    return HttpResponse(render_to_string("public/missing.html", context), status=404)


def unknown_address(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's ``handler404``."""
    return not_here(request)


def gone(request: HttpRequest, asked: Asked | None, reason: str) -> HttpResponse:
    context = {
        "frame": frame_of(request, asked),
        "asked": asked,
        "reason": reason,
        "pin": asked.pinned if asked else "",
        "title": _("These files are not handed out"),
    }
    return HttpResponse(render_to_string("public/gone.html", context), status=410)
