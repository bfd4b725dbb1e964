"""Figure cards: a number never stands without what it is of and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from .markup import safe, text

LONG, LONGER = 10, 15  # characters past which a value is set smaller, so that it stays on one line


@dataclass(frozen=True, slots=True)
class Figure:
    """All texts come formatted. ``of`` says of how many, ``covers`` what the answer rests on, ``share`` (0 to 1) draws
    the coverage, ``href`` is the figure's own address, ``note`` a second line such as the number among those who reported."""

    name: str
    value: str
    of: str = ""
    covers: str = ""
    share: float | None = None
    href: str = ""
    note: str = ""
    code: str = ""


def meter(share: float, label: str = "") -> SafeString:
    """A thin bar; decoration beside a text that says the same."""
    width = round(max(0.0, min(1.0, share)) * 100, 1)
    return safe(
        '<svg class="meter" aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 1">'
        f'<rect class="track" width="100" height="1"/><rect class="s0" width="{width:g}" height="1"/></svg>'
    )


def fit(value: str) -> str:
    """The class that sets a long value smaller, with a space before it."""
    return " longer" if len(value) > LONGER else " long" if len(value) > LONG else ""


def figure(one: Figure) -> SafeString:
    parts = [f'<div class="figure"><p class="name">{text(one.name)}</p><p class="value{fit(one.value)}">{text(one.value)}</p>']
    if one.of:
        parts.append(f'<p class="of">{text(one.of)}</p>')
    if one.note:
        parts.append(f'<p class="of">{text(one.note)}</p>')
    if one.covers:
        bar = meter(one.share) if one.share is not None else ""
        parts.append(f'<div class="covers">{bar}<p>{text(one.covers)}</p></div>')
    if one.href:
        parts.append(
            f'<p class="more"><a href="{text(one.href)}">{gettext("How it is counted")}'
            f'<span class="seen-by-ear">: {text(one.name)}</span></a></p>'
        )
    parts.append("</div>")
    return safe("".join(parts))


def figures(many: Sequence[Figure]) -> SafeString:
    return safe(f'<div class="figures">{"".join(figure(one) for one in many)}</div>')
