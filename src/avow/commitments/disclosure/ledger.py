"""Rows of the ledger. A payer or receiver is named where it is itself public; its category always is."""

from __future__ import annotations

from collections.abc import Iterator

from avow.commitments.disclosure.selecting import View, items, money, number, select
from avow.kernel.reading import instant_sql

Row = tuple[object, ...]

_COLUMNS = """
    c.reference, e.number, e.version, e.stage, NULLIF(e.purpose, ''), e.amount, e.currency, e."on", e.usd, e.rate,
    e.rate_period, NULLIF(e.rate_source, ''), e.instrument, e.novelty, payer.reference, payer.public_since, payer_org.category,
    receiver.reference, receiver.public_since, receiver_org.category, e.fulfils, e.netted_at_id, n.reference,
    NULLIF(e.netted_reason, ''), c.circular, {recorded_at}, e.said_by
"""
_JOINS = """
    JOIN commitments_ledgerentry e ON e.commitment_id = c.id
    LEFT JOIN organisations_party payer ON payer.id = e.payer_id
    LEFT JOIN organisations_organisation payer_org ON payer_org.party_ptr_id = e.payer_id
    LEFT JOIN organisations_party receiver ON receiver.id = e.receiver_id
    LEFT JOIN organisations_organisation receiver_org ON receiver_org.party_ptr_id = e.receiver_id
    LEFT JOIN commitments_commitment n ON n.id = e.netted_at_id
"""


def ledger_rows(view: View) -> Iterator[Row]:
    for (
        reference, position, version, stage, purpose, amount, currency, on, usd, rate, period, source, instrument, novelty,
        payer, payer_public, payer_category, receiver, receiver_public, receiver_category, fulfils, counting, netted_at,
        netted_reason, circular, recorded_at, said_by,
    ) in select(view, _COLUMNS.format(recorded_at=instant_sql("e.recorded_at")), _JOINS, ", e.number"):  # fmt: skip
        yield (
            reference,
            position,
            version,
            stage,
            purpose,
            money(amount),
            currency,
            on,
            money(usd),
            number(rate),
            period,
            source,
            instrument,
            novelty,
            payer if payer_public else None,
            payer_category,
            receiver if receiver_public else None,
            receiver_category,
            fulfils,
            counting is not None and str(counting) not in items(circular),
            netted_at,
            netted_reason,
            recorded_at,
            said_by,
        )
