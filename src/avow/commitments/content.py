"""Everything a version of a commitment says, as plain frozen values. Pure: rules and comparisons work on these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from avow.base.dates import PartialDate


@dataclass(frozen=True, slots=True)
class ActionShare:
    """A theme, the action of it where told, and the share of the money allotted to it as a fraction of 1."""

    theme: str
    action: str | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TargetContent:
    """What is to be reached: a quantity (unit and target value) or a dated milestone (neither).

    ``number`` stays the same in every version that keeps the target.
    """

    number: int
    statement: str
    indicator: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    baseline_on: PartialDate | None = None
    target: Decimal | None = None
    target_on: PartialDate | None = None
    verification: str = ""


@dataclass(frozen=True, slots=True)
class Pledge:
    """Money promised. ``payer``, ``receiver`` and ``netted_at`` are references of parties and of a commitment.

    ``netted_at`` names the commitment at which the same money is already counted; ``netted_reason`` says why.
    """

    purpose: str
    amount: Decimal
    currency: str
    on: PartialDate | None = None
    instrument: str = "unknown"
    novelty: str = "unknown"
    payer: str | None = None
    receiver: str | None = None
    netted_at: str | None = None
    netted_reason: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two pledges the same money in two versions; amount and date may differ."""
        parts = (
            self.purpose,
            self.currency,
            self.instrument,
            self.novelty,
            self.payer,
            self.receiver,
            self.netted_at,
            self.netted_reason,
        )
        return tuple(part or "" for part in parts)


@dataclass(frozen=True, slots=True)
class Content:
    """One version's text and facts. ``types`` has the main type first. ``affirmed`` is ``None`` when nobody was asked."""

    title: str
    description: str = ""
    language: str = "en"
    actions: tuple[ActionShare, ...] = ()
    types: tuple[str, ...] = ()
    scope: str = "unknown"
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    start: PartialDate | None = None
    end: PartialDate | None = None
    targets: tuple[TargetContent, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    endorsement_level: str = ""
    endorsed_on: date | None = None
    pledge: str = "unconditional"
    condition: str = ""
    affirmed: bool | None = None
    principles: str = ""
    links: tuple[str, ...] = ()
    joint: bool = False

    @property
    def themes(self) -> tuple[str, ...]:
        """Themes in the order first named, each once."""
        return tuple(dict.fromkeys(one.theme for one in self.actions))

    @property
    def action_codes(self) -> tuple[str, ...]:
        """Actions in the order named, each once."""
        return tuple(dict.fromkeys(one.action for one in self.actions if one.action))

    def pledged(self) -> dict[str, Decimal]:
        """Gross pledged amount by currency, in order of currency codes."""
        totals: dict[str, Decimal] = {}
        for one in self.pledges:
            totals[one.currency] = totals.get(one.currency, Decimal(0)) + one.amount
        return dict(sorted(totals.items()))

    def as_json(self) -> dict[str, Any]:
        """Plain JSON: dates and decimals as text. ``from_json`` reads it back without loss."""
        return {
            "actions": [{"action": one.action, "share": _told(one.share), "theme": one.theme} for one in self.actions],
            "affirmed": self.affirmed,
            "condition": self.condition,
            "countries": list(self.countries),
            "description": self.description,
            "end": _told(self.end),
            "endorsed_on": _told(self.endorsed_on),
            "endorsement_level": self.endorsement_level,
            "groups": list(self.groups),
            "joint": self.joint,
            "language": self.language,
            "links": list(self.links),
            "pledge": self.pledge,
            "pledges": [_pledge_json(one) for one in self.pledges],
            "principles": self.principles,
            "scope": self.scope,
            "start": _told(self.start),
            "targets": [_target_json(one) for one in self.targets],
            "title": self.title,
            "types": list(self.types),
        }


def _target_json(one: TargetContent) -> dict[str, Any]:
    return {
        "baseline": _told(one.baseline),
        "baseline_on": _told(one.baseline_on),
        "indicator": one.indicator,
        "number": one.number,
        "statement": one.statement,
        "target": _told(one.target),
        "target_on": _told(one.target_on),
        "unit": one.unit,
        "verification": one.verification,
    }


def _pledge_json(one: Pledge) -> dict[str, Any]:
    return {
        "amount": str(one.amount),
        "currency": one.currency,
        "instrument": one.instrument,
        "netted_at": one.netted_at,
        "netted_reason": one.netted_reason,
        "novelty": one.novelty,
        "on": _told(one.on),
        "payer": one.payer,
        "purpose": one.purpose,
        "receiver": one.receiver,
    }


def _told(value: PartialDate | Decimal | date | None) -> str | None:
    return None if value is None else str(value)


def from_json(stored: Mapping[str, Any]) -> Content:
    values = dict(stored)
    values["actions"] = tuple(ActionShare(one["theme"], one["action"], _decimal(one["share"])) for one in stored["actions"])
    values["targets"] = tuple(_target(one) for one in stored["targets"])
    values["pledges"] = tuple(_pledge(one) for one in stored["pledges"])
    values["start"], values["end"] = _partial(stored["start"]), _partial(stored["end"])
    values["endorsed_on"] = date.fromisoformat(stored["endorsed_on"]) if stored["endorsed_on"] else None
    for name in ("types", "countries", "groups", "links"):
        values[name] = tuple(stored[name])
    return Content(**{field.name: values[field.name] for field in fields(Content)})


def _target(one: Mapping[str, Any]) -> TargetContent:
    exact = {name: _decimal(one[name]) for name in ("baseline", "target")}
    return TargetContent(
        **{**one, **exact, "baseline_on": _partial(one["baseline_on"]), "target_on": _partial(one["target_on"])}
    )


def _pledge(one: Mapping[str, Any]) -> Pledge:
    return Pledge(**{**one, "amount": Decimal(one["amount"]), "on": _partial(one["on"])})


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _partial(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
