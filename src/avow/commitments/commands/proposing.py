"""Amendments as makers make them: prepared beside the frozen text, and approved before they stand."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments.commands.amendment import refuse_stale
from avow.commitments.commands.freezing import Change, freeze
from avow.commitments.commands.locking import locked_confirmed, locked_standing, refuse_public_source
from avow.commitments.commands.netting import refuse_circle, targets_of
from avow.commitments.commands.saving import refuse_overwriting
from avow.commitments.commands.words import refuse_wordless
from avow.commitments.content import Content, from_json
from avow.commitments.models import Commitment, Draft
from avow.commitments.reading import content_of
from avow.commitments.rows import refuse_control_characters, refuse_control_characters_in
from avow.commitments.states import MAKER
from avow.kernel import journal
from avow.kernel.commands import command


@command("commitments.propose_amendment")
def propose_amendment(
    *, commitment: Commitment, content: Content, expected_version: int, actor: str, at: datetime, reason: str = ""
) -> Draft:
    """Begins an amendment beside the frozen text, which stays in force.

    1. Locks the commitment; refuses when it was amended since ``expected_version`` was read, or has an open amendment.
    2. Refuses money counted in a circle; hard rules wait for the approval.
    3. Keeps content and reason as a draft, and journals. Nothing of it is published.
    """
    row = locked_standing(commitment)
    refuse_public_source(row, _("%(reference)s was told by a public source and has no amendments by its maker."))
    refuse_stale(row, expected_version)
    if Draft.objects.filter(commitment=row).exists():
        raise Refusal(
            "amendment-open",
            _("%(reference)s has an amendment in preparation.") % {"reference": row.reference},
            _("Continue with it, or discard it first."),
        )
    _refuse_unsavable(row, content, reason)
    draft = Draft.objects.create(
        commitment=row, content=content.as_json(), base_version=expected_version, reason=reason, saved_at=at
    )
    journal.append(command="commitments.propose_amendment", actor=actor, at=at, subjects=[("draft", row.pk)], details=None)
    return draft


@command("commitments.save_amendment")
def save_amendment(
    *,
    commitment: Commitment,
    content: Content,
    expected_version: int,
    expected_revision: int,
    reason: str,
    actor: str,
    at: datetime,
) -> Draft:
    """Replaces what an amendment in preparation says.

    1. Locks the commitment; refuses when somebody saved the amendment since ``expected_revision`` was read, or amended the
       commitment since ``expected_version`` was: saved again with the current version, it stands on that.
    2. Keeps content and reason, and journals.
    """
    row = locked_standing(commitment)
    draft = _open(row)
    refuse_overwriting(draft, expected_revision)
    refuse_stale(row, expected_version)
    _refuse_unsavable(row, content, reason)
    draft.content, draft.reason, draft.base_version = content.as_json(), reason, expected_version
    draft.revision, draft.saved_at = draft.revision + 1, at
    draft.save()
    journal.append(command="commitments.save_amendment", actor=actor, at=at, subjects=[("draft", row.pk)], details=None)
    return draft


@command("commitments.discard_amendment")
def discard_amendment(*, commitment: Commitment, expected_revision: int, actor: str, at: datetime) -> Commitment:
    """Throws an amendment in preparation away. Locks, deletes the draft as it was read, journals; the frozen text stays."""
    row = locked_confirmed(commitment)
    draft = _open(row)
    refuse_overwriting(draft, expected_revision)
    draft.delete()
    journal.append(command="commitments.discard_amendment", actor=actor, at=at, subjects=[("draft", row.pk)], details=None)
    return row


@command("commitments.approve_amendment")
def approve_amendment(*, commitment: Commitment, expected_revision: int, actor: str, at: datetime) -> Commitment:
    """Lets an amendment stand: by an approver where the owner wants one (``access``), else by any of its people.

    1. Locks the commitment; what is approved is what was read (``expected_revision``), on the version that is in force.
    2. Freezes the new version with its label, as ``freezing.freeze`` says, from today; the draft is gone.
    3. Journals. The secretariat decides nothing here.
    """
    row = locked_standing(commitment)
    draft = _open(row)
    refuse_overwriting(draft, expected_revision)
    refuse_stale(row, draft.base_version)
    refuse_wordless(draft.reason, _("An amendment needs a reason."), _("Say why it changes; the public reads it."))
    content = from_json(draft.content)
    frozen = freeze(row, content_of(row), Change(content, draft.reason, at.date(), MAKER, actor), at=at)
    draft.delete()
    journal.append(
        command="commitments.approve_amendment",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[frozen.number, frozen.label, frozen.reason, content.as_json()],
    )
    return row


def _open(row: Commitment) -> Draft:
    draft = Draft.objects.filter(commitment=row).first()
    if draft is None:
        raise Refusal(
            "no-amendment",
            _("%(reference)s has no amendment in preparation.") % {"reference": row.reference},
            _("Reload it: it may have been approved already."),
        )
    return draft


def _refuse_unsavable(row: Commitment, content: Content, reason: str) -> None:
    refuse_control_characters(content)
    refuse_control_characters_in([reason])
    refuse_circle(row, targets_of(content))
