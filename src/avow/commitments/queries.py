"""Reading commitments."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from avow.commitments.models import Commitment, LedgerEntry

_CHUNK = 400


def by_reference(reference: str) -> Commitment | None:
    return Commitment.objects.select_related("owner").filter(reference=reference).first()


def by_source_keys(keys: Collection[str]) -> dict[str, Commitment]:
    """Commitments an importer brought in before, by the key it gave them."""
    wanted, found = sorted(set(keys) - {""}), {}
    for start in range(0, len(wanted), _CHUNK):
        for row in Commitment.objects.filter(source_key__in=wanted[start : start + _CHUNK]):
            found[row.source_key] = row
    return found


def showing(parties: Collection[int]) -> frozenset[int]:
    """Ids of commitments whose published rows show one of the parties: as owner, payer or receiver."""
    wanted = sorted(parties)
    found: set[int] = set()
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found.update(Commitment.objects.filter(owner__in=chunk).values_list("id", flat=True))
        paid = LedgerEntry.objects.filter(Q(payer__in=chunk) | Q(receiver__in=chunk))
        found.update(paid.values_list("commitment_id", flat=True))
    return frozenset(found)


def confirmed() -> QuerySet[Commitment]:
    """Every commitment with a reference, in order of references."""
    return Commitment.objects.filter(reference__isnull=False).order_by("order")
