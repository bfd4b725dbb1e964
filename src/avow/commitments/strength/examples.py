"""The invented drafts of a pack, as contents the check can look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from avow.base.dates import PartialDate
from avow.commitments.content import Content, TargetContent
from avow.commitments.strength.money import Money
from avow.commitments.strength.scoring import Check, Strengths
from avow.packs.shape import Example


def strength_of_example(check: Check, example: Example, language: str) -> Strengths:
    """What the rules say of an example written in one of the pack's languages."""
    draft: Mapping[str, Any] = example.draft
    return check.of(
        content_of(example, language),
        makers=int(draft.get("makers", 1)),
        money=tuple(_money(one) for one in draft.get("money", ())),
    )


def content_of(example: Example, language: str) -> Content:
    draft: Mapping[str, Any] = example.draft
    return Content(
        title=example.title[language],
        description=example.description[language],
        language=language,
        start=_date(draft.get("start")),
        end=_date(draft.get("end")),
        targets=tuple(
            _target(place, one, example.verification.get(language, ""))
            for place, one in enumerate(draft.get("targets", ()), start=1)
        ),
        endorsement_level=draft.get("endorsement_level", ""),
        endorsed_on=date.fromisoformat(draft["endorsed_on"]) if "endorsed_on" in draft else None,
        pledge=draft.get("pledge", "unconditional"),
        condition=draft.get("condition", ""),
        joint=bool(draft.get("joint", False)),
    )


def _target(number: int, told: Mapping[str, Any], verification: str) -> TargetContent:
    return TargetContent(
        number=number,
        statement=told.get("statement", ""),
        indicator=told.get("indicator", ""),
        unit=told.get("unit", ""),
        baseline=_number(told.get("baseline")),
        baseline_on=_date(told.get("baseline_on")),
        target=_number(told.get("target")),
        target_on=_date(told.get("target_on")),
        verification=verification,
    )


def _money(told: Mapping[str, Any]) -> Money:
    amount, currency = Decimal(told["amount"]), told.get("currency", "")
    return Money(
        stage=told.get("stage", "pledged"),
        amount=amount,
        currency=currency,
        novelty=told.get("novelty", "unknown"),
        usd=amount if currency == "USD" else None,
    )


def _number(told: str | None) -> Decimal | None:
    return None if told is None else Decimal(told)


def _date(told: str | None) -> PartialDate | None:
    return PartialDate.parse(told) if told else None
