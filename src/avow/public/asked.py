"""One request as the public side understands it: which release, in which language, narrowed how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest

from avow.base.columns import Table
from avow.base.refusals import Refusal
from avow.public.labels import Labels
from avow.public.languages import language_of
from avow.public.opened import record
from avow.public.selection import Ignored, Selection, read
from avow.record.reading import DayRelease, Release, keeps_past

MOST_LABELS = 40
_labels: dict[tuple[int, str, str], Labels] = {}


class NothingPublished(Exception):
    """There is no release yet: the designed empty state, not an error."""


class Unreadable(Exception):
    """No release of the record can be read: the site is there and cannot answer."""


class NotHere(Exception):
    """The address names nothing in this release. ``what`` says what was looked for, for the helpful 404."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"{what} {name}")
        self.what = what
        self.name = name


Readable = Release | DayRelease
WHOLE, ONE = "whole", "one"  # what of a past day a page can show: all commitments, or one


@dataclass(frozen=True)
class Asked:
    release: Readable
    newest: int
    labels: Labels
    selection: Selection

    @property
    def old(self) -> bool:
        return self.release.number != self.newest

    @property
    def day(self) -> date | None:
        """The day whose state the page shows; nothing where it shows how things stand in the release."""
        return self.release.day if isinstance(self.release, DayRelease) else None

    @property
    def past_kept(self) -> bool:
        """Whether the release keeps how things stood on other days."""
        return keeps_past(self.release.tables)

    def on_day(self, day: date) -> str:
        """The query of a page of the same release as of another day."""
        return f"?{urlencode([*(pin for pin in self.pins if pin[0] != 'as_of'), ('as_of', day.isoformat())])}"

    def leaving_out(self, why: str, day: date, *, keep: bool = False) -> Asked:
        """The same without the day, and the page says so. ``keep``: links still lead on to that day."""
        selection = self.selection
        ignored = (*selection.ignored, Ignored(why, "as_of", day.isoformat()))
        return replace(self, selection=replace(selection, ignored=ignored, as_of=day if keep else None))

    @property
    def language(self) -> str:
        return self.labels.language

    @property
    def pins(self) -> tuple[tuple[str, str], ...]:
        """What every link and form of the page carries on: the release while an older one is being read, and the day."""
        release = (("release", str(self.release.number)),) if self.old else ()
        return (*release, *((("as_of", self.selection.as_of.isoformat()),) if self.selection.as_of else ()))

    @property
    def pinned(self) -> str:
        """The pins as a query string, or nothing."""
        return f"?{urlencode(self.pins)}" if self.pins else ""


def ask(request: HttpRequest, table: str = "commitments", also: Iterable[str] = (), past: str = "") -> Asked:
    """``past``: what of a past day the page can show, ``WHOLE`` or ``ONE``; by default nothing.

    Raises ``NothingPublished`` before the first release, ``NotHere`` for a release that is not kept, ``Unreadable``."""
    return _on_its_day(_of_its_release(request, table, also), past)


def _of_its_release(request: HttpRequest, table: str, also: Iterable[str]) -> Asked:
    query = request.META.get("QUERY_STRING", "")
    asked = ask_newest(request, query, table, also)
    number = asked.selection.release
    if number is None or number == asked.newest:
        return replace(asked, selection=replace(asked.selection, release=None))
    try:
        release = record().release(number)
    except Refusal as refusal:
        raise NotHere("release", str(number)) from refusal
    return _read(release, asked.newest, asked.language, query, table, also)


def _on_its_day(asked: Asked, past: str) -> Asked:
    """The release as of the day asked for. Where that cannot be, the page says why and shows how things stand in it."""
    day, release = asked.selection.as_of, asked.release
    if day is None or isinstance(release, DayRelease):
        return asked
    if day > date.fromisoformat(release.at[:10]):
        return asked.leaving_out("later", day)
    if not past:
        return asked.leaving_out("pastless", day, keep=True)
    then = record().on(release, day)
    return asked.leaving_out("unkept", day) if then is None else replace(asked, release=then)


def ask_newest(request: HttpRequest, query: str = "", table: str = "commitments", also: Iterable[str] = ()) -> Asked:
    """The newest release, whichever the query names."""
    try:
        newest = record().current()
    except Refusal as refusal:
        raise Unreadable from refusal
    if newest is None:
        raise NothingPublished
    return _read(newest, newest.number, language_of(request.path_info), query, table, also)


def _read(release: Release, newest: int, language: str, query: str, table: str, also: Iterable[str]) -> Asked:
    """Every release is asked by its own declaration: an older one may know fewer filters, and other codes."""
    labels = labels_of(release, language)
    known = partial(_is_known, release, labels, release.tables[table])
    return Asked(release, newest, labels, read(query, release.tables[table], language, known, also))


def labels_of(release: Readable, language: str) -> Labels:
    key = (release.number, release.state, language)
    labels = _labels.get(key)
    if labels is None:
        if len(_labels) >= MOST_LABELS:
            _labels.clear()
        labels = _labels[key] = Labels(release.pack, language)
    return labels


def _is_known(release: Release, labels: Labels, table: Table, column: str, code: str) -> bool:
    """Whether a code can be asked for: it stands in the pack's list or, for a reference, in the table it refers to."""
    declared = table[column]
    if declared.codes:
        return code in labels.entries(declared.codes)
    if declared.refers_to:
        return declared.refers_to in release.tables and release.find(declared.refers_to, code) is not None
    return code.isascii() and code.isdigit() and len(code) < 9
