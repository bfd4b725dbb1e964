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
    words: tuple[frozenset[str], ...]  # what each word may be found by: a form of it or its stem
    form: tuple[str, ...] = ()  # the words themselves, where only they will do

    def stands(self, text: Text, at: int) -> bool:
        end = at + len(self.words)
        if end > len(text.tokens) or text.sentence[at] != text.sentence[end - 1]:
            return False
        if self.form:
            return all(text.words[at + place] == word for place, word in enumerate(self.form))
        return all(not wanted.isdisjoint(text.tokens[at + place]) for place, wanted in enumerate(self.words))


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a text: ``said`` as the text put it, ``cue`` as the pack lists it."""

    cue: str
    said: str


class Cues:
    """The cue lists of one pack. Made once and kept: the first text of a language makes that language's index."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._indexes: dict[str, Mapping[str, list[tuple[str, _Cue]]]] = {}

    def speaks(self, language: str) -> bool:
        """Whether there are words of that language to look for."""
        return bool(self._index(language))

    def hits(self, text: Text) -> Mapping[str, tuple[Hit, ...]]:
        """The cues of each list that the text holds, each once, in order. One after a negation (``no budget``) is none."""
        found: defaultdict[str, dict[str, Hit]] = defaultdict(dict)
        ends: dict[str, int] = {}
        for at, cue, told in sorted(self._matches(text), key=lambda each: (each[0], -len(each[1].words))):
            end = at + len(cue.words)
            if at < ends.get(cue.name, 0):
                continue
            ends[cue.name] = end
            found[cue.name].setdefault(told, Hit(told, " ".join(text.said[at:end])))
        return {name: tuple(hits.values()) for name, hits in found.items()}

    def places(self, text: Text, name: str) -> frozenset[int]:
        """Where the words of one list begin in the text."""
        return frozenset(at for at, cue, _ in self._matches(text) if cue.name == name)

    def _matches(self, text: Text) -> Iterator[tuple[int, _Cue, str]]:
        index, tokens = self._index(text.language), text.tokens
        if not index:
            return
        denied = numerals.NEGATIONS.get(text.language, frozenset())
        for at, here in enumerate(tokens):
            for token in here:
                for told, cue in index.get(token, ()):
                    if cue.stands(text, at) and not _denied(text, at, denied):
                        yield at, cue, told

    def _index(self, language: str) -> Mapping[str, list[tuple[str, _Cue]]]:
        held = self._indexes.get(language)
        if held is None:
            held = self._indexes[language] = _indexed(self._lists, language)
        return held


def _denied(text: Text, at: int, negations: frozenset[str]) -> bool:
    return any(
        text.words[before] in negations and text.sentence[before] == text.sentence[at] for before in range(max(0, at - 2), at)
    )


def _indexed(lists: Lists, language: str) -> Mapping[str, list[tuple[str, _Cue]]]:
    index: defaultdict[str, list[tuple[str, _Cue]]] = defaultdict(list)
    for name, spoken in lists.items():
        for told in spoken.get(language, ()):
            spelled = read(told.removeprefix(EXACT), language)
            words = tuple(spelled.tokens)
            form = tuple(spelled.words) if told.startswith(EXACT) else ()
            for token in (form[:1] or words[0]) if words else ():
                index[token].append((told, _Cue(name, words, form)))
    return dict(index)
