"""Finding a pack's cue words in a text: by stem, in the text's own language, all lists in one walk. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from avow.commitments.strength import numerals
from avow.commitments.strength.text import Text, read

Lists = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Name of a list to language to words."""

EXACT = "="
"""Before a cue that counts only in the form it is written in."""


@dataclass(frozen=True, slots=True)
class _Cue:
    name: str  # of its list
    told: str  # as the pack lists it
    words: tuple[frozenset[str], ...]  # what each word may be found by: a form of it or its stem
    form: tuple[str, ...]  # the words themselves, where only they will do
    anchor: int  # place of its longest word, which is looked for first

    def stands(self, text: Text, at: int) -> bool:
        end = at + len(self.words)
        if at < 0 or end > len(text.words) or text.sentence[at] != text.sentence[end - 1]:
            return False
        if self.form:
            return tuple(text.words[at:end]) == self.form
        tokens = text.tokens
        return all(not wanted.isdisjoint(tokens[at + place]) for place, wanted in enumerate(self.words))


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a text: ``said`` as the text put it, ``cue`` as the pack lists it; its first word stands at ``at``."""

    cue: str
    said: str
    at: int


class Cues:
    """The cue lists of one pack. Made once and kept: the first text of a language makes that language's index."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._indexes: dict[str, Mapping[str, list[_Cue]]] = {}

    def speaks(self, language: str) -> bool:
        """Whether there are words of that language to look for."""
        return bool(self._index(language))

    def hits(self, text: Text) -> Mapping[str, tuple[Hit, ...]]:
        """The cues of each list that the text holds, in order; of two that overlap the longer. One after a negation
        (``no budget``) is none."""
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        ends: dict[str, int] = {}
        for at, cue in sorted(self._matches(text), key=lambda each: (each[0], -len(each[1].words))):
            if at >= ends.get(cue.name, 0):
                ends[cue.name] = end = at + len(cue.words)
                found[cue.name].append(Hit(cue.told, " ".join(text.said[at:end]), at))
        return {name: tuple(hits) for name, hits in found.items()}

    def _matches(self, text: Text) -> Iterator[tuple[int, _Cue]]:
        index = self._index(text.language)
        denied = numerals.NEGATIONS.get(text.language, frozenset())
        for place, here in enumerate(text.tokens if index else ()):
            for token in here:
                for cue in index.get(token, ()):
                    at = place - cue.anchor
                    if cue.stands(text, at) and not _denied(text, at, denied):
                        yield at, cue

    def _index(self, language: str) -> Mapping[str, list[_Cue]]:
        held = self._indexes.get(language)
        if held is None:
            held = self._indexes[language] = _indexed(self._lists, language)
        return held


def _denied(text: Text, at: int, negations: frozenset[str]) -> bool:
    sentence = text.sentence[at]
    return any(text.words[near] in negations and text.sentence[near] == sentence for near in range(max(0, at - 2), at))


def _indexed(lists: Lists, language: str) -> Mapping[str, list[_Cue]]:
    index: defaultdict[str, list[_Cue]] = defaultdict(list)
    for name, spoken in lists.items():
        for told in spoken.get(language, ()):
            spelled = read(told.removeprefix(EXACT), language)
            if not spelled.words:
                continue
            anchor = max(range(len(spelled.words)), key=lambda place: len(spelled.words[place]))
            form = tuple(spelled.words) if told.startswith(EXACT) else ()
            cue = _Cue(name, told, tuple(spelled.tokens), form, anchor)
            for token in (form[anchor],) if form else cue.words[anchor]:
                index[token].append(cue)
    return dict(index)
