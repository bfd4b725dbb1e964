"""What surrounds a page: names, navigation, languages, release. A view passes one ``Frame`` as ``frame``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse

LANGUAGES = {"en": "English", "fr": "Français", "es": "Español", "ru": "Русский", "ar": "العربية"}
RIGHT_TO_LEFT = frozenset({"ar"})


def direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Link:
    """A navigation entry. ``current`` marks the page, or the section, the reader is in."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language, named in that language."""

    code: str
    href: str
    current: bool = False

    @property
    def label(self) -> str:
        return LANGUAGES[self.code]


@dataclass(frozen=True, slots=True)
class ReleaseMark:
    """The release a page was computed from. ``old`` when it is not the newest one: the page then says so. ``as_of``: the day
    whose state it shows, by what the release knows."""

    number: int
    at: datetime
    href: str
    verify_href: str
    old: bool = False
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """``initiative`` stands beside the wordmark. ``desk`` is the address of the desk, empty when none is known.
    ``demonstration``: everything shown is invented, and every page says so."""

    initiative: str
    home: str
    language: str
    nav: Sequence[Link] = ()
    languages: Sequence[LanguageLink] = ()
    release: ReleaseMark | None = None
    desk: str = ""
    desk_note: str = ""
    host: str = ""
    licence: str = ""
    foot: Sequence[Link] = ()
    canonical: str = ""
    demonstration: bool = False

    @property
    def direction(self) -> str:
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class DeskFrame(Frame):
    """Around a page of the desk. ``person`` is how somebody signed in is called, empty before; ``path`` is the page itself,
    to come back to; ``public`` is the public site, empty when it has no known address."""

    person: str = ""
    path: str = ""
    public: str = ""


def languages(current: str, hrefs: Sequence[tuple[str, str]]) -> tuple[LanguageLink, ...]:
    """Links for the language switch from pairs of code and address."""
    return tuple(LanguageLink(code, href, code == current) for code, href in hrefs)


def renewing(response: HttpResponse, seconds: int = 2) -> HttpResponse:
    """``response`` as a page that loads itself again, by header, so that it needs no script: for ``ui/progress.html``."""
    response.headers["Refresh"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
