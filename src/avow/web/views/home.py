"""The desk's first page, and whether the desk is alive."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from avow.accounts.access import actor_of
from avow.accounts.requests import person_of
from avow.web.pages import home as pages


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {"page": pages.home(actor_of(request), person_of(request).name)})


@login_not_required
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """The bare host name leads to the desk."""
    return redirect("desk-home")


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive, and its database answers. Never cached, no framing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        said, status = "ok\n", 200
    except DatabaseError:
        said, status = "the database does not answer\n", 503
    return HttpResponse(said, content_type="text/plain; charset=utf-8", status=status, headers={"Cache-Control": "no-store"})
