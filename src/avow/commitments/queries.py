"""Reading commitments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from avow.commitments import changes
from avow.commitments.changes import Effect
from avow.commitments.content import Content
from avow.commitments.models import Answer, Commitment, Draft, LateEntry, LeaderException, LedgerEntry, Maker
from avow.commitments.reading import content_of

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Preview:
    """What an amendment would do to the promise: its label, and every difference that counts for it."""

    label: str
    effects: tuple[Effect, ...]


def preview(commitment: Commitment, content: Content) -> Preview:
    """The label that ``content`` would get as the next version of a confirmed commitment. Four queries."""
    old = content_of(commitment)
    return Preview(changes.label(old, content), tuple(changes.effects(old, content)))


def draft_of(commitment: Commitment) -> Draft | None:
    """What it would say next: its first text, or the amendment in preparation."""
    return Draft.objects.filter(commitment=commitment).first()


def answers_to(commitment: Commitment) -> QuerySet[Answer]:
    """What the secretariat answered to its submissions, the oldest first."""
    return Answer.objects.filter(commitment=commitment).order_by("number")


def proposed_to(party: int) -> QuerySet[Maker]:
    """Commitments the organisation is asked to make and has not answered, the longest waiting first."""
    return Maker.objects.filter(party=party, role=Maker.Role.PROPOSED).select_related("commitment").order_by("since", "pk")


def late_entries(at: datetime) -> QuerySet[LateEntry]:
    """Late entries still open, the first to close first."""
    return LateEntry.objects.filter(opened_at__lte=at, until__gte=at.replace(microsecond=0)).order_by("until", "pk")


def exceptions_of(party: int) -> QuerySet[LeaderException]:
    """Themes in which the leader need not commit for the leaders' term."""
    return LeaderException.objects.filter(party=party).order_by("theme")


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
