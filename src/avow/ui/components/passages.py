"""Passages between and around content: breadcrumb, search, pages, downloads, release line, notices, facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from avow.ui.formatting import day, instant, number
from avow.ui.frames import Link, ReleaseMark

from .markup import safe, shape, text

MARK = (
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<circle cx="16" cy="16" r="15" fill="currentColor" class="m-disc"/>'
    '<g fill="none" class="m-line" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round">'
    '<path d="M8.2 24 16 7.5 23.8 24"/><path d="M11 18.1l3.9 4.2 5.7-5.2"/></g></svg>'
)


def crumbs(links: Sequence[Link], here: str) -> SafeString:
    """Where the page is; ``here`` is the page itself and no link."""
    steps = "".join(f'<li><a href="{text(one.href)}">{text(one.label)}</a></li>' for one in links)
    return safe(
        f'<nav class="crumbs" aria-label="{gettext("Breadcrumb")}"><ol>{steps}'
        f'<li aria-current="page">{text(here)}</li></ol></nav>'
    )


def facts(pairs: Sequence[tuple[str, object]], narrow: bool = False) -> SafeString:
    """Terms and what they say. Empty values are left out; a value may be text, safe HTML, or a list of them."""
    rows = []
    for term, value in pairs:
        if value in (None, "", (), []):
            continue
        values = value if isinstance(value, list | tuple) else (value,)
        rows.append(f"<div><dt>{text(term)}</dt>{''.join(f'<dd>{text(one)}</dd>' for one in values)}</div>")
    return safe(f'<dl class="facts{" narrow" if narrow else ""}">{"".join(rows)}</dl>')


def notice(title: str, body: object = "", kind: str = "", note: bool = True) -> SafeString:
    """A passage set apart. ``kind``: empty, ``told``, ``good``, ``bad`` or ``plain``."""
    inner = f"<p>{text(body)}</p>" if body else ""
    role = ' role="note"' if note else ""
    return safe(f'<div class="notice {text(kind)}"{role}><strong>{text(title)}</strong>{inner}</div>')


def told_by(source: str, href: str = "", since: str = "") -> SafeString:
    """The notice on a commitment that its maker never confirmed."""
    name = f'<a href="{text(href)}" rel="nofollow noopener">{text(source)}</a>' if href else text(source)
    title = gettext("As told by %(source)s, not confirmed by the maker") % {"source": safe(name)}
    body = gettext("It has no stage and no strength, and counts only in figures that say so.")
    if since:
        body = f"{body} {since}"
    return notice(safe(title), body, "told")


def release_line(release: ReleaseMark, language: str = "") -> SafeString:
    """Which release the page was computed from, when it was sealed, and where to check it."""
    name = gettext("Release %(n)s") % {"n": release.number}
    if release.as_of:
        told = {"day": day(release.as_of, language), "n": release.number}
        name = gettext("As of %(day)s, as known in release %(n)s") % told
    return safe(
        f'<p class="release">{MARK}<a class="quiet" href="{text(release.href)}">{text(name)}</a>'
        f'<time datetime="{release.at.isoformat()}">{text(instant(release.at, language))}</time>'
        f'<a href="{text(release.verify_href)}">{gettext("verify")}</a></p>'
    )


def warnings(lines: Sequence[str]) -> SafeString:
    """What was kept as told though a rule would not allow it today."""
    sign = shape("alert")
    items = "".join(f"<li>{sign}<span>{text(one)}</span></li>" for one in lines)
    return safe(f'<ul class="warnings">{items}</ul>')


@dataclass(frozen=True, slots=True)
class Downloads:
    """Where the same content is as data. Empty addresses are left out. ``address`` is this view's own, absolute."""

    csv: str = ""
    json: str = ""
    address: str = ""
    definition: str = ""
    rows: int | None = None


def downloads(one: Downloads, language: str = "") -> SafeString:
    items = []
    if one.definition:
        items.append(f'<li><a href="{text(one.definition)}">{gettext("definition")}</a></li>')
    if one.csv:
        size = ""
        if one.rows is not None:
            rows = ngettext("%(n)s row", "%(n)s rows", one.rows) % {"n": number(one.rows, language)}
            size = f" ({text(rows)})"
        items.append(f'<li><a href="{text(one.csv)}" download>CSV</a>{size}</li>')
    if one.json:
        items.append(f'<li><a href="{text(one.json)}">JSON</a></li>')
    if one.address:
        items.append(f'<li>{gettext("address:")} <bdi dir="ltr"><code>{text(one.address)}</code></bdi></li>')
    return safe(f'<ul class="tools">{"".join(items)}</ul>')


