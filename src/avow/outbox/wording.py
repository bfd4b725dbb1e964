"""What may stand in a notice's words, and how each reads in text and in HTML.

Everything that people wrote is hostile: it is put on one line, stripped of control and direction characters, escaped in
HTML, and broken up where a mail program would make it a link. Links are made by ``Link`` alone, from the configured address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

JOINER = "\u2060"  # no width, no meaning: after it a mail program no longer sees an address
_FIRST_STRONG, _RELEASE = "\u2068", "\u2069"  # an isolate in the direction of its own first letter
_LINE_BREAK = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_LINKED = re.compile(r"(?<=[^\W_])(?:\.(?=[^\W\d_]{2})|:(?=[/\w])|@(?=\w))|(?<=\d)\.(?=\d+\.\d+\.\d)")
_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_.~%?&=+-]*\Z")


def tame(text: str) -> str:
    """A text people wrote, on one line, without unseen characters, and broken up so that no mail program links it."""
    line = " ".join(_UNSEEN.sub("", _LINE_BREAK.sub(" ", text)).split())
    return _LINKED.sub(lambda found: found[0] + JOINER, line)


@dataclass(frozen=True, slots=True)
class Passage:
    """A longer text people wrote, such as the reason of a decision: quoted, with its lines."""

    told: str

    @property
    def lines(self) -> list[str]:
        return [line for line in map(tame, _LINE_BREAK.split(self.told)) if line]

    def __str__(self) -> str:
        return "\n".join(f"> {line}" for line in self.lines)

    def html(self) -> SafeString:
        return mark_safe("<blockquote>" + "<br>".join(escape(line) for line in self.lines) + "</blockquote>")  # noqa: S308 -- escaped


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the desk, or with ``public`` of the public site: ``Link("/account/notices/", _("What you are told"))``."""

    path: str
    label: str | Promise
    public: bool = False

    def __post_init__(self) -> None:
        if not _PATH.match(self.path):
            raise ValueError(f"{self.path!r} is not a path on this site")

    @property
    def href(self) -> str:
        """The whole address; empty where this installation was not told its own."""
        base = settings.PUBLIC_URL if self.public else settings.DESK_URL
        return base.rstrip("/") + self.path if base else ""

    def __str__(self) -> str:
        label = " ".join(str(self.label).split())
        return f"{label}:\n{self.href}" if self.href else label

    def html(self) -> SafeString:
        label = escape(" ".join(str(self.label).split()))
        return mark_safe(f'<a href="{escape(self.href)}">{label}</a>' if self.href else label)  # noqa: S308 -- escaped


def tamed(words: Mapping[str, object], *, html: bool, isolated: bool) -> dict[str, object]:
    """The words of a notice as a template of one part shows them: every text tamed, links and passages written out.

    ``isolated``, as right-to-left letters need, keeps each text in its own direction. Raises ``TypeError`` for anything that
    could bring an untamed text in with it, such as a row.
    """
    return {name: _tamed(value, html, isolated) for name, value in words.items()}


def _tamed(value: object, html: bool, isolated: bool) -> object:
    if isinstance(value, Passage | Link):
        return value.html() if html else str(value)
    if isinstance(value, Promise | bool | int | float | Decimal | date | None):
        return value
    if isinstance(value, str):
        told = tame(value)
        return f"{_FIRST_STRONG}{told}{_RELEASE}" if isolated and told else told
    if isinstance(value, Mapping):
        return {str(name): _tamed(inner, html, isolated) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_tamed(inner, html, isolated) for inner in value]
    raise TypeError(f"{type(value).__name__} cannot stand in a notice: give texts, numbers, dates, Link and Passage")
