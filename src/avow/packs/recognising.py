"""Recognising a code in what a file says: its code, a name in any language, or another spelling the pack lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from avow.packs.shape import Entry, Pack, Text


class Recogniser:
    """Looks up told values in the code lists of one pack. Made once and kept: the first look at a list indexes it."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._indexes: dict[str, Mapping[str, str]] = {}

    def code(self, listed_in: str, told: str) -> str | None:
        """The code that ``told`` means in a list (``themes``, ``countries``, …); ``None`` when none or several fit."""
        if listed_in not in self._indexes:
            self._indexes[listed_in] = _index(_spellings(self._pack, listed_in))
        return self._indexes[listed_in].get(plain(told))


def plain(text: str) -> str:
    """Letters and digits only, without case and accents: ``Côte d'Ivoire`` and ``COTE D’IVOIRE`` are one spelling."""
    letters = (each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in letters).split())


def _spellings(pack: Pack, listed_in: str) -> Iterator[tuple[str, Iterable[str]]]:
    if listed_in == "themes":
        for theme in pack.themes:
            yield theme.code, (theme.code, theme.slug, *theme.aliases, *_texts(theme.name, theme.short))
    elif listed_in == "actions":
        for action in (action for theme in pack.themes for action in theme.actions):
            yield action.code, (action.code, *action.aliases, *_texts(action.name, action.short))
    elif listed_in == "tracks":
        for track in pack.tracks:
            yield track.code, (track.code, *_texts(track.name))
    elif listed_in == "windows":
        for window in pack.windows:
            yield window.code, (window.code, *_texts(window.name))
    else:
        for entry in pack.lists[listed_in].entries:
            yield entry.code, (entry.code, *entry.aliases, *_marks(entry), *_texts(entry.name))


def _marks(entry: Entry) -> Iterator[str]:
    return (value for mark, value in entry.marks.items() if mark in ("alpha2", "numeric"))


def _texts(*texts: Text) -> Iterator[str]:
    return (sentence for text in texts for sentence in text.values())


def _index(spellings: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, str]:
    """Spelling to code. A code's own spelling wins; any other that two codes share means neither."""
    found: dict[str, str | None] = {}
    codes: dict[str, str] = {}
    for code, told in spellings:
        codes[plain(code)] = code
        for spelling in {plain(each) for each in told}:
            if spelling:
                found[spelling] = code if found.get(spelling, code) == code else None
    return {**{spelling: code for spelling, code in found.items() if code is not None}, **codes}
