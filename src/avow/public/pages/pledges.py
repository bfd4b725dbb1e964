"""The single pledges of two versions: what each is for, in which form, from whom, and where it is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from avow.public.asked import Asked
from avow.ui.components.history import Difference
from avow.ui.formatting import money

Row = Mapping[str, Any]
Line = tuple[str, str]  # what the money is for, and its currency
TERMS = (
    "instrument",
    "novelty",
    "payer",
    "payer_category",
    "receiver",
    "receiver_category",
    "netted_at",
    "netted_reason",
)


def pledges_changed(asked: Asked, before: Row, after: Row, summed: frozenset[str]) -> Iterator[Difference]:
    """Pledges whose terms differ, and those whose amounts do in a currency that is not among ``summed``."""
    entries = [row for row in asked.release.rows_of("ledger", before["commitment"]) if row["stage"] == "pledged"]
    old, new = _pledges(entries, before["version"]), _pledges(entries, after["version"])
    for line in sorted({*old, *new}):
        was, now = old.get(line, {}), new.get(line, {})
        if was.keys() != now.keys() or (was != now and line[1] not in summed):
            yield Difference(line[0] or _("Purpose not told"), _told(asked, line, was), _told(asked, line, now), whole=True)


def _pledges(entries: Sequence[Row], version: int) -> dict[Line, dict[tuple[str, ...], Decimal]]:
    """Amounts by line and terms as that version pledges them: entries are increments, and what came back to zero is gone."""
    sums: dict[Line, dict[tuple[str, ...], Decimal]] = {}
    for row in entries:
        if row["version"] <= version:
            terms = sums.setdefault((row["purpose"] or "", row["currency"] or ""), {})
            key = tuple(row[name] or "" for name in TERMS)
            terms[key] = terms.get(key, Decimal(0)) + row["amount"]
    kept = {line: {key: amount for key, amount in terms.items() if amount} for line, terms in sums.items()}
    return {line: terms for line, terms in kept.items() if terms}


def _told(asked: Asked, line: Line, terms: Mapping[tuple[str, ...], Decimal]) -> str:
    return " · ".join(_one(asked, line[1], dict(zip(TERMS, key, strict=True)), amount) for key, amount in sorted(terms.items()))


def _one(asked: Asked, currency: str, term: Mapping[str, str], amount: Decimal) -> str:
    labels = asked.labels
    payer = party_name(asked, term["payer"], term["payer_category"])
    receiver = party_name(asked, term["receiver"], term["receiver_category"])
    parts = (
        money(amount, currency, asked.language, places=None),
        labels.name("instruments", term["instrument"]) if term["instrument"] != "unknown" else "",
        labels.name("novelties", term["novelty"]) if term["novelty"] != "unknown" else "",
        _("paid by %(who)s") % {"who": payer} if payer else "",
        _("to %(who)s") % {"who": receiver} if receiver else "",
        labels.name("netting_reasons", term["netted_reason"]),
        term["netted_at"],
    )
    return ", ".join(part for part in parts if part)


def party_name(asked: Asked, reference: str, category: str) -> str:
    """An organisation by name where it is itself public, else by its category."""
    row = asked.release.find("organisations", reference) if reference else None
    return str(row["name"]) if row else asked.labels.name("categories", category)
