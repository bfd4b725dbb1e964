"""Changing a confirmed commitment: never quietly."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments.commands.freezing import Change, freeze
from avow.commitments.commands.locking import locked_standing
from avow.commitments.commands.words import refuse_wordless, sayer
from avow.commitments.content import Content
from avow.commitments.models import Commitment
from avow.commitments.reading import content_of
from avow.kernel import journal
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
    """Freezes a new version of a confirmed commitment. A later end with every target kept is an extension; no window is needed.

    1. Locks the commitment; refuses when somebody else amended it since ``expected_version`` was read.
    2. Freezes the version with its label, as ``freezing.freeze`` says; ``valid_from`` is when it began to hold, today unless
       told.
    3. Journals.
    """
    row = locked_standing(commitment)
    refuse_stale(row, expected_version)
    refuse_wordless(reason, _("An amendment needs a reason."), _("Say why it changes; the public reads it."))
    frozen = freeze(
        row,
        content_of(row),
        Change(content, reason, valid_from or at.date(), sayer(row, said_by), actor),
        at=at,
    )
    journal.append(
        command="commitments.amend",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[frozen.number, frozen.label, reason, content.as_json()],
    )
    return row


def refuse_stale(row: Commitment, expected_version: int) -> None:
    """Raises ``Refusal`` (``version-changed``) when the change was made on an older version."""
    if row.version != expected_version:
        raise Refusal(
            "version-changed",
            _("%(reference)s is at version %(current)d now; your change was made on version %(version)d.")
            % {"reference": row.reference, "current": row.version, "version": expected_version},
            _("Reload it, look at what changed, and make your change again."),
        )
