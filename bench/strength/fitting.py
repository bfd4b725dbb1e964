"""Fitting the points of the rules on scored drafts: few, and of the sign that the pack declares.

For each part, least squares with a penalty on large points (``PENALTY``), each rule kept to its declared sign. Least squares
pulls scores to their mean, and readers use the whole scale: distances from the mean are widened by ``WIDEN``. The result is
rounded to ``STEP``. A rule that no draft meets keeps the points it has; one that every draft meets whole gets what else would
be the start, so that an empty draft begins at nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from avow.packs.shape import Criterion, Part
from bench.strength.drafts import Draft

PENALTY = 3.0
OVERALL_PENALTY = 5.0
WIDEN = 1.25
STEP = Decimal("0.05")
WEIGHT_STEP = Decimal("0.01")
LEAST_WEIGHT = 0.05
"""Every part counts in the whole, be it little."""
_ROUNDS = 150

Shares = Mapping[str, float]
"""Rule to how far one draft meets it."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``start`` and ``points`` of each part, ``weights`` and ``overall`` start of the whole."""

    start: Mapping[str, float]
    points: Mapping[str, Mapping[str, float]]
    weights: Mapping[str, float]
    overall: float

    def part(self, code: str, shares: Shares) -> float:
        told = self.start[code] + sum(points * shares[rule] for rule, points in self.points[code].items())
        return max(0.0, min(3.0, told))

    def scores(self, shares: Shares) -> dict[str, int]:
        parts = {code: self.part(code, shares) for code in self.points}
        whole = self.overall + sum(self.weights[code] * value for code, value in parts.items())
        return {**{code: rounded(value) for code, value in parts.items()}, "overall": rounded(whole)}


def rounded(value: float) -> int:
    """Half up, within the scale, as the check does it."""
    return max(0, min(3, int(value + 0.5 + 1e-9))) if value > 0 else 0


def fit(criteria: Sequence[Criterion], drafts: Sequence[Draft], shares: Sequence[Shares]) -> Fit:
    """Points for the rules each part declares, from these drafts alone."""
    parts = [part for criterion in criteria for part in criterion.parts]
    start, points = {}, {}
    for part in parts:
        start[part.code], points[part.code] = _part(part, drafts, shares)
    bare = Fit(start, points, {}, 0.0)
    rows = [[bare.part(part.code, one) for part in parts] for one in shares]
    told = [draft.mean("overall") for draft in drafts]
    base, weights = _least_squares(rows, told, [1] * len(parts), OVERALL_PENALTY)
    base, weights = _widened(base, weights, rows)
    named = dict(
        zip((part.code for part in parts), (max(LEAST_WEIGHT, _step(weight, WEIGHT_STEP)) for weight in weights), strict=True)
    )
    return Fit(start, points, named, _step(base, STEP))


def _part(part: Part, drafts: Sequence[Draft], shares: Sequence[Shares]) -> tuple[float, dict[str, float]]:
    told = [draft.mean(part.code) for draft in drafts]
    seen = [code for code in part.points if len({one[code] for one in shares}) > 1]
    always = next((code for code in part.points if all(one[code] == 1 for one in shares)), None)
    rows = [[one[code] for code in seen] for one in shares]
    signs = [1 if part.points[code] > 0 else -1 for code in seen]
    base, fitted = _widened(*_least_squares(rows, told, signs, PENALTY), rows)
    found = dict(zip(seen, fitted, strict=True))
    start = _step(base, STEP)
    if always is not None and start > 0:
        found[always], start = start, 0.0
    return start, {code: _step(found[code], STEP) if code in found else float(points) for code, points in part.points.items()}


def _least_squares(
    rows: Sequence[Sequence[float]], told: Sequence[float], signs: Sequence[int], penalty: float
) -> tuple[float, list[float]]:
    """Base and one factor a column, none against its sign; found column by column."""
    base, factors = sum(told) / len(told), [0.0] * len(signs)
    rest = [one - base for one in told]
    columns = [[row[place] for row in rows] for place in range(len(signs))]
    squares = [sum(value * value for value in column) for column in columns]
    for _ in range(_ROUNDS):
        shift = sum(rest) / len(rest)
        base += shift
        rest = [one - shift for one in rest]
        for place, column in enumerate(columns):
            pull = sum(value * one for value, one in zip(column, rest, strict=True)) + squares[place] * factors[place]
            factor = pull / (squares[place] + penalty)
            factor = factor if factor * signs[place] > 0 else 0.0
            change, factors[place] = factor - factors[place], factor
            if change:
                rest = [one - change * value for one, value in zip(rest, column, strict=True)]
    return base, factors


def _widened(base: float, factors: list[float], rows: Sequence[Sequence[float]]) -> tuple[float, list[float]]:
    means = [base + sum(factor * value for factor, value in zip(factors, row, strict=True)) for row in rows]
    mean = sum(means) / len(means)
    return mean + (base - mean) * WIDEN, [factor * WIDEN for factor in factors]


def _step(value: float, step: Decimal) -> float:
    return float(round(Decimal(value) / step) * step)
