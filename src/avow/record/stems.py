"""Words as search sees them: folded (no case, no accents, one spelling of Arabic letters) and stemmed, in five languages."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat

import Stemmer

STEMMED = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}

_SPELLINGS = str.maketrans(
    {
        "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None, "ё": "е", "ø": "o", "đ": "d", "ð": "d", "ł": "l",
        "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h",
        **{chr(0x0660 + digit): str(digit) for digit in range(10)},
        **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
    }
)  # fmt: skip
_SHORT_I = "и\u0306"  # й is a letter of its own: stems depend on it, so its mark stays

# Combining marks belong to the word they stand in: Arabic vowel signs and decomposed accents must not cut it.
_WORD = re.compile(r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)
_REFERENCE_LIKELY = re.compile(r"-\d{4}")
_REFERENCE = re.compile(r"\b[a-z]-(?:\d{4}-)?\d{4,}\b")
_PARTS = re.compile(r'"([^"]*)"?|(\S+)')

_ARTICLE = re.compile(r"^[وفبك]?(?:ال|لل)(?=\w{3})")  # and-the, so-the, by-the, like-the, for-the

_REMEMBERED = 400_000  # distinct words, of all languages together, whose tokens are kept at hand: some 130 MB at most

_stemmers = threading.local()


def fold(text: str) -> str:
    """``text`` without case, accents, vowel signs and spelling variants. ``"Égalité" -> "egalite"``, ``"أُخرى" -> "اخري"``."""
    text = text.casefold()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text.translate(_SPELLINGS)).replace(_SHORT_I, "й")
    return "".join(letter for letter in text if not unicodedata.combining(letter)).translate(_SPELLINGS)


def words(text: str) -> list[str]:
    """The folded words of ``text`` in their order. Apostrophes and hyphens part words: ``l'égalité`` is ``l``, ``egalite``."""
    return [folded for folded in (fold(word) for word in _WORD.findall(text)) if folded]


def stems(word: str, language: str) -> tuple[str, ...]:
    """What a folded word may be found by besides itself, in one of the five languages. The first is its stem."""
    held: dict[str, Stemmer.Stemmer] | None = getattr(_stemmers, "held", None)
    if held is None:  # stemmers are not safe to share between threads
        held = _stemmers.held = {code: Stemmer.Stemmer(name) for code, name in STEMMED.items()}
    stemmer = held[language]
    if language == "ar" and (bare := _ARTICLE.sub("", word)) != word:  # its stemmer cuts words with the article otherwise
        return stemmer.stemWord(word), bare, stemmer.stemWord(bare)
    return (stemmer.stemWord(word),)


class Tokens:
    """Turns texts into the tokens the index stores. Keeps what each distinct word gives: texts repeat their words.

    A token is a folded word, or ``:en:commit`` for a stem. A stem equal to its word is not stored twice: ``asked``
    looks for both.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[str, ...]]] = {}
        self._count = 0

    def word(self, word: str, language: str | None) -> tuple[str, ...]:
        known = self._known.setdefault(language or "", {})
        return known.get(word) or self._learn(word, language, known)

    def words(self, said: Iterable[str], language: str | None) -> Iterator[tuple[str, ...]]:
        """What ``word`` gives, for many words of one language."""
        known = self._known.setdefault(language or "", {})
        for word in said:
            yield known.get(word) or self._learn(word, language, known)

    def _learn(self, word: str, language: str | None, known: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        if self._count >= _REMEMBERED:
            for one in self._known.values():
                one.clear()
            self._count = 0
        self._count += 1
        tokens = known[word] = _tokens(word, language)
        return tokens

    def of(self, texts: Iterable[str], language: str | None) -> set[str]:
        return {token for word in said(texts) for token in self.word(word, language)}


class Postings:
    """Gathers which positions hold each token. Positions must come in ascending order.

    Words are gathered as they stand and turned into tokens once each, at the end: most words come again and again.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._said: dict[str | None, defaultdict[str, list[int]]] = {}

    def add(self, position: int, texts: Iterable[str], language: str | None) -> None:
        lists = self._said.setdefault(language, defaultdict(list))
        # Word by word, but without a step of Python for each: this is where most of the work on an index lies.
        deque(map(list.append, map(lists.__getitem__, said(texts)), repeat(position)), 0)

    def gathered(self) -> Iterator[tuple[str, list[int]]]:
        """Each token with its positions, in the order of tokens."""
        groups: defaultdict[str, list[list[int]]] = defaultdict(list)
        for language, lists in self._said.items():
            for positions, tokens in zip(lists.values(), self._tokens.words(lists, language), strict=True):
                for token in tokens:
                    groups[token].append(positions)
        for token in sorted(groups):
            several = groups[token]
            yield token, several[0] if len(several) == 1 else sorted(set().union(*several))


