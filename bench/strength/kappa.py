"""Agreement of two raters on an ordered scale: Cohen's kappa with quadratic weights."""

from __future__ import annotations

from collections.abc import Sequence

SCALE = (0, 1, 2, 3)


def confusion(pairs: Sequence[tuple[int, int]], scale: Sequence[int] = SCALE) -> list[list[int]]:
    """How often the first rater said the row and the second the column."""
    return [[sum(1 for pair in pairs if pair == (row, column)) for column in scale] for row in scale]


def kappa(pairs: Sequence[tuple[int, int]], scale: Sequence[int] = SCALE) -> float:
    """1 is full agreement, 0 what chance gives: one less the squared distance seen over that expected from the margins.

    Raters who both always say the same one thing agree fully.
    """
    counts = confusion(pairs, scale)
    rows, columns = [sum(row) for row in counts], [sum(column) for column in zip(*counts, strict=True)]
    distance = [[(one - other) ** 2 for other in scale] for one in scale]
    seen = sum(distance[i][j] * counts[i][j] for i in range(len(scale)) for j in range(len(scale)))
    by_chance = sum(distance[i][j] * rows[i] * columns[j] for i in range(len(scale)) for j in range(len(scale)))
    return 1.0 if by_chance == 0 else 1 - len(pairs) * seen / by_chance
