"""Near-duplicates and contradictions among what rows tell: proposals for a person to judge, never decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from rapidfuzz import fuzz, process

from avow.sheets.cells import folded

LIKE = 88.0  # of 100, by the share of letters two folded texts have in common
_FACTORS = (Decimal(1000), Decimal(1_000_000))


@dataclass(frozen=True, slots=True)
class Like:
    """An earlier entry that reads nearly the same."""

    key: str
    text: str
    score: int


@dataclass(slots=True)
class NearTexts:
    """Finds earlier texts nearly like a new one, within a group (the titles of one owner) or in one group for all."""

    cutoff: float = LIKE
    _texts: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    _entries: list[tuple[str, str]] = field(default_factory=list)

    def add(self, key: str, text: str, groups: Iterable[str] = ("",)) -> None:
        number = len(self._entries)
        self._entries.append((key, text))
        for group in groups:
            self._texts[group][number] = folded(text)

    def like(self, text: str, groups: Iterable[str] = ("",), *, besides: str = "") -> Like | None:
        """The entry most like ``text`` that has another key than ``besides``; the same text counts as like."""
        best: Like | None = None
        told = folded(text)
        for group in groups:
            for _, score, number in process.extract(
                told, self._texts.get(group, {}), scorer=fuzz.ratio, score_cutoff=self.cutoff, limit=5
            ):
                key, other = self._entries[number]
                if key != besides and (best is None or score > best.score):
                    best = Like(key, other, int(score))
        return best


def blocks(name: str) -> tuple[str, ...]:
    """Groups in which a name is compared: by the beginnings of its words, so that long lists need not be compared whole."""
    words = [word for word in folded(name).split() if len(word) > 2] or folded(name).split()
    return tuple(dict.fromkeys(f"{word[:4]}:{len(words) // 3}" for word in words[:1] + words[-1:]))


def neighbours(name: str) -> Iterator[str]:
    """The groups in which something like ``name`` may stand: its own, and those of slightly shorter or longer names."""
    for block in blocks(name):
        stem, _, size = block.rpartition(":")
        for near in (int(size) - 1, int(size), int(size) + 1):
            yield f"{stem}:{near}"


def contradiction(first: Decimal, second: Decimal) -> str:
    """How two amounts told for one promise differ, in words; empty when they agree."""
    if first == second:
        return ""
    small, large = sorted((first, second))
    if small > 0 and large / small in _FACTORS:
        return f"one is exactly {int(large / small):,} times the other, as when thousands or millions are mistaken"
    return f"they differ by {large - small:,f}"


def parts_of(total: Decimal, amounts: Iterable[Decimal]) -> bool:
    """Whether ``amounts`` (two or more) add up to ``total``: then the total is told beside its own parts."""
    told = list(amounts)
    return len(told) > 1 and sum(told) == total
