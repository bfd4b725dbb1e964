"""What to say when an address names nothing, and what to try instead; and what a page ignored of its address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from avow.public.asked import Asked, NotHere
from avow.public.selection import Ignored
from avow.record.reading import Filters
from avow.ui.frames import Link

_REFERENCE = re.compile(r"\b([cC])[-_ ]?(\d{4})[-_ ]?(\d{1,6})\b")
_WORDS = re.compile(r"[^\W\d_]{3,}")
MOST = 5


@dataclass(frozen=True)
class Missing:
    title: str
    reason: str
    suggestions: tuple[Link, ...]
    words: str


def missing_page(asked: Asked | None, path: str, missing: NotHere | None) -> Missing:
    title, reason = _reason(missing)
    words = " ".join(_WORDS.findall(path.split("/")[-2] if path.endswith("/") else path.split("/")[-1])[:4])
    if asked and missing and missing.what == "commitment yet":
        now = Link(_("See it as it stands in the release"), f"{path}?release={asked.release.number}" if asked.old else path)
        return Missing(title, reason, (now,), "")
    return Missing(title, reason, _suggestions(asked, path, words) if asked else (), words)


def said(asked: Asked) -> tuple[str, ...]:
    """What the page left out of account, in sentences."""
    return tuple(_ignored(one) for one in asked.selection.ignored)


def _ignored(one: Ignored) -> str:
    sentences = {
        "filter": _("There is no filter called “%(name)s”, so it was ignored."),
        "undeclared": _("This release says nothing that “%(name)s” could filter by, so it was ignored."),
        "value": _("The filter “%(name)s” has no value “%(value)s”, so it was ignored."),
        "sort": _("Lists cannot be sorted by “%(value)s”, so the usual order was kept."),
        "page": _("“%(value)s” is no page number, so the first page is shown."),
        "release": _("“%(value)s” is no release number, so the newest release is shown."),
        "as_of": _("“%(value)s” is no day written like 2022-03-31, so everything is shown as it stands in the release."),
        "later": _("The release knows nothing of %(value)s yet, so everything is shown as it stands in the release."),
        "unkept": _("This release does not keep how things stood on %(value)s, so everything is shown as it stands in it."),
        "pastless": _("This page has no state of its own for %(value)s: it shows how things stand in the release."),
    }
    return sentences[one.kind] % {"name": one.name[:60], "value": one.value[:60]}


def _reason(missing: NotHere | None) -> tuple[str, str]:
    title = _("There is no page at this address")
    if missing is None:
        return title, _("The address may be mistyped, or belong to something that was never published.")
    reasons = {
        "commitment": _("No commitment with the reference “%(name)s” is in this release."),
        "commitment yet": _("On the day asked for, commitment %(name)s had not been confirmed yet."),
        "version": _("This commitment has no such version: %(name)s."),
        "organisation": _("No organisation called “%(name)s” is in this release."),
        "theme": _("The framework of this release has no theme “%(name)s”."),
        "action": _("This theme has no action “%(name)s”."),
        "country": _("“%(name)s” is not one of the three-letter country codes of ISO 3166."),
        "figure": _("No figure is called “%(name)s” in this release."),
        "release": _("Release %(name)s does not exist or its tables are no longer kept."),
        "file": _("Release files have no “%(name)s”."),
    }
    return title, reasons[missing.what] % {"name": missing.name[:80]}


def _suggestions(asked: Asked, path: str, words: str) -> tuple[Link, ...]:
    links: list[Link] = []
    found = _REFERENCE.search(path)
    if found:
        reference = f"C-{found[2]}-{int(found[3]):04d}"
        row = asked.release.find("commitments", reference)
        if row is not None and f"/{reference}/" not in path:
            links.append(Link(f"{reference} · {row['title']}", reverse("commitment", args=[reference]) + asked.pinned))
    if words and not links:
        hits = asked.release.search(Filters(words=words), sort="", page=1, size=MOST)
        links += [
            Link(f"{row['reference']} · {row['title']}", reverse("commitment", args=[row["reference"]]) + asked.pinned)
            for row in hits.rows
        ]
    return tuple(links)
