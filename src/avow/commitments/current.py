"""What many commitments say now, read at once; and pledges added up as the ledger means them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import F

from avow.commitments.content import ActionShare, Content, Pledge, TargetContent
from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Target, VersionAction
from avow.commitments.money import PLEDGED

_CHUNK = 400


def contents_of(rows: Iterable[Commitment]) -> dict[int, Content]:
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
