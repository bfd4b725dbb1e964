"""What surrounds a page of the desk: where somebody with these roles can go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from avow.accounts.access import SEE, actor_of, may
from avow.accounts.actors import Actor
from avow.framework.models import Framework
from avow.organisations.joining import access as joining
from avow.outbox import access as outbox
from avow.ui.frames import LANGUAGES, DeskFrame, Link, languages


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the desk's navigation: the name of its address, and who is shown it."""

    name: str
    label: Any
    shown_to: Callable[[Actor], bool]


SECTIONS: tuple[Section, ...] = (
    Section("desk-home", _("Desk"), lambda actor: True),
    Section("applications", _("Applications"), lambda actor: bool(joining.may(actor, joining.SEE))),
    Section("people", _("People"), lambda actor: bool(may(actor, SEE))),
    Section("outbox", _("Outbox"), lambda actor: bool(outbox.may(actor, "look"))),
)
"""In the order they are shown. What is not shown is still guarded by its view."""


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` for every page of the desk, made when a page asks for it."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> DeskFrame:
    user = request.user
    signed_in = user.is_authenticated
    language = get_language() or settings.LANGUAGE_CODE
    form = Framework.objects.order_by("-id").values_list("form", flat=True).first() or {}
    return DeskFrame(
        initiative=_said(form.get("short_name"), language),
        home=reverse("desk-home"),
        language=language,
        nav=_sections(actor_of(request), request.path) if signed_in else (),
        languages=languages(language, [(code, "") for code in LANGUAGES]),
        host=_said(form.get("host"), language),
        demonstration=bool(form.get("demonstration")),
        person=(user.person.name or user.person.email) if user.is_authenticated else "",
        path=request.get_full_path(),
        public=settings.PUBLIC_URL,
    )


def _sections(actor: Actor, path: str) -> tuple[Link, ...]:
    shown = [(one, reverse(one.name)) for one in SECTIONS if one.shown_to(actor)]
    here = max((href for _one, href in shown if path.startswith(href)), key=len, default="")
    return tuple(Link(str(one.label), href, href == here) for one, href in shown)


def _said(text: Any, language: str) -> str:
    """A text of the pack: plain, or by language."""
    if isinstance(text, dict):
        return str(text.get(language) or text.get("en") or next(iter(text.values()), ""))
    return str(text or "")
