"""One request as the public side understands it: which release, in which language, narrowed how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from django.http import HttpRequest

from avow.base.columns import Table
from avow.base.refusals import Refusal
from avow.public.labels import Labels
from avow.public.languages import language_of
from avow.public.opened import record
from avow.public.selection import Selection, read
from avow.record.reading import Release

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


@dataclass(frozen=True)
class Asked:
    release: Release
    newest: int
    labels: Labels
    selection: Selection

    @property
    def old(self) -> bool:
        return self.release.number != self.newest

    @property
    def language(self) -> str:
        return self.labels.language

    @property
    def pinned(self) -> str:
        """``?release=n`` while an older release is being read: carried on every link of the page."""
        return f"?release={self.release.number}" if self.old else ""


def ask(request: HttpRequest, table: str = "commitments", also: Iterable[str] = ()) -> Asked:
    """Raises ``NothingPublished`` before the first release, ``NotHere`` for a release that is not kept, ``Unreadable``."""
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


def labels_of(release: Release, language: str) -> Labels:
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
