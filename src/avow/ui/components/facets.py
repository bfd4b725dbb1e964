"""Facets: links that look like check boxes, so that one press answers, with or without script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from avow.ui.formatting import number

from .markup import safe, text


@dataclass(frozen=True, slots=True)
class FacetRow:
    """``href`` is the address with this choice added, or taken away where it is ``chosen``."""

    code: str
    label: str
    count: int
    href: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of choices. ``shown`` rows are visible at once; chosen ones always are; the rest waits behind "show all"."""

    name: str
    title: str
    rows: Sequence[FacetRow]
    shown: int = 7
    note: str = ""


def _rows(name: str, rows: Iterable[FacetRow], language: str) -> str:
    parts: list[str] = []
    for row in rows:
        label, count = text(row.label), number(row.count, language)
        if row.count or row.chosen:
            current = ' aria-current="true"' if row.chosen else ""
            parts.append(
                f'<li><a id="f-{text(name)}-{text(row.code)}" href="{text(row.href)}"{current}>'
                f'<span>{label}</span> <span class="count">{count}</span></a></li>'
            )
        else:
            parts.append(
                f'<li><span class="none nil"><span></span><span>{label}</span> <span class="count">0</span></span></li>'
            )
    return "".join(parts)


def facet(one: Facet, language: str = "") -> SafeString:
    name = text(one.name)
    first = [row for place, row in enumerate(one.rows) if place < one.shown or row.chosen]
    rest = [row for place, row in enumerate(one.rows) if place >= one.shown and not row.chosen]
    if len(rest) == 1:  # a door for a single row costs more room than the row
        first, rest = list(one.rows), []
    more = ""
    if rest:
        every = gettext("Show all %(count)s") % {"count": number(len(one.rows), language)}
        more = (
            f'<details id="more-{name}"><summary>{text(every)}<span class="seen-by-ear">: {text(one.title)}</span></summary>'
            f"<ul>{_rows(one.name, rest, language)}</ul></details>"
        )
    note = f'<p class="hint">{text(one.note)}</p>' if one.note else ""
    return safe(
        f'<div class="facet" role="group" aria-labelledby="fh-{name}"><h2 id="fh-{name}">{text(one.title)}</h2>{note}'
        f"<ul>{_rows(one.name, first, language)}</ul>{more}</div>"
    )


def facets(many: Sequence[Facet], language: str = "") -> SafeString:
    return safe("".join(facet(one, language) for one in many))


def sheet(body: SafeString, chosen: int = 0) -> SafeString:
    """The filters as a sheet that opens on a phone and simply stands there on a wide page; no script needed."""
    word = gettext("Filters")
    if chosen:
        word = f"{word} ({chosen})"
    return safe(f'<details class="sheet" id="filters"><summary>{text(word)}</summary><div>{body}</div></details>')


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter in force: what it says and the address without it."""

    label: str
    href: str


def chosen(choices: Sequence[Choice], clear_href: str) -> SafeString:
    """The filters in force, each removable."""
    if not choices:
        return safe("")
    off = gettext("Remove filter")
    chips = "".join(
        f'<li><a href="{text(one.href)}"><span class="seen-by-ear">{off}: </span>{text(one.label)}</a></li>' for one in choices
    )
    return safe(
        f'<ul class="chosen">{chips}<li><a class="clear" href="{text(clear_href)}">{gettext("Clear all")}</a></li></ul>'
    )
