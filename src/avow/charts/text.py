"""How wide words are, roughly: enough to wrap and shorten labels before a browser sees them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining

ROOM = 300.0  # pixels every chart can count on: a phone of 360 with its margins
SIZE = 13.0

_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[] "), frozenset("mwMWQOGШЩЖЮМФЫ@%")


@lru_cache(maxsize=4096)
def width(words: str, size: float = SIZE) -> float:
    """Estimated width in pixels, on the generous side."""
    units = 0.0
    for letter in words:
        if combining(letter):  # vowel signs and accents stand on their letter
            continue
        if letter in _NARROW:
            units += 0.33
        elif letter in _WIDE:
            units += 0.86
        elif letter.isupper() or "\u0400" <= letter <= "\u04ff":
            units += 0.66
        elif "\u0600" <= letter <= "\u06ff":
            units += 0.52
        elif letter >= "\u2e80":
            units += 1.0
        else:
            units += 0.57
    return units * size


@dataclass(frozen=True, slots=True)
class Line:
    lines: tuple[str, ...]
    full: str

    @property
    def cut(self) -> bool:
        return bool(self.lines) and self.lines[-1].endswith("…") and not self.full.endswith("…")


def shortened(words: str, room: float, size: float = SIZE) -> str:
    """``words`` with an ellipsis where they would pass ``room``."""
    if width(words, size) <= room:
        return words
    kept = words
    while kept and width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip(" ,;.-–") + "…"


@lru_cache(maxsize=2048)
def wrapped(words: str, room: float = ROOM, most: int = 2, size: float = SIZE) -> Line:
    """At most ``most`` lines, each within ``room``; the last one is shortened if need be."""
    lines: list[str] = []
    left = words.split()
    while left and len(lines) < most:
        if len(lines) == most - 1:
            lines.append(shortened(" ".join(left), room, size))
            break
        taken = 1
        while taken < len(left) and width(" ".join(left[: taken + 1]), size) <= room:
            taken += 1
        if taken == 1 and width(left[0], size) > room:
            lines.append(shortened(" ".join(left), room, size))
            break
        lines.append(" ".join(left[:taken]))
        left = left[taken:]
    return Line(tuple(lines), words)
