"""Money and targets as a row tells them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments.content import Pledge, TargetContent
from avow.organisations.importing.cells import Cells
from avow.organisations.importing.settings import Opened
from avow.sheets.cells import split_items
from avow.sheets.told_amounts import ToldAmount, told_amount

_PURPOSE_LENGTH = 500
_WRITTEN = "Export a commitment to see how it is written."


def read_pledges(cells: Cells, opened: Opened, start: PartialDate | None) -> tuple[Pledge, ...]:
    """The pledges told: from the JSON an export writes, else from amount and currency.

    A pledge without a date of its own carries the start of its commitment, which is when sources announce it.
    """
    if cells["pledges"]:
        return tuple(pledge for told in _objects(cells, "pledges") if (pledge := _pledge(cells, opened, told)))
    amounts, currencies = split_items(cells["amount"]), split_items(cells["currency"])
    if len(currencies) > 1 and len(currencies) != len(amounts):
        cells.refuse(
            "currency",
            cells["currency"],
            "currencies-unpaired",
            f"There are {len(currencies)} currencies for {len(amounts)} amounts.",
            "Give one currency for each, in the same order.",
        )
        return ()
    if currencies and not amounts:
        cells.warn("currency", cells["currency"], "currency-without-amount", "A currency is told, but no amount.")
    on = cells.date("amount_on") or start
    found = []
    for index, text in enumerate(amounts):
        currency = currencies[index if len(currencies) > 1 else 0] if currencies else ""
        pledge = _told(cells, opened, text, currency, on)
        if pledge:
            found.append(pledge)
    return tuple(found)


def _told(cells: Cells, opened: Opened, text: str, currency: str, on: PartialDate | None) -> Pledge | None:
    amount = _amount(cells, text, opened.columns.decimal)
    if amount is None:
        return None
    code = cells.code("currency", "currencies", currency) if currency else ""
    inside = cells.code("currency", "currencies", amount.currency) if amount.currency else ""
    if code and inside and code != inside:
        cells.refuse(
            "currency", currency, "two-currencies", f"The amount says {inside}, the currency {code}.", "Correct one of them."
        )
    if amount.understood:
        cells.warn("amount", text, "amount-understood", f"{text!r}: {amount.understood}.", "Write the plain number to be sure.")
    if not amount.value:
        cells.warn(
            "amount", text, "amount-zero", "An amount of zero pledges nothing and was not kept.", "Leave the cell empty."
        )
        return None
    return Pledge(purpose=cells.line("purpose", _PURPOSE_LENGTH), amount=amount.value, currency=code or inside, on=on)


def _amount(cells: Cells, text: str, decimal: str) -> ToldAmount | None:
    try:
        amount = told_amount(text, decimal=decimal)
    except Refusal as problem:
        cells.refuse_as("amount", text, problem)
        return None
    if amount is not None and amount.value != amount.value.quantize(Decimal("0.01")):
        cells.refuse(
            "amount", text, "too-many-decimals", f"{text!r} has more than two decimals.", "Round it as the source means it."
        )
        return None
    return amount


def _objects(cells: Cells, name: str) -> list[Mapping[str, Any]]:
    """The objects of a JSON cell; none, with a finding, when it is no list of objects."""
    try:
        told = json.loads(cells[name], parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        cells.refuse(name, cells[name], f"broken-{name}", f"The {name} are not a JSON list of objects.", _WRITTEN)
        return []
    return told


def _known_keys(cells: Cells, name: str, told: Mapping[str, Any], shape: type) -> bool:
    unknown = sorted(set(told) - {one.name for one in fields(shape)})
    if unknown:
        cells.refuse(name, unknown[0], f"broken-{name}", f"{unknown[0]!r} is nothing the {name} can say.", _WRITTEN)
    return not unknown


def _pledge(cells: Cells, opened: Opened, told: Mapping[str, Any]) -> Pledge | None:
    amount = _amount(cells, str(told.get("amount", "")), ".")
    if not _known_keys(cells, "pledges", told, Pledge) or amount is None or not amount.value:
        return None
    texts = {name: str(told[name]) for name in ("payer", "receiver", "netted_at", "netted_reason") if told.get(name)}
    return Pledge(
        purpose=str(told.get("purpose") or "")[:_PURPOSE_LENGTH],
        amount=amount.value,
        currency=cells.code("pledges", "currencies", str(told.get("currency") or "")),
        on=_date(cells, "pledges", told.get("on")),
        instrument=cells.code("pledges", "instruments", str(told.get("instrument") or "unknown")),
        novelty=cells.code("pledges", "novelties", str(told.get("novelty") or "unknown")),
        **texts,
    )


def read_targets(cells: Cells) -> tuple[TargetContent, ...]:
    """The targets told, from the JSON an export writes."""
    if not cells["targets"]:
        return ()
    found: list[TargetContent] = []
    for position, told in enumerate(_objects(cells, "targets"), start=1):
        if not _known_keys(cells, "targets", told, TargetContent):
            continue
        number = str(told.get("number") or position)
        if not number.isdecimal() or int(number) in {one.number for one in found}:
            cells.refuse("targets", number, "broken-targets", f"{number!r} is no number of its own for a target.", _WRITTEN)
            continue
        found.append(
            TargetContent(
                number=int(number),
                statement=str(told.get("statement") or ""),
                indicator=str(told.get("indicator") or ""),
                unit=str(told.get("unit") or ""),
                baseline=_number(cells, told.get("baseline")),
                baseline_on=_date(cells, "targets", told.get("baseline_on")),
                target=_number(cells, told.get("target")),
                target_on=_date(cells, "targets", told.get("target_on")),
                verification=str(told.get("verification") or ""),
            )
        )
    return tuple(found)


def _number(cells: Cells, told: object) -> Decimal | None:
    if told in (None, ""):
        return None
    try:
        value = Decimal(str(told))
        if not value.is_finite() or value != value.quantize(Decimal("0.000001")):
            raise InvalidOperation
    except InvalidOperation:
        cells.refuse("targets", str(told), "not-a-number", f"{told!r} is no number with at most six decimals.", _WRITTEN)
        return None
    return value


def _date(cells: Cells, name: str, told: object) -> PartialDate | None:
    if told in (None, ""):
        return None
    try:
        return PartialDate.parse(str(told))
    except ValueError:
        cells.refuse(name, str(told), "unknown-date", f"{told!r} is not a date.", "Write 2021, 2021-06 or 2021-06-30.")
        return None
