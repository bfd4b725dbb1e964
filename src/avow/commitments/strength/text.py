"""A text as the rules read it: words, sentences, numbers and dates, each with the words it was told in. Pure.

Built for hostile input: one pass of patterns that cannot backtrack, at most ``READ`` characters, any script.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from avow.commitments.strength import numerals
from avow.record.stems import STEMMED, fold, stems

READ = 12_000
"""Characters of a text that are read: some five pages. A longer one is cut, and the result says so."""

LANGUAGES = frozenset(STEMMED)

_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d{2}(?:-\d{2})?(?!\d))"
    r"|(?P<number>\d{1,3}(?:[.,'’٬\u00a0\u202f ]\d{3})+(?!\d)(?:[.,٫]\d{1,6})?|\d{1,18}(?:[.,٫]\d{1,6})?)"
    rf"|(?P<word>(?:[^\W\d_]|[{_MARKS}])+)"
    r"|(?P<end>[.!?…;:؟؛。！？](?=\s|$|[\"»”)\]])|\n)"
    r"|(?P<percent>%)"
)
_UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SIGNS = frozenset("$€£¥₹₽₩₦₱₺₪₫฿₴₲₡")
_PARTS = re.compile(r"[.,'’٬٫\u00a0\u202f ]")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Number:
    """``said`` is how the text put it; its words stand from ``at`` up to, not including, ``end``. ``priced``: with a sign
    of money before or behind it."""

    value: Decimal
    said: str
    at: int
    end: int
    priced: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, with the month where the text names one."""

    year: int
    month: int | None
    said: str
    at: int


@dataclass(slots=True)
class Text:
    """``words`` are folded; ``tokens`` what each may be found by; ``sentence`` the number of the sentence each stands in."""

    language: str
    cut: bool
    words: list[str] = field(default_factory=list)
    tokens: list[frozenset[str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    sentences: int = 0
    numbers: list[Number] = field(default_factory=list)
    dates: list[Moment] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many words, two letters making one in scripts that part none."""
        if self.language:
            return len(self.words)
        return sum(max(1, len(word) // 2) if _UNPARTED.match(word) else 1 for word in self.words)

    @property
    def figures(self) -> Iterator[Number | Moment]:
        """Numbers, then dates."""
        yield from self.numbers
        yield from self.dates

    @property
    def exact(self) -> frozenset[int]:
        """Sentences that name a number or a date."""
        return frozenset(self.sentence[one.at] for one in self.figures)


def read(text: str, language: str) -> Text:
    """Never raises. Tags of HTML are passed over; a language without word lists is read for digits alone."""
    cut = len(text) > READ
    plain = text[:READ]
    if "<" in plain:
        plain = _TAG.sub(" ", plain)
    if "&" in plain:
        plain = html.unescape(plain)
    found = Text(language if language in LANGUAGES else "", cut)
    kinds = list(_words(plain, found))
    found.sentences = len(set(found.sentence))
    _numbers(found, kinds)
    return found


def _words(plain: str, into: Text) -> Iterator[str]:
    sentence, language = 0, into.language
    for match in _TOKEN.finditer(plain):
        kind, said = match.lastgroup or "", match.group()
        if kind == "end":
            sentence += 1
            continue
        if kind == "percent":
            continue
        if kind == "word":
            word, tokens = known(said, language)
            if not word:
                continue
        else:
            word, tokens = said, frozenset((said,))
            if kind == "number" and _priced(plain, match):
                kind = "price"
        into.words.append(word)
        into.tokens.append(tokens)
        into.said.append(said)
        into.sentence.append(sentence)
        yield kind


def _priced(plain: str, match: re.Match[str]) -> bool:
    before = plain[max(0, match.start() - 2) : match.start()].rstrip()[-1:]
    after = plain[match.end() : match.end() + 2].lstrip()[:1]
    return before in _SIGNS or after in _SIGNS


@lru_cache(65536)
def known(said: str, language: str) -> tuple[str, frozenset[str]]:
    """A word folded, and what it may be found by: itself and its stems."""
    if len(said) > 60:  # no word of any language the lists know
        return said[:60], frozenset()
    word = fold(said)
    if not language or not word:
        return word, frozenset((word,))
    return word, frozenset((word, *stems(word, language)))


def _numbers(text: Text, kinds: list[str]) -> None:
    """Numbers in digits and words, and years, in one walk over the words."""
    language, words = text.language, text.words
    units, tens = numerals.UNITS.get(language, {}), numerals.TENS.get(language, {})
    multiples, months = numerals.MULTIPLES.get(language, {}), numerals.MONTHS.get(language, {})
    alone, one = numerals.ALONE.get(language, frozenset()), numerals.ONE.get(language, frozenset())
    per_cent = numerals.PER_CENT.get(language, frozenset())
    at = 0
    while at < len(words):
        word, kind, start = words[at], kinds[at], at
        at += 1
        if kind == "iso":
            text.dates.append(Moment(int(word[:4]), int(word[5:7]), word, start))
            continue
        following = words[at] if at < len(words) else ""
        if kind in ("number", "price"):
            if kind == "number" and len(word) == 4 and word.isdigit() and int(word) in _YEARS and following not in multiples:
                month, first = _month(words, months, start)
                text.dates.append(Moment(int(word), month, _said(text, first, start), start))
                continue
            value = decimal(word)
        elif word in units or word in tens:
            value = Decimal(units.get(word) or tens[word])
            if word in tens and following in units and units[following] < 10:
                value += units[following]
                at += 1
        elif word in multiples and (word in alone or (start and words[start - 1] in one)):
            if start and (words[start - 1], word) in per_cent:
                continue
            value = Decimal(multiples[word])
        else:
            continue
        while at < len(words) and words[at] in multiples and (words[at - 1], words[at]) not in per_cent:
            value *= multiples[words[at]]
            at += 1
        text.numbers.append(Number(value, _said(text, start, at - 1), start, at, kind == "price"))


def _month(words: list[str], months: numerals.Numbers, at: int) -> tuple[int | None, int]:
    """The month told just before a year (``June 2027``, ``juin 2027``, ``junio de 2027``), and the place it begins at."""
    for back in (1, 2):
        if at >= back and words[at - back] in months:
            return months[words[at - back]], at - back
    return None, at


def _said(text: Text, first: int, last: int) -> str:
    return " ".join(text.said[first : last + 1])


def decimal(told: str) -> Decimal:
    """A number as people of different countries write it: three digits after a mark are thousands, others a fraction."""
    parts = _PARTS.split(told)
    if len(parts) == 1:
        return Decimal(int(told))
    if 1 <= len(parts[0]) <= 3 and parts[0].strip("0") and all(len(part) == 3 for part in parts[1:]):
        return Decimal(int("".join(parts)))
    return Decimal(f"{int(''.join(parts[:-1]))}.{''.join(str(int(digit)) for digit in parts[-1])}")