def search(
    action: str,
    words: str = "",
    *,
    label: str = "",
    hint: str = "",
    hidden: Sequence[tuple[str, str]] = (),
    name: str = "q",
    large: bool = False,
    live: bool = False,
    place: str = "search",
) -> SafeString:
    """A search box that keeps the filters in force (``hidden``). ``live`` answers while typing where script runs."""
    kept = "".join(f'<input type="hidden" name="{text(key)}" value="{text(value)}">' for key, value in hidden)
    said = hint or gettext("Any of the five languages. Accents and word endings do not matter.")
    look, alive = ("search large" if large else "search"), (" data-live" if live else "")
    return safe(
        f'<form class="{look}" role="search" aria-labelledby="{place}-label" method="get" action="{text(action)}"{alive}>{kept}'
        f'<label for="{place}-words" id="{place}-label">{text(label or gettext("Search commitments"))}</label>'
        f'<div><input type="search" id="{place}-words" name="{text(name)}" value="{text(words)}" '
        f'dir="auto" maxlength="200" aria-describedby="{place}-hint">'
        f'<button class="button">{gettext("Search")}</button></div><p class="hint" id="{place}-hint">{text(said)}</p></form>'
    )


@dataclass(frozen=True, slots=True)
class Pages:
    """One page of a list. ``capped`` when counting stopped at ``count``; ``href`` gives a page's address, place included."""

    count: int
    page: int
    size: int
    href: Callable[[int], str]
    capped: bool = False

    @property
    def last(self) -> int:
        return max(1, -(-self.count // self.size))


def pages(one: Pages, language: str = "") -> SafeString:
    """Which rows are shown, and the way to the others. Says nothing when everything fits and nothing when there is nothing."""
    if not one.count:
        return safe("")
    first, final = (one.page - 1) * one.size + 1, min(one.page * one.size, one.count)
    total = number(one.count, language) + ("+" if one.capped else "")
    line = gettext("%(first)s–%(last)s of %(total)s") % {
        "first": number(first, language),
        "last": number(final, language),
        "total": total,
    }
    if one.last == 1:
        return safe(f'<div class="pages"><p class="num">{text(line)}</p></div>')
    wanted = sorted({1, one.last, *range(max(1, one.page - 1), min(one.last, one.page + 1) + 1)})
    items, before = [], 0
    if one.page > 1:
        items.append(_step(one.href(one.page - 1), gettext("Previous"), "prev"))
    for n in wanted:
        if n - before > 1:
            items.append('<li aria-hidden="true"><span>…</span></li>')
        current = ' aria-current="page"' if n == one.page else ""
        label = gettext("Page %(n)s") % {"n": number(n, language)}
        items.append(
            f'<li><a id="page-{n}" href="{text(one.href(n))}"{current} aria-label="{text(label)}">'
            f"{number(n, language)}</a></li>"
        )
        before = n
    if one.page < one.last:
        items.append(_step(one.href(one.page + 1), gettext("Next"), "next"))
    return safe(
        f'<nav class="pages" aria-label="{gettext("Pages")}"><p class="num">{text(line)}</p><ul>{"".join(items)}</ul></nav>'
    )


def _step(href: str, word: str, rel: str) -> str:
    return f'<li><a id="page-{rel}" href="{text(href)}" rel="{rel}">{text(word)}</a></li>'


def blank(title: str, body: object = "", links: Sequence[Link] = ()) -> SafeString:
    """An empty state: what is not there, why, and where to go on."""
    ways = "".join(
        f'<a class="button{" second" if n else ""}" href="{text(one.href)}">{text(one.label)}</a>'
        for n, one in enumerate(links)
    )
    return safe(
        f'<div class="blank">{MARK}<h2>{text(title)}</h2>'
        + (f"<p>{text(body)}</p>" if body else "")
        + (f'<p class="row">{ways}</p>' if ways else "")
        + "</div>"
    )
