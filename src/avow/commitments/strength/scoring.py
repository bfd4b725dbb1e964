"""From rules to scores: what each part, each criterion and the whole get, and why. Pure and exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from avow.commitments.content import Content
from avow.commitments.strength.cues import Cues
from avow.commitments.strength.measures import Found, Measure, measure
from avow.commitments.strength.subject import Money, Subject
from avow.packs.shape import Criterion, Part, Rule, Strength

HIGHEST = 3
_UNREAD = Fraction(1, 2)
"""Share of its points a rule counts for when the language of the text has no cues: neither for nor against."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule said of one commitment. ``share`` is how far it is met, from 0 to 1."""

    rule: Rule
    share: Fraction
    measure: Measure

    @property
    def found(self) -> tuple[Found, ...]:
        return self.measure.found


@dataclass(frozen=True, slots=True)
class Counted:
    """A verdict as it counts in one part: ``gives`` of at most ``points``; both below zero where it takes."""

    verdict: Verdict
    points: Decimal
    gives: Fraction

    @property
    def can_improve(self) -> bool:
        """Whether doing what the rule advises would raise the score of the part."""
        return self.gives < max(self.points, Decimal(0))


@dataclass(frozen=True, slots=True)
class PartScore:
    """``score`` is ``points`` rounded, half up, within 0 to 3."""

    part: Part
    score: int
    points: Fraction
    counted: tuple[Counted, ...]

    @property
    def from_fields(self) -> Fraction:
        """Points that structured fields gave; the others came from words."""
        return sum((one.gives for one in self.counted if one.verdict.rule.kind == "field"), Fraction(0))


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
    points: Fraction
    criteria: tuple[CriterionScore, ...]
    spoken: bool
    cut: bool

    @property
    def parts(self) -> tuple[PartScore, ...]:
        return tuple(part for criterion in self.criteria for part in criterion.parts)

    def by_part(self) -> dict[str, int]:
        """Score of each part, and ``overall``."""
        return {**{one.part.code: one.score for one in self.parts}, "overall": self.overall}


class Check:
    """The strong-commitment check of one pack. Made once and kept: it indexes the cue words of each language once."""

    def __init__(self, criteria: Iterable[Criterion], strength: Strength) -> None:
        self.criteria = tuple(criteria)
        self.strength = strength
        self._cues = Cues(strength.cues)

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        return {rule.code: rule for rule in self.strength.rules}

    def of(self, content: Content, *, makers: int = 1, money: Iterable[Money] | None = None) -> Strengths:
        """The strength of a content, however unfinished. ``makers`` counts owner and co-makers; ``money`` is what is pledged,
        secured and paid, all that the content pledges unless told."""
        told = Money.pledged(content.pledges) if money is None else tuple(money)
        subject = Subject(content, self._cues, makers=makers, money=told)
        verdicts = self.verdicts(subject)
        criteria = tuple(_criterion(criterion, verdicts) for criterion in self.criteria)
        parts = [part for criterion in criteria for part in criterion.parts]
        points = Fraction(self.strength.start) + sum((Fraction(one.part.weight) * one.points for one in parts), Fraction(0))
        return Strengths(whole(points), points, criteria, subject.spoken, subject.cut)

    def verdicts(self, subject: Subject) -> dict[str, Verdict]:
        """What every rule says, each asked once."""
        found = {code: _verdict(rule, measure(rule, subject)) for code, rule in self._rules.items()}
        return {code: _unless(verdict, found) for code, verdict in found.items()}


def whole(points: Fraction) -> int:
    """Rounded, half up, within the scale."""
    return max(0, min(HIGHEST, int(points + Fraction(1, 2)) if points > 0 else 0))


def share(rule: Rule, found: Measure) -> Fraction:
    """How far a rule is met: the share of its steps that are reached, or the number itself."""
    if not found.read:
        return _UNREAD
    if rule.steps:
        return Fraction(sum(1 for step in rule.steps if found.value >= step), len(rule.steps))
    return max(Fraction(0), min(Fraction(1), found.value))


def _verdict(rule: Rule, found: Measure) -> Verdict:
    return Verdict(rule, share(rule, found), found)


def _unless(verdict: Verdict, others: Mapping[str, Verdict]) -> Verdict:
    """A rule gives way where one of those it yields to is met at all."""
    if any(code in others and others[code].share > 0 for code in verdict.rule.unless):
        return Verdict(verdict.rule, Fraction(0), Measure(Fraction(0)))
    return verdict


def _criterion(criterion: Criterion, verdicts: Mapping[str, Verdict]) -> CriterionScore:
    parts = tuple(_part(part, verdicts) for part in criterion.parts)
    mean = sum((one.points for one in parts), Fraction(0)) / max(1, len(parts))
    return CriterionScore(criterion, whole(mean), parts)


def _part(part: Part, verdicts: Mapping[str, Verdict]) -> PartScore:
    counted = tuple(
        Counted(verdicts[code], points, Fraction(points) * verdicts[code].share)
        for code, points in part.points.items()
        if code in verdicts
    )
    told = Fraction(part.start) + sum((one.gives for one in counted), Fraction(0))
    points = max(Fraction(0), min(Fraction(HIGHEST), told))
    return PartScore(part, whole(points), points, counted)
