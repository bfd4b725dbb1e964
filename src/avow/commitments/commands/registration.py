"""A commitment on its way in: drafted at any time, handed in within a window."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.commands.confirming import lookup_for
from avow.commitments.commands.deciding import FIELDS
from avow.commitments.commands.locking import locked
from avow.commitments.commands.saving import refuse_overwriting
from avow.commitments.commands.terms import leading, refuse_broken
from avow.commitments.commands.windows import way_in
from avow.commitments.content import Content, from_json
from avow.commitments.models import Answer, Commitment, Draft
from avow.commitments.scores import keep_score
from avow.framework import queries as framework
from avow.kernel import journal, workflow
from avow.kernel.commands import command
from avow.organisations.models import Organisation


@command("commitments.draft")
def draft(*, owner: Organisation, content: Content, origin: str = "maker", actor: str, at: datetime) -> Commitment:
    """Begins a commitment.

    1. Writes the commitment as a draft of its owner, with no reference and no version.
    2. Keeps the content beside it, as told.
    3. Journals.
    """
    row = Commitment.objects.create(
        owner=owner, origin=origin, registration_since=at.date(), standing_since=at.date(), recorded_at=at
    )
    Draft.objects.create(commitment=row, content=content.as_json(), saved_at=at)
    journal.append(command="commitments.draft", actor=actor, at=at, subjects=[("draft", row.pk)], details=None)
    return row


@command("commitments.save_draft")
def save_draft(
    *, commitment: Commitment, content: Content, actor: str, at: datetime, expected_revision: int | None = None
) -> Commitment:
    """Replaces what a draft says.

    1. Locks the commitment; only a draft can be rewritten, and not over somebody else's saving since ``expected_revision``
       was read.
    2. Of one sent back, only the fields unlocked for changes may differ.
    3. Keeps the new content, and journals.
    """
    row = locked(commitment)
    if row.registration != states.DRAFT:
        raise Refusal(
            "not-draft", _("It is submitted and can no longer be rewritten."), _("Ask the secretariat to send it back.")
        )
    if expected_revision is not None:
        refuse_overwriting(row.draft, expected_revision)
    _refuse_locked_fields(row, content)
    revision = row.draft.revision + 1
    Draft.objects.filter(commitment=row).update(content=content.as_json(), saved_at=at, revision=revision)
    journal.append(command="commitments.save_draft", actor=actor, at=at, subjects=[("draft", row.pk)], details=None)
    return row


@command("commitments.submit")
def submit(*, commitment: Commitment, actor: str, at: datetime) -> Commitment:
    """Hands a draft in.

    1. Locks the commitment and moves it to submitted.
    2. Finds the window open now, or the late entry opened for its owner; one sent back came in already, by its window.
    3. Refuses, undoing all, while a hard rule is broken or something it names is unknown. The draft is kept in any case.
    4. Keeps how strong it is when handed in, which blocks nothing.
    5. Journals.
    """
    row = locked(commitment)
    workflow.move(states.REGISTRATION, row, "submit", at=at)
    if not row.window:
        way = way_in(row.owner_id, at)
        row.window, row.late_entry = way.window, way.late_entry
    content = from_json(row.draft.content)
    refuse_broken(content, framework.facts(), at.date(), leading([row.owner_id])[row.owner_id])
    lookup = lookup_for([content])
    row.save(update_fields=["window", "late_entry"])
    keep_score(row, content, rates=lookup.rates, at=at)
    journal.append(command="commitments.submit", actor=actor, at=at, subjects=[("draft", row.pk)], details=row.window)
    return row


def _refuse_locked_fields(row: Commitment, content: Content) -> None:
    """No circle of netting can be closed here: nothing names a commitment that has no reference yet."""
    asked = Answer.objects.filter(commitment=row, move="send_back").order_by("number").last()
    if asked is None:
        return
    before = from_json(row.draft.content)
    changed = [name for name in FIELDS if getattr(before, name) != getattr(content, name)]
    locked_fields = [name.replace("_", " ") for name in changed if name not in asked.unlocked]
    if locked_fields:
        open_fields = ", ".join(name.replace("_", " ") for name in asked.unlocked)
        raise Refusal(
            "field-locked",
            _("Changes were asked of %(unlocked)s alone; %(locked)s cannot be changed now.")
            % {"unlocked": open_fields, "locked": ", ".join(locked_fields)},
            _("Ask the secretariat to unlock them too."),
        )
