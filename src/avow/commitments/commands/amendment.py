"""Changing or ending a confirmed commitment: never quietly."""

from __future__ import annotations

from datetime import date, datetime

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments import changes, states
from avow.commitments.commands.confirming import SETTLED, lookup_for, settle
from avow.commitments.commands.locking import locked_confirmed, locked_standing
from avow.commitments.content import Content
from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Target, VersionAction
from avow.commitments.reading import content_of
from avow.commitments.rows import (
    Frozen,
    action_rows,
    increments,
    pledge_rows,
    refuse_control_characters,
    refuse_control_characters_in,
    target_rows,
    version_row,
)
from avow.kernel import journal, workflow
from avow.kernel.commands import command


@command("commitments.amend")
def amend(
    *,
    commitment: Commitment,
    content: Content,
    expected_version: int,
    reason: str,
    actor: str,
    at: datetime,
    valid_from: date | None = None,
    said_by: str = "",
) -> Commitment:
    """Freezes a new version of a confirmed commitment.

    1. Locks the commitment; refuses when somebody else amended it since ``expected_version`` was read.
    2. Compares the new content with the current version and computes the label of the change.
    3. Freezes the version with its actions and targets; ``valid_from`` is when it began to hold, today unless told.
    4. Adds what the pledges changed by to the ledger; no old entry is touched.
    5. Updates version, label and totals of the commitment, and journals.
    """
    row = locked_standing(commitment)
    if row.version != expected_version:
        raise Refusal(
            "version-changed",
            f"{row.reference} is at version {row.version} now; your change was made on version {expected_version}.",
            "Reload it, look at what changed, and make your change again.",
        )
    if not reason.strip():
        raise Refusal("reason-missing", "An amendment needs a reason.", "Say why it changes; the public reads it.")
    old = content_of(row)
    if content == old:
        raise Refusal("nothing-changed", f"{row.reference} already says this.", "Change something, or leave it as it is.")
    refuse_control_characters(content)
    on = valid_from or at.date()
    _refuse_earlier(row, on)
    frozen = Frozen(
        number=row.version + 1,
        label=changes.label(old, content),
        reason=reason,
        valid_from=on,
        at=at,
        said_by=said_by or row.origin,
    )
    added = increments(old.pledges, content.pledges, PartialDate(on.year, on.month, on.day))
    first = LedgerEntry.objects.filter(commitment=row).count() + 1
    version_row(row, content, frozen).save()
    VersionAction.objects.bulk_create(action_rows(row, content, frozen.number))
    Target.objects.bulk_create(target_rows(row, content, frozen.number))
    LedgerEntry.objects.bulk_create(pledge_rows(row, added, frozen, first=first, lookup=lookup_for([content, old])))
    row.version, row.change, row.recorded_at = frozen.number, frozen.label, at
    settle(row, LedgerEntry.objects.filter(commitment=row))
    row.save(update_fields=["version", "change", "recorded_at", *SETTLED])
    journal.append(
        command="commitments.amend",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[frozen.number, frozen.label, reason, content.as_json()],
    )
    return row


@command("commitments.withdraw")
def withdraw(*, commitment: Commitment, reason: str, actor: str, at: datetime) -> Commitment:
    """Withdraws a commitment. It stays listed.

    1. Locks the commitment; a reason is needed, and is published.
    2. Moves its standing to withdrawn, keeps the reason beside it, and journals.
    """
    if not reason.strip():
        raise Refusal("reason-missing", "Withdrawing needs a reason.", "Say why; the public reads it.")
    refuse_control_characters_in([reason])
    row = locked_confirmed(commitment)
    workflow.move(states.STANDING, row, "withdraw", at=at)
    row.standing_reason, row.recorded_at = reason, at
    row.save(update_fields=["standing_reason", "recorded_at"])
    journal.append(
        command="commitments.withdraw", actor=actor, at=at, subjects=[("commitment", row.pk)], details=[row.reference, reason]
    )
    return row


def _refuse_earlier(row: Commitment, on: date) -> None:
    """Versions hold one after the other: a new one cannot begin before the one it replaces."""
    since = CommitmentVersion.objects.values_list("valid_from", flat=True).get(commitment=row, number=row.version)
    if on < since:
        raise Refusal(
            "before-current-version",
            f"Version {row.version} holds since {since}; a new one cannot begin on {on}.",
            "Give a later day.",
        )
