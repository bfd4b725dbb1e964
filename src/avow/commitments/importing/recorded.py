"""Commitments already on the desk, found and read for a whole batch at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import F, Q

from avow.commitments.content import ActionShare, Content, Pledge, TargetContent
from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Target, VersionAction
from avow.commitments.money import PLEDGED

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


def contents(rows: Iterable[Commitment]) -> dict[int, Content]:
    """The current content of each, in four queries for every few hundred."""
    every = list(rows)
    found: dict[int, Content] = {}
    for start in range(0, len(every), _CHUNK):
        found.update(_contents(every[start : start + _CHUNK]))
    return found


def _contents(rows: Sequence[Commitment]) -> dict[int, Content]:
    keys = [row.pk for row in rows]
    current = {"commitment__in": keys, "version": F("commitment__version")}
    actions: dict[int, list[ActionShare]] = defaultdict(list)
    for action in VersionAction.objects.filter(**current).order_by("number"):
        actions[action.commitment_id].append(ActionShare(action.theme, action.action or None, action.share))
    targets: dict[int, list[TargetContent]] = defaultdict(list)
    for target in Target.objects.filter(**current).order_by("number"):
        targets[target.commitment_id].append(
            TargetContent(
                number=target.number,
                statement=target.statement,
                indicator=target.indicator,
                unit=target.unit,
                baseline=target.baseline,
                baseline_on=target.baseline_on,
                target=target.target,
                target_on=target.target_on,
                verification=target.verification,
            )
        )
    pledges = _pledges(keys)
    return {
        version.commitment_id: Content(
            title=version.title,
            description=version.description,
            language=version.language,
            actions=tuple(actions[version.commitment_id]),
            types=tuple(version.types),
            scope=version.scope,
            countries=tuple(version.countries),
            groups=tuple(version.groups),
            start=version.start,
            end=version.end,
            targets=tuple(targets[version.commitment_id]),
            pledges=tuple(pledges.get(version.commitment_id, {}).values()),
            endorsement_level=version.endorsement_level,
            endorsed_on=version.endorsed_on,
            pledge=version.pledge,
            condition=version.condition,
            affirmed=version.affirmed,
            principles=version.principles,
            links=tuple(version.links),
            joint=version.joint,
        )
        for version in CommitmentVersion.objects.filter(commitment__in=keys, number=F("commitment__version"))
    }


def _pledges(keys: Sequence[int]) -> dict[int, dict[tuple[str, ...], Pledge]]:
    rows = LedgerEntry.objects.filter(commitment__in=keys, stage=PLEDGED).select_related("payer", "receiver", "netted_at")
    found: dict[int, dict[tuple[str, ...], Pledge]] = defaultdict(dict)
    for row in rows.order_by("commitment_id", "number"):
        pledge = Pledge(
            purpose=row.purpose,
            amount=row.amount,
            currency=row.currency,
            on=row.on,
            instrument=row.instrument,
            novelty=row.novelty,
            payer=row.payer.reference if row.payer else None,
            receiver=row.receiver.reference if row.receiver else None,
            netted_at=row.netted_at.reference if row.netted_at else None,
            netted_reason=row.netted_reason or None,
        )
        add_pledge(found[row.commitment_id], pledge)
    return {key: {name: one for name, one in told.items() if one.amount} for key, told in found.items()}


def add_pledge(into: dict[tuple[str, ...], Pledge], pledge: Pledge) -> None:
    """Adds up increments of the same pledge, as the ledger means them; the first tells the date."""
    same = into.get(pledge.key)
    into[pledge.key] = replace(same, amount=same.amount + pledge.amount) if same else pledge


def comparable(told: Content, recorded: Content) -> Content:
    """What was told, in the form the desk would give it back: pledges added up, dates of known pledges kept.

    A pledge's date is that of its first ledger entry, which is never rewritten; so a new date alone changes nothing.
    """
    merged: dict[tuple[str, ...], Pledge] = {}
    for pledge in told.pledges:
        add_pledge(merged, pledge)
    before = {pledge.key: pledge for pledge in recorded.pledges}
    dated = {key: replace(pledge, on=before[key].on) if key in before else pledge for key, pledge in merged.items()}
    order = [*(key for key in before if key in dated), *(key for key in dated if key not in before)]
    return replace(told, pledges=tuple(dated[key] for key in order))


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
