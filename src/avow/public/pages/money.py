"""A commitment's money as a page shows it: a line per pledge, gross above net, and what was netted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
STAGES = ("pledged", "secured", "disbursed", "spent")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Told:
    """An amount in the currency it was told in."""

    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Line:
    """One pledge with what was secured, disbursed and spent of it, in US dollars by stage; nothing = not told."""

    number: int | None
    purpose: str
    usd: tuple[Decimal | None, ...]
    told: tuple[Told, ...]
    instrument: str
    novelty: str
    payer: str
    payer_category: str
    receiver: str
    receiver_category: str
    netted: bool
    netted_at: str
    netted_reason: str


@dataclass(frozen=True)
class Money:
    """Stages are readings of the same money: totals go down a column, never across. ``unrated``: entries with no known rate."""

    lines: tuple[Line, ...]
    gross: tuple[Decimal | None, ...]
    net: tuple[Decimal | None, ...]
    netted: bool
    unrated: int
    entries: tuple[Row, ...]


def money_of(entries: Sequence[Row]) -> Money | None:
    """Nothing when the ledger is empty."""
    if not entries:
        return None
    ordered = sorted(entries, key=lambda row: int(row["number"]))
    lines = tuple(_line(number, rows) for number, rows in _by_pledge(ordered).items())
    return Money(
        lines=lines,
        gross=tuple(_sum([row for row in ordered if row["stage"] == stage]) for stage in STAGES),
        net=tuple(_sum([row for row in ordered if row["stage"] == stage and not row["netted"]]) for stage in STAGES),
        netted=any(row["netted"] for row in ordered),
        unrated=sum(1 for row in ordered if row["usd"] is None),
        entries=tuple(ordered),
    )


def _by_pledge(entries: Sequence[Row]) -> dict[int | None, list[Row]]:
    """Entries gathered under the pledge they fulfil; those that name none stand in a line of their own."""
    pledges = {int(row["number"]) for row in entries if row["stage"] == "pledged" and row["fulfils"] is None}
    gathered: dict[int | None, list[Row]] = {}
    for row in entries:
        own = int(row["number"])
        number = own if own in pledges else row["fulfils"]
        gathered.setdefault(number if number in pledges else None, []).append(row)
    return gathered


def _line(number: int | None, rows: Sequence[Row]) -> Line:
    first = rows[0]
    return Line(
        number=number,
        purpose=(first["purpose"] or "") if number is not None else "",
        usd=tuple(_sum([row for row in rows if row["stage"] == stage]) for stage in STAGES),
        told=_told([row for row in rows if row["stage"] == "pledged"] or rows),
        instrument=first["instrument"] or "",
        novelty=first["novelty"] or "",
        payer=first["payer"] or "",
        payer_category=first["payer_category"] or "",
        receiver=first["receiver"] or "",
        receiver_category=first["receiver_category"] or "",
        netted=bool(first["netted"]),
        netted_at=first["netted_at"] or "",
        netted_reason=first["netted_reason"] or "",
    )


def _told(rows: Sequence[Row]) -> tuple[Told, ...]:
    amounts: dict[str, Decimal] = {}
    for row in rows:
        amounts[row["currency"]] = amounts.get(row["currency"], NOTHING) + row["amount"]
    return tuple(Told(amount, currency) for currency, amount in amounts.items())


def _sum(rows: Sequence[Row]) -> Decimal | None:
    """Nothing where nothing was told in dollars: an unknown amount is not zero."""
    rated = [row["usd"] for row in rows if row["usd"] is not None]
    return sum(rated, NOTHING) if rated else None
