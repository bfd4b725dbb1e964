"""From content to rows: the rows that freeze one version, and the ledger entries its pledges amount to.

``…_values`` give a row as ``kernel.bulk`` writes it, ``…_rows`` as a model: the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from avow.base.dates import PartialDate
from avow.base.money import Money
from avow.base.refusals import Refusal
from avow.commitments.content import Content, Pledge
from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Target, VersionAction
from avow.commitments.money import PLEDGED
from avow.framework.rates import Quote, Rates
from avow.kernel.bulk import Values


@dataclass(frozen=True, slots=True)
class Lookup:
    """What references in content resolve to, gathered once per command."""

    rates: Rates
    parties: Mapping[str, int]
    commitments: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Frozen:
    """Facts of a version beside its content."""

    number: int
    label: str
    reason: str
    valid_from: date
    at: datetime
    said_by: str
    approved_by: str = ""


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROLS = bytes(code for code in range(128) if _CONTROL.match(chr(code)))


def refuse_control_characters(content: Content) -> None:
    """Texts go to people, spreadsheets and separated files: an invisible control character is a mistake in all of them."""
    texts = [content.title, content.description, content.condition, content.principles, *content.links]
    texts += [text for one in content.targets for text in (one.statement, one.indicator, one.unit, one.verification)]
    texts += [one.purpose for one in content.pledges]
    refuse_control_characters_in(texts)


def refuse_control_characters_in(texts: Iterable[str]) -> None:
    texts = list(texts)
    told = "".join(texts).encode(errors="surrogatepass")
    if len(told.translate(None, _CONTROLS)) != len(told):
        found = next(text for text in texts if _CONTROL.search(text))
        raise Refusal(
            "control-character",
            _("The text “%(text)s” holds an invisible control character.") % {"text": _CONTROL.sub("�", found)[:80]},
            _("Remove it, or paste the text again without formatting."),
        )


def version_row(commitment: Commitment, content: Content, frozen: Frozen) -> CommitmentVersion:
    return CommitmentVersion(**version_values(commitment.pk, content, frozen))


def version_values(commitment: int, content: Content, frozen: Frozen) -> Values:
    return {
        "commitment_id": commitment,
        "number": frozen.number,
        "title": content.title,
        "description": content.description,
        "language": content.language,
        "themes": content.themes,
        "actions": content.action_codes,
        "types": content.types,
        "scope": content.scope,
        "countries": content.countries,
        "groups": content.groups,
        "start": content.start,
        "end": content.end,
        "endorsement_level": content.endorsement_level,
        "endorsed_on": content.endorsed_on,
        "pledge": content.pledge,
        "condition": content.condition,
        "affirmed": content.affirmed,
        "principles": content.principles,
        "links": content.links,
        "joint": content.joint,
        "pledged": tuple(f"{amount:.2f} {currency}" for currency, amount in content.pledged().items()),
        "label": frozen.label,
        "reason": frozen.reason,
        "valid_from": frozen.valid_from,
        "recorded_at": frozen.at,
        "said_by": frozen.said_by,
        "approved_by": frozen.approved_by,
    }


def action_rows(commitment: Commitment, content: Content, version: int) -> Iterator[VersionAction]:
    return (VersionAction(**values) for values in action_values(commitment.pk, content, version))


def action_values(commitment: int, content: Content, version: int) -> list[Values]:
    return [
        {
            "commitment_id": commitment,
            "version": version,
            "number": number,
            "theme": one.theme,
            "action": one.action or "",
            "share": one.share,
        }
        for number, one in enumerate(content.actions, 1)
    ]


def target_rows(commitment: Commitment, content: Content, version: int) -> Iterator[Target]:
    return (Target(**values) for values in target_values(commitment.pk, content, version))


def target_values(commitment: int, content: Content, version: int) -> list[Values]:
    return [
        {
            "commitment_id": commitment,
            "version": version,
            "number": one.number,
            "statement": one.statement,
            "indicator": one.indicator,
            "unit": one.unit,
            "baseline": one.baseline,
            "baseline_on": one.baseline_on,
            "target": one.target,
            "target_on": one.target_on,
            "verification": one.verification,
        }
        for one in content.targets
    ]


def pledge_rows(
    commitment: Commitment, pledges: Iterable[Pledge], frozen: Frozen, *, first: int, lookup: Lookup
) -> Iterator[LedgerEntry]:
    return (LedgerEntry(**values) for values in pledge_values(commitment.pk, pledges, frozen, first=first, lookup=lookup))


def pledge_values(
    commitment: int, pledges: Iterable[Pledge], frozen: Frozen, *, first: int, lookup: Lookup
) -> Iterator[Values]:
    """Ledger entries for pledged increments. A pledge without a date is converted at the rate of the day it was told."""
    for number, pledge in enumerate(pledges, first):
        quote = lookup.rates.find(pledge.currency, pledge.on or frozen.valid_from)
        yield {
            "commitment_id": commitment,
            "number": number,
            "version": frozen.number,
            "stage": PLEDGED,
            "purpose": pledge.purpose,
            "amount": pledge.amount,
            "currency": pledge.currency,
            "on": pledge.on,
            "instrument": pledge.instrument,
            "novelty": pledge.novelty,
            "payer_id": lookup.parties[pledge.payer] if pledge.payer else None,
            "receiver_id": lookup.parties[pledge.receiver] if pledge.receiver else None,
            "fulfils": None,
            "netted_at_id": lookup.commitments[pledge.netted_at] if pledge.netted_at else None,
            "netted_reason": pledge.netted_reason or "",
            "recorded_at": frozen.at,
            "said_by": frozen.said_by,
            **in_dollars(pledge.amount, pledge.currency, quote),
        }


def in_dollars(amount: Decimal, currency: str, quote: Quote | None) -> Values:
    """The entry's columns about US dollars; all empty where no rate is known."""
    if quote is None:
        return {"usd": None, "rate": None, "rate_period": None, "rate_source": ""}
    usd = quote.usd(Money(amount, currency))
    return {"usd": usd, "rate": quote.per_usd, "rate_period": quote.period, "rate_source": quote.source}


def increments(old: Iterable[Pledge], new: Iterable[Pledge], on: PartialDate) -> list[Pledge]:
    """What must be added to the ledger so that it says ``new``: differences by pledge, dated ``on`` where one was changed.

    A pledge lowered or dropped gives a negative increment; the old entries stay.
    """
    before, after = _by_key(old), _by_key(new)
    found = []
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        change = (now.amount if now else Decimal(0)) - (was.amount if was else Decimal(0))
        if change:
            base = now or was
            assert base is not None
            found.append(replace(base, amount=change, on=on if was else base.on))
    return found


def _by_key(pledges: Iterable[Pledge]) -> dict[tuple[str, ...], Pledge]:
    found: dict[tuple[str, ...], Pledge] = {}
    for pledge in pledges:
        same = found.get(pledge.key)
        found[pledge.key] = replace(same, amount=same.amount + pledge.amount) if same else pledge
    return found
