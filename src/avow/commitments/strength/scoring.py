"""From rules to scores: what each part, each criterion and the whole get, and why. Pure.

Points are added as floating numbers and read to nine places, so that no order of adding moves a rounding.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from avow.commitments.content import Content
from avow.commitments.strength.cues import Cues
from avow.commitments.strength.measures import Found, Measure, measure
from avow.commitments.strength.money import Money
from avow.commitments.strength.subject import Subject
from avow.packs.shape import Criterion, Part, Rule, Strength

HIGHEST = 3
_PLACES = 9
_UNREAD = 0.5
"""Share of its points a rule counts for when the language of the text has no cues: neither for nor against."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule said of one commitment. ``share`` is how far it is met, from 0 to 1."""

    rule: Rule
    share: float
    measure: Measure

    @property
    def found(self) -> tuple[Found, ...]:
        return self.measure.found


@dataclass(frozen=True, slots=True)
class Counted:
    """A verdict as it counts in one part: ``gives`` of at most ``points``; both below zero where it takes."""

    verdict: Verdict
    points: float
    gives: float

    @property
    def can_improve(self) -> bool:
        """Whether doing what the rule advises would raise the score of the part."""
        return self.gives < max(self.points, 0.0)


@dataclass(frozen=True, slots=True)
class PartScore:
    """``score`` is ``points`` rounded, half up, within 0 to 3."""

    part: Part
    score: int
    points: float
    counted: tuple[Counted, ...]

    @property
    def from_fields(self) -> float:
        """Points that structured fields gave; the others came from words."""
        return sum(one.gives for one in self.counted if one.verdict.rule.kind == "field")


@dataclass(frozen=True, slots=True)
class CriterionScore:
    criterion: Criterion
    score: int
    parts: tuple[PartScore, ...]


@dataclass(frozen=True, slots=True)
class Strengths:
    """The strength of one commitment. ``spoken`` is false where the pack has no cue words in its language; ``cut`` is true
    where a text was too long to be read whole."""

    overall: int
    points: float
    criteria: tuple[CriterionScore, ...]
    spoken: bool
    cut: bool

    @property
    def parts(self) -> tuple[PartScore, ...]:
        return tuple(part for criterion in self.criteria for part in criterion.parts)

    def by_part(self) -> dict[str, int]:
        """Score of each part, and ``overall``."""
        return {**{one.part.code: one.score for one in self.parts}, "overall": self.overall}

    def by_code(self) -> dict[str, int]:
        """Score of each criterion, followed by those of its parts where it has several."""
        found = {}
        for one in self.criteria:
            found[one.criterion.code] = one.score
            found |= {part.part.code: part.score for part in one.parts}
        return found


class Check:
    """The strong-commitment check of one pack. Made once and kept: it indexes the cue words of each language once."""

    def __init__(self, criteria: Iterable[Criterion], strength: Strength) -> None:
        self.strength = strength
        self.cues = Cues(strength.cues)
        self._rules = [(rule, tuple(float(step) for step in rule.steps)) for rule in strength.rules]
        self._criteria = [(criterion, tuple(_Counting.of(part) for part in criterion.parts)) for criterion in criteria]

    def of(self, content: Content, *, makers: int = 1, money: Iterable[Money] | None = None) -> Strengths:
        """The strength of a content, however unfinished. ``makers`` counts owner and co-makers; ``money`` is what is pledged,
        secured and paid, all that the content pledges unless told."""
        told = Money.pledged(content.pledges) if money is None else tuple(money)
        subject = Subject(content, self.cues, makers=makers, money=told)
        verdicts = self.verdicts(subject)
        criteria, points = [], float(self.strength.start)
        for criterion, counting in self._criteria:
            parts = tuple(one.score(verdicts) for one in counting)
            points += sum(one.weight * part.points for one, part in zip(counting, parts, strict=True))
            criteria.append(CriterionScore(criterion, whole(sum(part.points for part in parts) / len(parts)), parts))
        return Strengths(whole(points), points, tuple(criteria), subject.spoken, subject.cut)

    def verdicts(self, subject: Subject) -> dict[str, Verdict]:
        """What every rule says, each asked once."""
        found = {}
        for rule, steps in self._rules:
            told = measure(rule, subject)
            found[rule.code] = Verdict(rule, share(told, steps), told)
        for rule, _ in self._rules:
            if rule.unless and any(found[code].share > 0 for code in rule.unless):
                found[rule.code] = Verdict(rule, 0.0, Measure(0.0))
        return found


@dataclass(frozen=True, slots=True)
class _Counting:
    """A part with its numbers made ready to be added."""

    part: Part
    start: float
    weight: float
    points: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, part: Part) -> _Counting:
        points = tuple((code, float(points)) for code, points in part.points.items())
        return cls(part, float(part.start), float(part.weight), points)

    def score(self, verdicts: Mapping[str, Verdict]) -> PartScore:
        counted = tuple(
            Counted(verdict, points, points * verdict.share) for code, points in self.points for verdict in (verdicts[code],)
        )
        told = self.start + sum(one.gives for one in counted)
        points = max(0.0, min(float(HIGHEST), round(told, _PLACES)))
        return PartScore(self.part, whole(points), points, counted)


def whole(points: float) -> int:
    """Rounded, half up, within the scale."""
    return max(0, min(HIGHEST, int(round(points, _PLACES) + 0.5)) if points > 0 else 0)


def share(found: Measure, steps: tuple[float, ...]) -> float:
    """How far a rule is met: the share of its steps that are reached, or the number itself."""
    if not found.read:
        return _UNREAD
    if steps:
        return bisect_right(steps, found.value) / len(steps)
    return max(0.0, min(1.0, found.value))
