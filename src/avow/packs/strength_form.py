"""How commitments are scored, as plain data in ``pack.json``, and read back from it: the desk keeps the installed pack so."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from avow.packs.shape import Agreement, Calibration, Criterion, Example, Part, Rule, Strength


def criterion_form(criterion: Criterion) -> dict[str, object]:
    return {
        "code": criterion.code,
        "name": dict(criterion.name),
        "meaning": dict(criterion.meaning),
        "parts": [
            {
                "code": part.code,
                "name": dict(part.name),
                "meaning": dict(part.meaning),
                "start": str(part.start),
                "weight": str(part.weight),
                "points": {rule: str(points) for rule, points in part.points.items()},
            }
            for part in criterion.parts
        ],
        "source": criterion.source,
        "confirmed": criterion.confirmed,
    }


def strength_form(strength: Strength) -> dict[str, object]:
    return {
        "name": dict(strength.name),
        "meaning": dict(strength.meaning),
        "start": str(strength.start),
        "rules": [_rule(rule) for rule in strength.rules],
        "cues": {name: {language: list(words) for language, words in spoken.items()} for name, spoken in strength.cues.items()},
        "examples": [
            {
                "code": example.code,
                "title": dict(example.title),
                "description": dict(example.description),
                "verification": dict(example.verification),
                "remark": dict(example.remark),
                "draft": dict(example.draft),
                "scores": {code: int(score) for code, score in example.scores.items()},
            }
            for example in strength.examples
        ],
        "calibration": _calibration(strength.calibration),
    }


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "kind": rule.kind,
        "fields": list(rule.fields),
        "test": rule.test,
        "value": None if rule.value is None else str(rule.value),
        "values": list(rule.values),
        "ratings": {value: str(rating) for value, rating in rule.ratings.items()},
        "steps": [str(step) for step in rule.steps],
        "cues": list(rule.cues),
        "unless": list(rule.unless),
        "looks_at": dict(rule.looks_at),
        "improve": dict(rule.improve),
        "example": dict(rule.example),
    }


def _calibration(told: Calibration | None) -> dict[str, object] | None:
    if told is None:
        return None
    return {
        "on": told.on,
        "drafts": told.drafts,
        "languages": {language: int(count) for language, count in told.languages.items()},
        "parts": [
            {
                "code": one.code,
                "readers": str(one.readers),
                "rules": str(one.rules),
                "validated": str(one.validated),
                "unseen": str(one.unseen),
            }
            for one in told.agreements
        ],
    }


def read_form(form: Mapping[str, Any]) -> tuple[tuple[Criterion, ...], Strength] | None:
    """Criteria and scoring of a pack's public form; ``None`` for a form from before scores were declared."""
    told = form.get("strength")
    return None if told is None else (tuple(_criterion_of(one) for one in form["criteria"]), _strength_of(told))


def _criterion_of(told: Mapping[str, Any]) -> Criterion:
    parts = (
        Part(
            code=one["code"],
            name=one["name"],
            meaning=one["meaning"],
            start=Decimal(one["start"]),
            weight=Decimal(one["weight"]),
            points={rule: Decimal(points) for rule, points in one["points"].items()},
        )
        for one in told["parts"]
    )
    return Criterion(
        code=told["code"],
        name=told["name"],
        meaning=told["meaning"],
        parts=tuple(parts),
        source=told["source"],
        confirmed=told["confirmed"],
    )


def _strength_of(told: Mapping[str, Any]) -> Strength:
    return Strength(
        name=told["name"],
        meaning=told["meaning"],
        start=Decimal(told["start"]),
        rules=tuple(_rule_of(one) for one in told["rules"]),
        cues={name: {language: tuple(words) for language, words in spoken.items()} for name, spoken in told["cues"].items()},
        examples=tuple(
            Example(**{**one, "scores": {code: Decimal(score) for code, score in one["scores"].items()}})
            for one in told["examples"]
        ),
        calibration=_calibration_of(told["calibration"]),
    )


def _rule_of(told: Mapping[str, Any]) -> Rule:
    return Rule(
        code=told["code"],
        kind=told["kind"],
        fields=tuple(told["fields"]),
        test=told["test"],
        value=None if told["value"] is None else Decimal(told["value"]),
        values=tuple(told["values"]),
        ratings={value: Decimal(rating) for value, rating in told["ratings"].items()},
        steps=tuple(Decimal(step) for step in told["steps"]),
        cues=tuple(told["cues"]),
        unless=tuple(told["unless"]),
        looks_at=told["looks_at"],
        improve=told["improve"],
        example=told["example"],
    )


def _calibration_of(told: Mapping[str, Any] | None) -> Calibration | None:
    if told is None:
        return None
    return Calibration(
        on=told["on"],
        drafts=told["drafts"],
        languages={language: Decimal(count) for language, count in told["languages"].items()},
        agreements=tuple(
            Agreement(code=one["code"], **{name: Decimal(one[name]) for name in ("readers", "rules", "validated", "unseen")})
            for one in told["parts"]
        ),
    )
