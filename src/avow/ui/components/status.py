"""Status: always a shape, a word and a colour; what the maker said stands beside what is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from .markup import attribute, safe, shape, text

# code -> (shape, tone). Codes are the platform's; a pack may rename the words, never the codes.
LOOKS = {
    "ahead": ("up", "ahead"),
    "on-track": ("disc", "on-track"),
    "behind": ("down", "behind"),
    "cannot-tell": ("dots", "unclear"),
    "too-early": ("ring", "unclear"),
    "not-reported": ("slashes", "unclear"),
    "planning": ("frame", ""),
    "in-progress": ("half", ""),
    "completed": ("tick", "on-track"),
    "live": ("disc", "on-track"),
    "ended": ("box", "unclear"),
    "lapsed": ("slashes", "behind"),
    "withdrawn": ("cross", "bad"),
    "superseded": ("arrow", "unclear"),
    "strengthened": ("up", "on-track"),
    "weakened": ("down", "behind"),
    "mixed": ("diamond", "unclear"),
    "neutral": ("dash", "unclear"),
    "extended": ("arrow", "ahead"),
    "met": ("tick", "on-track"),
    "failed": ("cross", "bad"),
    "conditional": ("ring", "behind"),
    "unconditional": ("disc", ""),
    "queued": ("ring", ""),
    "held": ("dash", "behind"),
    "claimed": ("half", ""),
    "sending": ("half", ""),
    "sent": ("tick", "on-track"),
    "uncertain": ("alert", "bad"),
    "cancelled": ("cross", "unclear"),
}


@lru_cache(maxsize=2048)
def _badge(code: str, word: str, size: str) -> SafeString:
    form, tone = LOOKS.get(code, ("dot", ""))
    classes = "badge" + (f" t-{tone}" if tone else "") + (f" {size}" if size else "")
    return safe(f'<span class="{classes}">{shape(form)}{text(word)}</span>')


def badge(code: str | None, word: str, size: str = "") -> SafeString:
    """A status in words, with its shape and colour. ``size`` is ``large`` or empty. An unknown code gets a plain dot."""
    return _badge(code or "", str(word), size)


def tag(word: str, tone: str = "", href: str = "") -> SafeString:
    """A framed label. ``tone``: ahead, on-track, behind, unclear, accent, bad."""
    kind = f"tag t-{tone}" if tone else "tag"
    if href:
        return safe(f'<a class="{text(kind)}" href="{text(href)}">{text(word)}</a>')
    return safe(f'<span class="{text(kind)}">{text(word)}</span>')


def unconfirmed(source: str = "", href: str = "") -> SafeString:
    """The mark on a framework fact that no published text confirms; it says where the fact was read."""
    word = gettext("unconfirmed")
    if href:
        return safe(f'<a class="tag unconfirmed" href="{text(href)}"{attribute("title", source)}>{word}</a>')
    return safe(f'<span class="tag unconfirmed"{attribute("title", source)}>{word}</span>')


@dataclass(frozen=True, slots=True)
class Said:
    """One reading of a status: who says what, when, in which words. ``note`` may be safe HTML with a link."""

    who: str
    code: str
    word: str
    note: str = ""


def said(readings: Sequence[Said]) -> SafeString:
    """Readings side by side: declared stage, declared trajectory, computed trajectory."""
    cells = "".join(
        f"<div><dt>{text(one.who)}</dt><dd>{badge(one.code, one.word, 'large')}</dd>"
        + (f"<dd>{text(one.note)}</dd>" if one.note else "")
        + "</div>"
        for one in readings
    )
    return safe(f'<dl class="said">{cells}</dl>')
