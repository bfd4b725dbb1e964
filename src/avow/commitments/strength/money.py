"""The money of a commitment as rules see it: each amount once, at the stage it has reached. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from avow.commitments.content import Pledge
from avow.commitments.money import PLEDGED
from avow.framework.rates import Rates


@dataclass(frozen=True, slots=True)
class Money:
    """An amount at the stage it has reached: pledged, secured, disbursed or spent. ``usd`` where a rate is known."""

    stage: str
    amount: Decimal
    currency: str = ""
    novelty: str = "unknown"
    instrument: str = "unknown"
    usd: Decimal | None = None

    @classmethod
    def pledged(cls, pledges: Iterable[Pledge], rates: Rates | None = None, on: date | None = None) -> tuple[Money, ...]:
        """What a content pledges, in dollars too by the rate of each pledge's date or, where it has none, of ``on``."""
        return tuple(
            cls(PLEDGED, one.amount, one.currency, one.novelty, one.instrument, dollars(one, rates, on)) for one in pledges
        )


def dollars(pledge: Pledge, rates: Rates | None, on: date | None) -> Decimal | None:
    if not pledge.amount.is_finite():
        return None
    if pledge.currency == "USD":
        return pledge.amount
    told = pledge.on or on
    quote = rates.find(pledge.currency, told) if rates and told else None
    return None if quote is None else pledge.amount / quote.per_usd


def reached(pledged: Sequence[Money], given: Iterable[Money]) -> tuple[Money, ...]:
    """Pledges and what was given towards them, without counting the same money at two stages: of the stages past the pledge
    the one with most money stands, and pledges are left with what is beyond it."""
    by_stage: defaultdict[str, list[Money]] = defaultdict(list)
    for one in given:
        by_stage[one.stage].append(one)
    further = max(by_stage.values(), key=_total, default=[])
    covered, left = _total(further), []
    for one in pledged:
        taken = min(covered, one.usd or Decimal(0))
        covered -= taken
        if one.usd is None or taken < one.usd:
            left.append(one if one.usd is None else replace(one, usd=one.usd - taken))
    return (*further, *left)


def _total(money: Iterable[Money]) -> Decimal:
    return sum((one.usd or Decimal(0) for one in money), Decimal(0))
