"""Who makes a commitment: co-makers who must agree before they are named, and its owner handed over. Never quietly."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.commands.confirming import Subject, make_public
from avow.commitments.commands.locking import locked, locked_standing, refuse_fallen
from avow.commitments.commands.words import refuse_wordless, sayer
from avow.commitments.models import Commitment, FormerMaker, Maker
from avow.commitments.reading import content_of
from avow.commitments.rows import refuse_control_characters_in
from avow.commitments.scores import keep_score
from avow.framework import queries as framework
from avow.kernel import journal, workflow
from avow.kernel.commands import command
from avow.organisations.models import Party


@command("commitments.propose_co_maker")
def propose_co_maker(
    *, commitment: Commitment, organisation: Party, actor: str, at: datetime, reason: str = "", said_by: str = ""
) -> Maker:
    """Proposes an organisation as co-maker, of a draft or of a confirmed commitment.

    1. Locks the commitment; the organisation must not make it already. After confirmation a reason is needed, which is
       published once it agrees.
    2. Keeps the proposal; no page names the organisation before it agreed.
    3. Journals.
    """
    row, state, _none = _standing(commitment, organisation)
    workflow.refuse_unless_open(states.MAKING, state, "propose_co_maker")
    _refuse_wordless_once_confirmed(row, reason)
    found = begin(row, organisation.pk, Maker.Role.PROPOSED, at=at, named_by=sayer(row, said_by), reason=reason)
    _journal("commitments.propose_co_maker", row, actor, at, [organisation.reference, reason])
    return found


@command("commitments.accept_co_making")
def accept_co_making(*, commitment: Commitment, organisation: Party, actor: str, at: datetime) -> Maker:
    """Agrees to make a commitment together with its owner.

    1. Locks the commitment; the organisation must be proposed.
    2. Makes it co-maker from today, and keeps that it was proposed before.
    3. Makes it public with a confirmed commitment (with a draft, once that is confirmed), and journals.
    """
    row, state, maker = _standing(commitment, organisation)
    workflow.refuse_unless_open(states.MAKING, state, "accept_co_making")
    assert maker is not None
    end(maker, at=at, said_by=states.MAKER)
    reason = "" if maker.named_by == states.PUBLIC_SOURCE else maker.reason
    found = begin(row, organisation.pk, Maker.Role.CO_MAKER, at=at, named_by=states.MAKER, reason=reason)
    shown = _published(row, [organisation.pk], at)
    _journal("commitments.accept_co_making", row, actor, at, organisation.reference, shown)
    return found


@command("commitments.decline_co_making")
def decline_co_making(*, commitment: Commitment, organisation: Party, reason: str, actor: str, at: datetime) -> FormerMaker:
    """Declines to make a commitment.

    1. Locks the commitment; the organisation must be proposed.
    2. Ends the proposal, which stays told: in public only where a public source had named the organisation.
    3. Journals.
    """
    row, state, maker = _standing(commitment, organisation)
    workflow.refuse_unless_open(states.MAKING, state, "decline_co_making")
    assert maker is not None
    refuse_wordless(reason, _("Declining needs a reason."), _("Say why; the owner reads it."))
    former = end(maker, at=at, said_by=states.MAKER, reason=reason)
    _published(row, [], at)
    _journal("commitments.decline_co_making", row, actor, at, [organisation.reference, reason])
    return former


@command("commitments.leave")
def leave(*, commitment: Commitment, organisation: Party, reason: str, actor: str, at: datetime) -> FormerMaker:
    """Lets a co-maker leave, by its own word.

    1. Locks the commitment; the organisation must be co-maker.
    2. Ends its role today, with the reason: that it was a maker stays told.
    3. Journals.
    """
    row, state, maker = _standing(commitment, organisation)
    workflow.refuse_unless_open(states.MAKING, state, "leave")
    assert maker is not None
    refuse_wordless(reason, _("Leaving needs a reason."))
    former = end(maker, at=at, said_by=states.MAKER, reason=reason)
    _published(row, [], at)
    _journal("commitments.leave", row, actor, at, [organisation.reference, reason])
    return former


@command("commitments.remove_co_maker")
def remove_co_maker(
    *, commitment: Commitment, organisation: Party, reason: str, actor: str, at: datetime, said_by: str = ""
) -> FormerMaker:
    """Takes back a proposal, or ends the role of a co-maker, by the word of the owner or the secretariat.

    1. Locks the commitment; the organisation must be proposed or co-maker.
    2. Ends its role today, with the reason.
    3. Journals.
    """
    row, state, maker = _standing(commitment, organisation)
    workflow.refuse_unless_open(states.MAKING, state, "remove_co_maker")
    assert maker is not None
    refuse_wordless(reason, _("Removing a co-maker needs a reason."))
    former = end(maker, at=at, said_by=sayer(row, said_by), reason=reason)
    _published(row, [], at)
    _journal("commitments.remove_co_maker", row, actor, at, [organisation.reference, reason])
    return former


@command("commitments.change_owner")
def change_owner(
    *,
    commitment: Commitment,
    organisation: Party,
    reason: str,
    actor: str,
    at: datetime,
    stays: bool = False,
    said_by: str = "",
) -> Commitment:
    """Hands a confirmed commitment over to another owner.

    1. Locks the commitment; the new owner must have agreed to make it (as co-maker), but where a public source tells of both.
    2. Ends the role of the old owner today, who ``stays`` as co-maker or not, and begins that of the new one; each with the
       reason.
    3. Makes the new owner public, and journals.
    """
    refuse_wordless(reason, _("Handing a commitment over needs a reason."))
    row = locked_standing(commitment)
    if organisation.pk == row.owner_id:
        raise Refusal(
            "nothing-changed",
            _("%(name)s owns %(reference)s already.") % {"name": organisation.name, "reference": row.reference},
            _("Name the new owner."),
        )
    makers = {one.party_id: one for one in Maker.objects.filter(commitment=row)}
    taking = makers.get(organisation.pk)
    if row.origin != states.PUBLIC_SOURCE and (taking is None or taking.role != Maker.Role.CO_MAKER):
        raise Refusal(
            "owner-not-agreed",
            _("%(name)s has not agreed to make %(reference)s.") % {"name": organisation.name, "reference": row.reference},
            _("Propose it as co-maker; once it agreed, hand the commitment over."),
        )
    who, old = sayer(row, said_by), row.owner_id
    for one in (makers.get(old), taking):
        if one is not None:
            end(one, at=at, said_by=who, reason=reason)
    if stays:
        begin(row, old, Maker.Role.CO_MAKER, at=at, named_by=who, reason=reason)
    begin(row, organisation.pk, Maker.Role.OWNER, at=at, named_by=who, reason=reason)
    row.owner = organisation
    row.save(update_fields=["owner"])
    shown = _published(row, [organisation.pk], at)
    _journal("commitments.change_owner", row, actor, at, [organisation.reference, reason, stays], shown)
    return row


def begin(row: Commitment, party: int, role: str, *, at: datetime, named_by: str, reason: str) -> Maker:
    """Begins a role today."""
    return Maker.objects.create(commitment=row, party_id=party, role=role, since=at.date(), named_by=named_by, reason=reason)


def end(maker: Maker, *, at: datetime, said_by: str, reason: str = "") -> FormerMaker:
    """Ends a role today, and keeps that it was held."""
    former = FormerMaker.objects.create(
        commitment_id=maker.commitment_id,
        number=FormerMaker.objects.filter(commitment=maker.commitment_id).count() + 1,
        party_id=maker.party_id,
        role=maker.role,
        named_by=maker.named_by,
        since=maker.since,
        until=at.date(),
        reason=reason,
        recorded_at=at,
        said_by=said_by,
    )
    maker.delete()
    return former


def _standing(commitment: Commitment, organisation: Party) -> tuple[Commitment, str, Maker | None]:
    """The locked commitment, and what the organisation is to it."""
    row = locked(commitment)
    if row.registration == states.DECLINED:
        raise Refusal("declined", _("This commitment was declined: nobody makes it."), _("Begin a new one."))
    refuse_fallen(row)
    if organisation.pk == row.owner_id:
        return row, states.OWNER, None
    maker = Maker.objects.filter(commitment=row, party=organisation.pk).first()
    return row, maker.role if maker else states.NO_MAKER, maker


def _refuse_wordless_once_confirmed(row: Commitment, reason: str) -> None:
    if row.registration == states.CONFIRMED:
        refuse_wordless(reason, _("A new co-maker needs a reason."))
    refuse_control_characters_in([reason])


def _published(row: Commitment, parties: list[int], at: datetime) -> list[Subject]:
    """What the public sees of it from now on, its strength among it: nothing while it is a draft."""
    if row.registration != states.CONFIRMED:
        return []
    row.recorded_at = at
    row.save(update_fields=["recorded_at"])
    keep_score(row, content_of(row), rates=framework.rates(), at=at)
    return [("organisation", party) for party in make_public(set(parties), at)]


def _journal(code: str, row: Commitment, actor: str, at: datetime, details: object, shown: list[Subject] | None = None) -> None:
    kind = "commitment" if row.registration == states.CONFIRMED else "draft"
    journal.append(command=code, actor=actor, at=at, subjects=[(kind, row.pk), *(shown or [])], details=details)
