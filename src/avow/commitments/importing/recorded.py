"""Commitments already on the desk, found and read for a whole batch at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import F, Q

from avow.commitments.content import Content, Pledge
from avow.commitments.current import add_pledge
from avow.commitments.models import Commitment, CommitmentVersion

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Title:
    """What near-duplicates are judged by."""

    reference: str
    key: str
    title: str
    amounts: tuple[tuple[str, Decimal], ...]


def find(references: Sequence[str], keys: Sequence[str]) -> list[Commitment]:
    """Confirmed or told commitments that carry one of the references or source keys."""
    found: dict[int, Commitment] = {}
    for name, values in (("reference", references), ("source_key", keys)):
        for start in range(0, len(values), _CHUNK):
            rows = Commitment.objects.filter(Q(**{f"{name}__in": values[start : start + _CHUNK]}), version__gt=0)
            found.update({row.pk: row for row in rows.select_related("owner")})
    return list(found.values())


def comparable(told: Content, recorded: Content) -> Content:
    """What was told, in the form the desk would give it back: pledges added up, dates of known pledges kept.

    A pledge's date is that of its first ledger entry, which is never rewritten; so a new date alone changes nothing.
    """
    told = replace(told, title=_kept(told.title, recorded.title), description=_kept(told.description, recorded.description))
    merged: dict[tuple[str, ...], Pledge] = {}
    for pledge in told.pledges:
        add_pledge(merged, pledge)
    before = {pledge.key: pledge for pledge in recorded.pledges}
    dated = {key: replace(pledge, on=before[key].on) if key in before else pledge for key, pledge in merged.items()}
    order = [*(key for key in before if key in dated), *(key for key in dated if key not in before)]
    return replace(told, pledges=tuple(dated[key] for key in order))


def _kept(told: str, recorded: str) -> str:
    """The recorded spelling where the two differ in spacing alone: that is no change of what is said."""
    return recorded if told.split() == recorded.split() else told


def titles(owners: Sequence[int]) -> dict[int, list[Title]]:
    """Titles and pledged amounts of what the parties own."""
    found: dict[int, list[Title]] = defaultdict(list)
    for start in range(0, len(owners), _CHUNK):
        rows = CommitmentVersion.objects.filter(
            commitment__owner__in=owners[start : start + _CHUNK], number=F("commitment__version")
        ).select_related("commitment")
        for row in rows.order_by("commitment_id"):
            amounts = tuple((text.rpartition(" ")[2], Decimal(text.rpartition(" ")[0])) for text in row.pledged)
            of = row.commitment
            found[of.owner_id].append(Title(of.reference or "", of.source_key, row.title, amounts))
    return found
