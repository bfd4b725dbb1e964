"""What surrounds a public page: navigation, languages, the release it was computed from."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from avow.public.asked import Asked, Readable
from avow.public.languages import LANGUAGES, in_language, language_of
from avow.record.reading import DayRelease
from avow.ui.frames import Frame, Link, ReleaseMark, languages


def frame_of(request: HttpRequest, asked: Asked | None = None, section: str = "") -> Frame:
    """``section`` is the name of the address whose navigation entry is current."""
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    language, pin = language_of(path), asked.pinned if asked else ""
    tail = f"?{query}" if query else ""
    return Frame(
        initiative=asked.labels.short_name if asked else "",
        home=reverse("home") + pin,
        language=language,
        nav=tuple(Link(label, reverse(name) + pin, name == section) for name, label in _sections()),
        languages=languages(language, [(code, in_language(path, code) + tail) for code in LANGUAGES]),
        release=mark_of(asked.release, asked.old, pin) if asked else None,
        desk=settings.DESK_URL,
        host=asked.labels.of(asked.labels.pack.get("host")) if asked else "",
        licence=str(asked.labels.pack.get("data_licence", "")) if asked else "",
        demonstration=bool(asked and asked.labels.pack.get("demonstration")),
        foot=tuple(Link(label, reverse(name) + pin) for name, label in _foot()) if asked else (),
    )


def mark_of(release: Readable, old: bool = False, pin: str = "") -> ReleaseMark:
    data = reverse("data") + pin
    return ReleaseMark(
        release.number,
        datetime.fromisoformat(release.at),
        f"{data}#release-{release.number}",
        f"{data}#verify",
        old,
        release.day if isinstance(release, DayRelease) else None,
    )


def _sections() -> tuple[tuple[str, str], ...]:
    return (
        ("dashboard", _("Dashboard")),
        ("commitments", _("Commitments")),
        ("themes", _("Themes")),
        ("organisations", _("Organisations")),
        ("countries", _("Countries")),
        ("data", _("Data")),
    )


def _foot() -> tuple[tuple[str, str], ...]:
    return (
        ("method", _("How things are counted")),
        ("strength", _("How strength is computed")),
        ("figures", _("All figures and their definitions")),
        ("map", _("Map")),
        ("corrections", _("Corrections")),
        ("api-docs", _("Data API")),
    )
