"""Bands: numbers cut into at most five shades, at limits a reader can say aloud."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 5
_STEPS = tuple(m * 10**e for e in range(10) for m in (1, 2, 3, 5))


@dataclass(frozen=True, slots=True)
class Bands:
    """``limits[i]`` is the least value of band ``i + 1``; band 0 means nothing at all."""

    limits: tuple[int, ...]

    def of(self, value: float) -> int:
        return bisect_right(self.limits, value)

    def spans(self) -> list[tuple[int, int | None]]:
        """First and last whole value of each band; the last band is open."""
        return [(low, self.limits[n + 1] - 1 if n + 1 < len(self.limits) else None) for n, low in enumerate(self.limits)]


def cut(values: Iterable[float]) -> Bands:
    """Limits near the fifths of the values above nothing, moved to round numbers, each once.

    Where that leaves bands over, because many values are much alike, the largest values are told apart with them.
    """
    seen = sorted(value for value in values if value > 0)
    if not seen:
        return Bands(())
    limits = [1]
    for n in range(1, MOST):
        fifth = seen[n * len(seen) // MOST]
        step = _STEPS[max(0, bisect_right(_STEPS, fifth) - 1)]
        if step > limits[-1]:
            limits.append(step)
    above, over = [step for step in _STEPS if limits[-1] < step <= seen[-1]], MOST - len(limits)
    if over and above:
        limits += above if len(above) <= over else [above[round(n * (len(above) - 1) / max(1, over - 1))] for n in range(over)]
    return Bands(tuple(limits))
