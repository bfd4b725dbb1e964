"""Money an invented maker promises: sums as people name them, in its own currency, at times already counted elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from avow.base.money import CENT
from avow.commitments.content import Pledge
from avow.demo import organisations, vocabulary
from avow.demo.chance import Odds, rounded, skewed
from avow.demo.days import told
from avow.demo.organisations import Invented
from avow.demo.vocabulary import Language

_INSTRUMENTS: Odds[str] = Odds({"grant": 62, "in-kind": 13, "loan": 9, "unknown": 16})
_NOVELTIES: Odds[str] = Odds({"new": 44, "existing": 20, "unknown": 36})
_PARTS: Odds[int] = Odds({1: 78, 2: 14, 3: 6, 4: 2})
_SMALLEST = 500


def organisation_token(index: int) -> str:
    """Stands for the reference an organisation will be given."""
    return f"organisation {index}"


def commitment_token(index: int) -> str:
    """Stands for the reference a commitment will be given."""
    return f"commitment {index}"


def token_index(token: str) -> int:
    return int(token.rpartition(" ")[2])


@dataclass(frozen=True, slots=True)
class Others:
    """Who may be named as receiver: the first ``there`` organisations, as far as they joined by ``window``."""

    seed: int
    there: int
    window: str

    def draw(self, chance: Random, besides: int) -> str | None:
        found = chance.randrange(self.there)
        joined = organisations.joining_window(self.seed, found) <= self.window
        return organisation_token(found) if joined and found != besides else None


def pledges(chance: Random, owner: Invented, others: Others, kind: str, words: Language) -> tuple[Pledge, ...]:
    """``kind`` is the commitment's main type."""
    habit = vocabulary.framework()["money"][owner.category]
    if chance.random() > habit["financial" if kind == "financial" else "other"]:
        return ()
    parts = _PARTS.draw(chance)
    purposes = chance.sample(words.more["purpose"], k=min(parts, len(words.more["purpose"])))
    scale = 1.0 if kind == "financial" else 0.35
    made = []
    for purpose in purposes:
        dollars = max(_SMALLEST, skewed(chance, habit["median"] * scale / parts, habit["spread"]) * owner.strength)
        currency = owner.currency if chance.random() < 0.72 else "USD"
        made.append(_pledge(chance, owner, others, purpose, dollars, currency))
    return tuple(made)


def _pledge(chance: Random, owner: Invented, others: Others, purpose: str, dollars: float, currency: str) -> Pledge:
    window = int(others.window)
    units = dollars * vocabulary.framework()["currencies"][currency]
    exact = chance.random() < 0.04
    amount = Decimal(round(units * 100)) / 100 if exact else Decimal(rounded(units, chance.choice((1, 2, 2, 2, 3))))
    instrument = _INSTRUMENTS.draw(chance)
    return Pledge(
        purpose=purpose,
        amount=amount,
        currency=currency,
        on=told(window, chance.randint(5, 9)) if chance.random() < 0.7 else told(window),
        instrument=instrument,
        novelty=_NOVELTIES.draw(chance),
        payer=organisation_token(owner.index) if chance.random() < 0.7 else None,
        receiver=others.draw(chance, owner.index) if instrument != "in-kind" and chance.random() < 0.16 else None,
    )


def netted(pledge: Pledge, source: int, reason: str, amount: Decimal, currency: str) -> Pledge:
    """The pledge as money that is already counted at commitment ``source``, and no larger than there."""
    return replace(
        pledge,
        amount=min(pledge.amount, amount) if pledge.currency == currency else (amount / 2).quantize(CENT),
        currency=currency,
        netted_at=commitment_token(source),
        netted_reason=reason,
    )
