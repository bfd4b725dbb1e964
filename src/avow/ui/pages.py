"""Answering with a page of the desk."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

UNPROCESSABLE = 422


def show(
    request: HttpRequest, template: str, page: object = None, *, form: BaseForm | None = None, **more: Any
) -> HttpResponse:
    """``page`` is the page's frozen dataclass. A form that was sent and has errors makes the answer 422, not a success."""
    status = UNPROCESSABLE if form is not None and form.is_bound and form.errors else 200
    return render(request, template, {"page": page, "form": form, **more}, status=status)
