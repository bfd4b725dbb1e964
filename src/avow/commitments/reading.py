"""From rows back to content: what a version says, as the values rules and comparisons work on."""

from __future__ import annotations

from dataclasses import replace

from avow.commitments.content import ActionShare, Content, Pledge, TargetContent
from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Target, VersionAction
from avow.commitments.money import PLEDGED


def content_of(commitment: Commitment, number: int | None = None) -> Content:
    """The content of a version, the current one unless told. Four queries."""
    number = commitment.version if number is None else number
    version = CommitmentVersion.objects.get(commitment=commitment, number=number)
    return Content(
        title=version.title,
        description=version.description,
        language=version.language,
        actions=_actions(commitment, number),
        types=version.types,
        scope=version.scope,
        countries=version.countries,
        groups=version.groups,
        start=version.start,
        end=version.end,
        targets=_targets(commitment, number),
        pledges=_pledges(commitment, number),
        endorsement_level=version.endorsement_level,
        endorsed_on=version.endorsed_on,
        pledge=version.pledge,
        condition=version.condition,
        affirmed=version.affirmed,
        principles=version.principles,
        links=version.links,
        joint=version.joint,
    )


def _actions(commitment: Commitment, number: int) -> tuple[ActionShare, ...]:
    rows = VersionAction.objects.filter(commitment=commitment, version=number).order_by("number")
    return tuple(ActionShare(row.theme, row.action or None, row.share) for row in rows)


def _targets(commitment: Commitment, number: int) -> tuple[TargetContent, ...]:
    rows = Target.objects.filter(commitment=commitment, version=number).order_by("number")
    return tuple(
        TargetContent(
            number=row.number,
            statement=row.statement,
            indicator=row.indicator,
            unit=row.unit,
            baseline=row.baseline,
            baseline_on=row.baseline_on,
            target=row.target,
            target_on=row.target_on,
            verification=row.verification,
        )
        for row in rows
    )


def _pledges(commitment: Commitment, number: int) -> tuple[Pledge, ...]:
    """Pledges as they stood in that version: ledger increments added up by pledge, those back at zero left out."""
    rows = LedgerEntry.objects.filter(commitment=commitment, stage=PLEDGED, version__lte=number)
    found: dict[tuple[str, ...], Pledge] = {}
    for row in rows.select_related("payer", "receiver", "netted_at").order_by("number"):
        one = _pledge(row)
        same = found.get(one.key)
        found[one.key] = replace(same, amount=same.amount + one.amount) if same else one
    return tuple(one for one in found.values() if one.amount)


def _pledge(row: LedgerEntry) -> Pledge:
    return Pledge(
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
