"""The read API: the same rows, filters and figures as the pages, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import override

from avow.public import files
from avow.public.asked import ONE, WHOLE, Asked, NotHere, NothingPublished, Unreadable, ask
from avow.public.openapi import document
from avow.public.opened import record
from avow.public.plain import answer
from avow.public.resources import commitment_resource, figure_lines, listing, organisation_resource, release_line, source
from avow.public.views.showing import AGAIN
from avow.record.reading import NotYet

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Asked, P], HttpResponseBase]


def resource(
    table: str = "commitments", also: Iterable[str] = (), past: str = ""
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Like a page, but what goes wrong is said in JSON."""

    def dress(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                with override("en"):
                    return view(request, ask(request, table, also, past), *args, **kwargs)
            except NothingPublished:
                return refuse("nothing-published", "Nothing has been published yet.", "Try again later.")
            except Unreadable:
                return again("record-unreadable", "The record cannot be read at the moment.", "Try again later.")
            except NotYet:
                return again("not-yet", "How things stood on that day is being put together.", "Try again in half a minute.")
            except NotHere as missing:
                return refuse(
                    f"no-such-{missing.what}",
                    f"There is no {missing.what} {missing.name} here.",
                    "See /api/docs for what there is.",
                )

        return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", answered)

    return dress


def refuse(code: str, reason: str, remedy: str, status: int = 404) -> HttpResponseBase:
    return answer({"code": code, "reason": reason, "remedy": remedy}, status=status)


def again(code: str, reason: str, remedy: str) -> HttpResponseBase:
    told = refuse(code, reason, remedy, 503)
    for name, value in AGAIN.items():
        told[name] = value
    return told


@resource()
def index(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    names = ("commitments", "organisations", "figures", "releases", "openapi")
    return answer({**source(asked), **{name: reverse(f"api-{name}") for name in names}})


@resource()
def openapi(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return answer(document(asked))


@resource(past=WHOLE)
def commitments(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return answer(listing(asked, "commitments", request.path))


@resource(past=ONE)
def commitment(request: HttpRequest, asked: Asked, reference: str) -> HttpResponseBase:
    return answer(commitment_resource(asked, reference))


@resource("organisations")
def organisations(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return answer(listing(asked, "organisations", request.path))


@resource()
def organisation(request: HttpRequest, asked: Asked, reference: str) -> HttpResponseBase:
    return answer(organisation_resource(asked, reference))


@resource(past=WHOLE)
def figures(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return answer(figure_lines(asked))


@resource(past=WHOLE)
def figure(request: HttpRequest, asked: Asked, indicator: str) -> HttpResponseBase:
    return answer(figure_lines(asked, indicator))


@resource()
def releases(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return answer({**source(asked), "items": [release_line(line, asked.newest) for line in record().numbers()]})


@resource()
def release(request: HttpRequest, asked: Asked, number: int) -> HttpResponseBase:
    held = files.holding(number)
    if held is None:
        raise NotHere("release", str(number))
    return answer(files.manifest(held))


@resource()
def unknown(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    return refuse("no-such-address", "The API has no such address.", "See /api/docs for what there is.")
