"""Totals of a ledger: per stage, gross and net of double counting. Pure.

Stages are readings of the same money: amounts are added within a stage, never across stages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

PLEDGED, SECURED, DISBURSED, SPENT = STAGES = ("pledged", "secured", "disbursed", "spent")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ledger entry as totals see it. ``usd`` is ``None`` where no rate is known: it adds nothing, and is no zero."""

    stage: str
    usd: Decimal | None
    netted: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """``gross``, ``netted`` (counted at its source) and ``net`` in US dollars; ``None`` where no amount is known."""

    gross: Decimal | None = None
    netted: Decimal | None = None

    @property
    def net(self) -> Decimal | None:
        return None if self.gross is None else self.gross - (self.netted or Decimal(0))


_NOTHING = Total()


def totals(entries: Iterable[Entry]) -> Mapping[str, Total]:
    """The total of every stage."""
    gross: dict[str, Decimal] = {}
    netted: dict[str, Decimal] = {}
    for entry in entries:
        if entry.usd is None:
            continue
        gross[entry.stage] = gross.get(entry.stage, Decimal(0)) + entry.usd
        if entry.netted:
            netted[entry.stage] = netted.get(entry.stage, Decimal(0)) + entry.usd
    return {stage: Total(gross[stage], netted.get(stage)) if stage in gross else _NOTHING for stage in STAGES}
