"""Chance that repeats: each record draws from its own stream, so that asking for more records never changes the first ones."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar
from zlib import crc32

T = TypeVar("T")


def stream(seed: int, kind: str, index: int) -> Random:
    """The stream of one record."""
    return Random(f"{seed}/{kind}/{index}")  # noqa: S311 -- invention, not a secret


def fraction(seed: int, kind: str, index: int) -> float:
    """One even draw from 0 up to 1 for a record, where a whole stream would cost more than it gives."""
    return crc32(f"{seed}/{kind}/{index}".encode()) / 2**32


class Odds(Generic[T]):
    """A draw among things of unequal weight."""

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._things: Sequence[T] = list(weights)
        self._bounds = list(accumulate(weights.values()))
        self._whole, self._last = self._bounds[-1], len(self._bounds) - 1

    def at(self, part: float) -> T:
        """The thing at an even draw from 0 up to 1."""
        return self._things[bisect_right(self._bounds, part * self._whole, 0, self._last)]

    def draw(self, chance: Random) -> T:
        return self._things[bisect_right(self._bounds, chance.random() * self._whole, 0, self._last)]


def skewed(chance: Random, median: float, spread: float) -> float:
    """A log-normal draw: most near or below the median, a few far above it, as sums and headcounts are."""
    return median * math.exp(chance.gauss(0.0, spread))


def rounded(value: float, digits: int = 2) -> int:
    """As people say it: 47,312 is 47,000."""
    if value < 10:
        return max(1, round(value))
    step = 10 ** (math.floor(math.log10(value)) + 1 - digits)
    return int(max(1, round(value / step)) * step) if step >= 1 else round(value)
