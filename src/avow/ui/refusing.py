"""A rule's no, as a page: status, sentence and remedy. Forms show refusals themselves, see ``forms.Form.attempt``."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from avow.base.refusals import Refusal

STATUSES = {
    "no-token": HTTPStatus.UNAUTHORIZED,
    "bad-token": HTTPStatus.UNAUTHORIZED,
    "not-allowed": HTTPStatus.FORBIDDEN,
    "scope-missing": HTTPStatus.FORBIDDEN,
    "not-found": HTTPStatus.NOT_FOUND,
    "gone": HTTPStatus.GONE,
    "too-many": HTTPStatus.TOO_MANY_REQUESTS,
}


def status_of(refusal: Refusal) -> HTTPStatus:
    """What the answer is called in HTTP. A refusal that names no other status is a conflict with how things stand."""
    return STATUSES.get(refusal.code, HTTPStatus.CONFLICT)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = status_of(refusal)
    context = {"status": int(status), "code": refusal.code, "reason": refusal.reason, "remedy": refusal.remedy}
    return render(request, "desk/refused.html", context, status=status)


class Refusals:
    """Middleware: a ``Refusal`` that no view caught becomes its page, and so a view never has to think of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._next(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        return refusal_page(request, problem) if isinstance(problem, Refusal) else None