def said(texts: Iterable[str]) -> set[str]:
    """The distinct words of some texts, not yet folded, and the references they name."""
    text = "\n".join(dict.fromkeys(texts)).casefold()  # versions mostly say what the row says
    found = set((_ASCII_WORD if text.isascii() else _WORD).findall(text))
    if _REFERENCE_LIKELY.search(text):
        found.update(_REFERENCE.findall(text))
    return found


def _tokens(word: str, language: str | None) -> tuple[str, ...]:
    folded = fold(word)
    if not folded:
        return ()
    if language in STEMMED and "-" not in folded:
        others = (f":{language}:{stemmed}" for stemmed in stems(folded, language) if stemmed != folded)
        return tuple(dict.fromkeys((folded, *others)))
    return (folded,)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing every hit must hold: any of ``tokens``, or a word starting with ``prefix``. Its text must say ``phrase``."""

    tokens: tuple[str, ...]
    prefix: str = ""
    phrase: tuple[str, ...] = ()

    def met_by(self, tokens: Iterable[str]) -> bool:
        """Whether a row with these tokens holds it, the phrase left aside."""
        held = set(tokens)
        return any(token in held for token in self.tokens) or bool(
            self.prefix and any(token.startswith(self.prefix) for token in held)
        )


def asked(query: str, language: str = "") -> tuple[Term, ...]:
    """The terms of a query. The last word, and any word with ``*`` at its end, also matches as the start of a word.

    ``language`` limits stemming to one language; by default a word is stemmed in all five, since nobody says in which
    language they ask.
    """
    languages = (language,) if language in STEMMED else tuple(STEMMED)
    parts = [(quoted, bare) for quoted, bare in _PARTS.findall(query)]
    terms: list[Term] = []
    for at, (quoted, bare) in enumerate(parts):
        if quoted:
            phrase = tuple(words(quoted))
            terms += [Term((word,), phrase=phrase if first else ()) for first, word in _marked(phrase)]
        elif bare:
            terms += _bare(bare, at == len(parts) - 1, languages)
    telling = [term for term in terms if term.phrase or any(len(token) > 1 or token.isdigit() for token in term.tokens)]
    return tuple(dict.fromkeys(telling or terms))


def _marked(phrase: tuple[str, ...]) -> list[tuple[bool, str]]:
    return [(at == 0 and len(phrase) > 1, word) for at, word in enumerate(phrase)]


def _bare(text: str, last: bool, languages: tuple[str, ...]) -> list[Term]:
    reference = text.casefold()
    if _REFERENCE.fullmatch(reference):
        return [Term((reference,))]
    found = words(text)
    terms = []
    for at, word in enumerate(found):
        open_ended = at == len(found) - 1 and (last or text.endswith("*")) and len(word) > 1 and not word.isdigit()
        pairs = [(language, stemmed) for language in languages for stemmed in (*stems(word, language), word)]
        tokens = (word, *(stemmed for _, stemmed in pairs), *(f":{language}:{stemmed}" for language, stemmed in pairs))
        terms.append(Term(tuple(dict.fromkeys(tokens)), prefix=word if open_ended else ""))
    return terms
