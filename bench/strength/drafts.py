"""Drafts that readers have scored, as contents the rules can look at.

What a draft does not tell stays untold: an amount left empty is no money, a number of countries is no list of countries.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from avow.base.dates import PartialDate
from avow.commitments.content import ActionShare, Content, TargetContent
from avow.commitments.strength import Money
from avow.framework.rates import Rates, from_file

PARTS = ("impact", "funding", "endorsement", "collective", "specific", "measurable", "attainable", "relevant", "time-bound")
ITEMS = (*PARTS, "overall")

THEMES = {
    "gender-based violence": "gbv",
    "economic justice": "ejr",
    "bodily autonomy and SRHR": "srhr",
    "climate justice": "climate",
    "technology and innovation": "tech",
    "feminist movements": "movements",
}
LEVELS = {
    "head_of_state_or_government": "head-of-state",
    "minister": "minister",
    "chief_executive_or_board": "chief-executive",
    "senior_official": "senior-official",
    "other": "other",
}
RATES_OF = PartialDate(2026, 6)
"""The drafts tell no date of their amounts: they are read at the rates of the month they were written in."""

INSTRUMENTS = {"grant": "grant", "loan": "loan", "in_kind": "in-kind", "own_budget": "unknown"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with its scores by reader: item to 0–3."""

    id: str
    language: str
    content: Content
    makers: int
    money: tuple[Money, ...]
    first: Mapping[str, int]
    second: Mapping[str, int]

    def mean(self, item: str) -> float:
        return (self.first[item] + self.second[item]) / 2


def read_drafts(folder: Path) -> list[Draft]:
    """``drafts.jsonl`` with ``reader_a.jsonl`` and ``reader_b.jsonl``, in the order of the drafts."""
    first, second = (_scores(folder / name) for name in ("reader_a.jsonl", "reader_b.jsonl"))
    return [read_draft(told, first[told["id"]], second[told["id"]]) for told in _lines(folder / "drafts.jsonl")]


def read_draft(told: Mapping[str, Any], first: Mapping[str, int], second: Mapping[str, int]) -> Draft:
    makers = 1 + int(told.get("co_makers_count") or 0)
    return Draft(
        id=told["id"],
        language=told["language"],
        content=content_of(told),
        makers=makers,
        money=tuple(_money(one) for one in told.get("resources") or () if one.get("amount")),
        first=first,
        second=second,
    )


def content_of(told: Mapping[str, Any]) -> Content:
    endorsement = told.get("endorsement") or {}
    condition = told.get("conditional_on") or ""
    return Content(
        title=told["title"],
        description=told.get("description") or "",
        language=told["language"],
        actions=tuple(ActionShare(THEMES[name]) for name in (told.get("theme"),) if name in THEMES),
        types=tuple(told.get("types") or ()),
        scope=told.get("scope") or "unknown",
        start=_date(told.get("start")),
        end=_date(told.get("end")),
        targets=tuple(_target(place, one) for place, one in enumerate(told.get("targets") or (), start=1)),
        endorsement_level=LEVELS.get(endorsement.get("level") or "", ""),
        endorsed_on=_day(endorsement.get("date")),
        pledge="conditional" if condition else "unconditional",
        condition=condition,
        joint=bool(told.get("collective")),
    )


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _scores(file: Path) -> dict[str, dict[str, int]]:
    return {one["id"]: {item: int(one[item.replace("-", "_")]) for item in ITEMS} for one in _lines(file)}


def _target(number: int, told: Mapping[str, Any]) -> TargetContent:
    return TargetContent(
        number=number,
        statement=told.get("statement") or "",
        indicator=told.get("indicator") or "",
        unit=told.get("unit") or "",
        baseline=_number(told.get("baseline_value")),
        baseline_on=_date(told.get("baseline_date")),
        target=_number(told.get("target_value")),
        target_on=_date(told.get("target_date")),
        verification=told.get("verification") or "",
    )


def _money(told: Mapping[str, Any]) -> Money:
    amount, currency = Decimal(str(told["amount"])), told.get("currency") or ""
    quote = _rates().find(currency, RATES_OF)
    return Money(
        stage=told.get("stage") or "pledged",
        amount=amount,
        currency=currency,
        novelty=told.get("newness") or "unknown",
        instrument=INSTRUMENTS.get(told.get("kind") or "", "unknown"),
        usd=amount / quote.per_usd if quote else None,
    )


@cache
def _rates() -> Rates:
    return from_file()


def _number(told: object) -> Decimal | None:
    return None if told is None else Decimal(str(told))


def _date(told: str | None) -> PartialDate | None:
    return PartialDate.parse(told) if told else None


def _day(told: str | None) -> date | None:
    """Content knows the day of an endorsement; a month is taken as its first day."""
    return PartialDate.parse(told).first if told else None
