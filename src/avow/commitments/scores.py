"""Scoring commitments by the rules of the framework in force, and the history of their scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from django.db.models import QuerySet

from avow.commitments import states
from avow.commitments.content import Content
from avow.commitments.models import Commitment, LedgerEntry, Maker, StrengthScore
from avow.commitments.money import PLEDGED
from avow.commitments.strength import Check, Money, Strengths
from avow.commitments.strength.money import reached
from avow.framework import queries as framework
from avow.framework.queries import Scoring
from avow.framework.rates import Rates
from avow.kernel.bulk import Values


def strength_of(content: Content, *, makers: int = 1, given: Iterable[Money] = (), on: date | None = None) -> Strengths | None:
    """The strength of a content at any stage of being written; ``None`` where the framework declares no rules.

    ``makers`` counts owner and co-makers; ``given`` is money secured or paid; ``on`` dates amounts told without a date.
    """
    scoring = framework.scoring()
    return None if scoring is None else Scorer(scoring, framework.rates()).strengths(content, makers, given, on)


@lru_cache(4)
def check_of(scoring: Scoring) -> Check:
    """The check of a framework, kept: it indexes the words of each language once."""
    return Check(scoring.criteria, scoring.strength)


class Scorer:
    """Scores commitments within one command: rates and rules are read once."""

    def __init__(self, scoring: Scoring, rates: Rates) -> None:
        self.pack = scoring.pack
        self._check = check_of(scoring)
        self._rates = rates

    @classmethod
    def in_force(cls, rates: Rates) -> Scorer | None:
        scoring = framework.scoring()
        return None if scoring is None else cls(scoring, rates)

    def strengths(self, content: Content, makers: int, given: Iterable[Money] = (), on: date | None = None) -> Strengths:
        pledged = Money.pledged(content.pledges, self._rates, on)
        return self._check.of(content, makers=makers, money=reached(pledged, given))

    def values(self, key: int, number: int, version: int, found: Strengths, at: datetime) -> Values:
        """A row of the history, as ``kernel.bulk`` writes it."""
        return {
            "commitment_id": key,
            "number": number,
            "version": version,
            "overall": found.overall,
            "scores": tuple(f"{code}:{score}" for code, score in found.by_code().items()),
            "spoken": found.spoken,
            "pack": self.pack,
            "recorded_at": at,
        }


def keep_score(
    row: Commitment, content: Content, *, rates: Rates, at: datetime, makers: int | None = None
) -> StrengthScore | None:
    """Adds to the history of a commitment what the rules say of it now; nothing where they say what they said last.

    Called inside the command that changed it. ``makers`` are those of its rows unless told: a draft has none yet. One told by
    a public source has no strength.
    """
    scorer = Scorer.in_force(rates)
    if scorer is None or row.origin == states.PUBLIC_SOURCE:
        return None
    told = _makers(row) if makers is None else makers
    found = scorer.strengths(content, told, _given(row), row.confirmed_on or at.date())
    last = history(row).last()
    values = scorer.values(row.pk, last.number + 1 if last else 1, row.version, found, at)
    same = ("version", "overall", "scores", "spoken", "pack")
    if last and all(getattr(last, name) == values[name] for name in same):
        return last
    return StrengthScore.objects.create(**values)


def history(row: Commitment) -> QuerySet[StrengthScore]:
    """What the rules said of it, oldest first: as a draft (version 0) and of each version."""
    return StrengthScore.objects.filter(commitment=row).order_by("number")


def given_of(entries: Iterable[Mapping[str, object]]) -> tuple[Money, ...]:
    """Money past the pledge, from ledger rows as plain values."""
    return tuple(
        Money(one["stage"], one["amount"], one["currency"], one["novelty"], one["instrument"], one["usd"])  # type: ignore[arg-type]
        for one in entries
        if one["stage"] != PLEDGED
    )


def _given(row: Commitment) -> tuple[Money, ...]:
    columns = ("stage", "amount", "currency", "novelty", "instrument", "usd")
    return given_of(LedgerEntry.objects.filter(commitment=row).exclude(stage=PLEDGED).order_by("number").values(*columns))


def _makers(row: Commitment) -> int:
    return max(1, Maker.objects.filter(commitment=row).exclude(role=Maker.Role.PROPOSED).count())
