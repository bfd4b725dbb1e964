"""What a maker says while carrying a commitment out: stage and trajectory, values of targets, money."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments import money, states
from avow.commitments.bands import bands_of
from avow.commitments.commands.confirming import SETTLED, lookup_for, settle
from avow.commitments.commands.locking import locked_standing, refuse_public_source
from avow.commitments.commands.netting import refuse_circle, targets_of
from avow.commitments.content import Content, Pledge
from avow.commitments.models import Commitment, LedgerEntry, StageDeclaration, Target, TargetValue
from avow.commitments.reading import content_of
from avow.commitments.rows import in_dollars
from avow.commitments.scores import keep_score
from avow.commitments.trajectory import CANNOT_TELL, TOO_EARLY, worst
from avow.framework import queries as framework
from avow.kernel import journal
from avow.kernel.commands import command


@command("commitments.declare_stage")
def declare_stage(
    *,
    commitment: Commitment,
    stage: str,
    said_on: date,
    actor: str,
    at: datetime,
    trajectory: str = "",
    reason: str = "",
    said_by: str = "maker",
) -> StageDeclaration:
    """Records the stage and trajectory a maker declares.

    1. Locks the commitment; one told by a public source has no stage.
    2. Where the declared trajectory differs from the one computed from targets, asks for a reason.
    3. Adds the declaration; the commitment shows the one said last.
    4. Journals.
    """
    row = locked_standing(commitment)
    refuse_public_source(row, _("%(reference)s was told by a public source and has no stage."))
    facts = framework.facts()
    _refuse_unknown(
        facts.knows("stages", stage) and stage != states.NOT_REPORTED, _("“%(code)s” is not a stage of the framework."), stage
    )
    _refuse_unknown(
        not trajectory or facts.knows("trajectories", trajectory),
        _("“%(code)s” is not a trajectory of the framework."),
        trajectory,
    )
    computed = worst(bands_of(row, at.date()).values())
    if trajectory and computed not in (trajectory, TOO_EARLY, CANNOT_TELL) and not reason.strip():
        raise Refusal(
            "reason-missing",
            _("You declare “%(declared)s”; the values you reported give “%(computed)s”.")
            % {"declared": trajectory, "computed": computed},
            _("Say why they differ; both are shown."),
        )
    said = StageDeclaration.objects.create(
        commitment=row,
        number=StageDeclaration.objects.filter(commitment=row).count() + 1,
        stage=stage,
        trajectory=trajectory,
        said_on=said_on,
        reason=reason,
        recorded_at=at,
        said_by=said_by,
    )
    if row.stage_on is None or said_on >= row.stage_on:
        row.stage, row.stage_on, row.trajectory_declared = stage, said_on, trajectory
    row.recorded_at = at
    row.save(update_fields=["stage", "stage_on", "trajectory_declared", "recorded_at"])
    journal.append(
        command="commitments.declare_stage",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[stage, trajectory, said_on, reason],
    )
    return said


@command("commitments.record_value")
def record_value(
    *, commitment: Commitment, target: int, value: Decimal, value_on: date, proof: str, actor: str, at: datetime
) -> TargetValue:
    """Records a value reached for a target.

    1. Locks the commitment; the target must stand in its current version.
    2. Refuses a day to come and an unknown rung of the proof ladder.
    3. Adds the value, and journals.
    """
    row = locked_standing(commitment)
    refuse_public_source(row, _("%(reference)s was told by a public source and has no reported values."))
    if not Target.objects.filter(commitment=row, version=row.version, number=target).exists():
        raise Refusal(
            "target-unknown",
            _("%(reference)s has no target %(number)d.") % {"reference": row.reference, "number": target},
            _("Choose one of its targets."),
        )
    if value_on > at.date():
        raise Refusal(
            "day-to-come",
            _("%(day)s is still to come.") % {"day": value_on},
            _("Give the day the value was reached or measured."),
        )
    _refuse_unknown(framework.facts().knows("proofs", proof), _("“%(code)s” is not a kind of proof of the framework."), proof)
    found = TargetValue.objects.create(
        commitment=row,
        target=target,
        number=TargetValue.objects.filter(commitment=row, target=target).count() + 1,
        value=value,
        value_on=value_on,
        proof=proof,
        recorded_at=at,
    )
    row.recorded_at = at
    row.save(update_fields=["recorded_at"])
    journal.append(
        command="commitments.record_value",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[target, value, value_on, proof],
    )
    return found


@command("commitments.enter_money")
def enter_money(
    *,
    commitment: Commitment,
    stage: str,
    purpose: str,
    amount: Decimal,
    currency: str,
    on: PartialDate,
    actor: str,
    at: datetime,
    fulfils: int | None = None,
    instrument: str = "unknown",
    novelty: str = "unknown",
    payer: str | None = None,
    receiver: str | None = None,
    netted_at: str | None = None,
    netted_reason: str | None = None,
    said_by: str = "",
) -> LedgerEntry:
    """Adds money secured, disbursed or spent; what is pledged changes by amendment only.

    1. Locks the commitment.
    2. Checks stage, currency, the pledge it fulfils (a ledger number of this commitment), and that counting it elsewhere closes
       no circle.
    3. Adds the entry, in US dollars too where a rate of its date is known.
    4. Brings the commitment's totals and strength up to date, and journals.
    """
    row = locked_standing(commitment)
    entered = Pledge(purpose, amount, currency, on, instrument, novelty, payer, receiver, netted_at, netted_reason)
    lookup = lookup_for([Content("", pledges=(entered,))])
    _check_entry(row, stage, entered, fulfils)
    refuse_circle(row, targets_of(Content("", pledges=(entered,))))
    entry = LedgerEntry.objects.create(
        commitment=row,
        number=LedgerEntry.objects.filter(commitment=row).count() + 1,
        version=row.version,
        stage=stage,
        purpose=purpose,
        amount=amount,
        currency=currency,
        on=on,
        instrument=instrument,
        novelty=novelty,
        payer_id=lookup.parties[payer] if payer else None,
        receiver_id=lookup.parties[receiver] if receiver else None,
        netted_at_id=lookup.commitments[netted_at] if netted_at else None,
        netted_reason=netted_reason or "",
        fulfils=fulfils,
        recorded_at=at,
        said_by=said_by or row.origin,
        **in_dollars(amount, currency, lookup.rates.find(currency, on)),
    )
    settle(row, LedgerEntry.objects.filter(commitment=row))
    row.recorded_at = at
    row.save(update_fields=["recorded_at", *SETTLED])
    keep_score(row, content_of(row), rates=lookup.rates, at=at)
    journal.append(
        command="commitments.enter_money",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[stage, amount, currency, str(on), fulfils, netted_at],
    )
    return entry


def _check_entry(row: Commitment, stage: str, entered: Pledge, fulfils: int | None) -> None:
    if stage == money.PLEDGED:
        raise Refusal("pledge-by-amendment", _("What is pledged changes by an amendment."), _("Amend the commitment instead."))
    _refuse_unknown(stage in money.STAGES, _("“%(code)s” is not a money stage of the framework."), stage)
    _refuse_unknown(
        framework.facts().knows("currencies", entered.currency),
        _("“%(code)s” is not a currency of the framework."),
        entered.currency,
    )
    if fulfils is not None and not LedgerEntry.objects.filter(commitment=row, number=fulfils, stage=money.PLEDGED).exists():
        raise Refusal(
            "pledge-unknown",
            _("%(reference)s has no pledge %(number)d.") % {"reference": row.reference, "number": fulfils},
            _("Give the ledger number of one of its pledges."),
        )


def _refuse_unknown(known: bool, sentence: str, value: str) -> None:
    if not known:
        raise Refusal("code-unknown", sentence % {"code": value}, _("Use a code of its list."))
