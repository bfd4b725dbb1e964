"""What a reference on the command line means in the published tables."""

from __future__ import annotations

from avow.base.references import Reference
from avow.base.refusals import Refusal

TABLES = {"C": "commitments", "O": "organisations"}


def entity_of(reference: str) -> tuple[str, tuple[str, ...]]:
    """``C-2021-0042`` -> the table and key of the row that stands for it."""
    try:
        table = TABLES[Reference.parse(reference).kind]
    except (ValueError, KeyError):
        raise Refusal(
            "unknown-reference",
            f"{reference} is not the reference of a commitment or an organisation.",
            "Write C-2021-0042 or O-0117.",
        ) from None
    return table, (reference,)
