"""What happened to a commitment before it came here, as told with it: admitted in one go, in order of days. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from avow.base.dates import PartialDate
from avow.commitments.content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """``on`` is the day it happened; ``recorded_at`` when it was learned, the moment of admission unless told."""

    on: date
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended(Told):
    content: Content
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Told):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSaid(Told):
    stage: str
    trajectory: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSaid(Told):
    """``value`` of target number ``target``, true for the day ``value_on``."""

    target: int
    value: Decimal
    value_on: date
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySaid(Told):
    """An increment of ``stage``. ``fulfils`` is the ledger number of the pledge; purpose and currency are then the pledge's."""

    stage: str
    amount: Decimal
    fulfils: int | None = None
    purpose: str = ""
    currency: str = ""
    dated: PartialDate | None = None
    instrument: str = "unknown"
    novelty: str = "unknown"


Event = Amended | Withdrawn | StageSaid | ValueSaid | MoneySaid
