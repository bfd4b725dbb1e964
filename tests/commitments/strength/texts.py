"""Short ways to a check and to contents for the tests of strength."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from avow.base.dates import PartialDate
from avow.commitments.content import Content, TargetContent
from avow.commitments.strength import Check, Measure, Strengths
from avow.packs.shape import Criterion, Part, Rule, Strength
from avow.packs.shipped import shipped_pack

CUES = {
    "lasting": {"en": ("law", "penal code", "code"), "fr": ("loi",), "es": ("ley",), "ru": ("закон",), "ar": ("قانون",)},
    "currencies": {"en": ("dollars",), "fr": ("euros",)},
    "exact": {"en": ("=court",)},
}


@cache
def shipped() -> Check:
    return Check(shipped_pack().criteria, shipped_pack().strength)


def strength(content: Content, **values: Any) -> Strengths:
    """By the rules of the shipped framework."""
    return shipped().of(content, **values)


def text(description: str, language: str = "en", **values: Any) -> Content:
    return Content(title="", description=description, language=language, **values)


def target(**values: Any) -> TargetContent:
    whole = TargetContent(
        1, "Clinics open", "Clinics", "clinics", Decimal(9), PartialDate(2026, 1), Decimal(30), PartialDate(2028, 5), "Register"
    )
    return replace(whole, **values)


def rule(test: str, *fields: str, **values: Any) -> Rule:
    plain = Rule(
        code="only",
        kind="field",
        fields=fields,
        test=test,
        value=None,
        values=(),
        ratings={},
        steps=(),
        cues=(),
        unless=(),
        looks_at={},
        improve={},
        example={},
    )
    return replace(plain, **{**values, "steps": tuple(map(Decimal, values.get("steps", ())))})


def check(*rules: Rule, begins: str = "0", **points: float) -> Check:
    """A check of one part; each rule gives one point unless told."""
    told = {one.code: Decimal(str(points.get(one.code, 1))) for one in rules}
    part = Part(code="depth", name={}, meaning={}, start=Decimal(begins), weight=Decimal(1), points=told)
    criterion = Criterion(code="depth", name={}, meaning={}, parts=(part,), source="", confirmed=True)
    return Check(
        [criterion],
        Strength(name={}, meaning={}, start=Decimal(0), rules=rules, cues=CUES, examples=(), calibration=None),
    )


def measured(one: Rule, content: Content, **values: Any) -> Measure:
    """What the test of one rule gives."""
    (counted,) = check(one).of(content, **values).parts[0].counted
    return counted.verdict.measure


def seen(one: Rule, content: Content, **values: Any) -> list[str]:
    """The words and values a rule found."""
    return [found.said for found in measured(one, content, **values).found]
