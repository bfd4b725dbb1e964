"""Exemplars: commitments the secretariat holds up, each with what makes it strong. They form the Playbook."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.commands.locking import locked_confirmed, locked_standing, refuse_public_source
from avow.commitments.commands.turning import add_turn
from avow.commitments.commands.words import refuse_wordless
from avow.commitments.models import Commitment
from avow.kernel import journal
from avow.kernel.commands import command


@command("commitments.mark_exemplar")
def mark_exemplar(*, commitment: Commitment, strength: str, actor: str, at: datetime) -> Commitment:
    """Marks a commitment as an exemplar, or says anew what makes it strong.

    1. Locks the commitment; one told by a public source is not held up before its maker confirmed it.
    2. Keeps ``strength``, what makes it strong: the public reads it.
    3. Adds the turn, and journals.
    """
    refuse_wordless(strength, _("An exemplar needs a reason."), _("Say what makes it strong; the public reads it."))
    row = locked_standing(commitment)
    refuse_public_source(row, _("%(reference)s was told by a public source and cannot be held up."))
    if row.exemplar == strength:
        raise Refusal(
            "nothing-changed",
            _("%(reference)s is an exemplar for this already.") % {"reference": row.reference},
            _("Leave it as it is."),
        )
    _mark(row, strength, states.EXEMPLAR, strength, at)
    journal.append(command="commitments.mark_exemplar", actor=actor, at=at, subjects=[("commitment", row.pk)], details=strength)
    return row


@command("commitments.unmark_exemplar")
def unmark_exemplar(*, commitment: Commitment, reason: str, actor: str, at: datetime) -> Commitment:
    """Takes the mark of an exemplar away, with a reason. Locks, clears, adds the turn, journals; that it was one stays told."""
    refuse_wordless(reason, _("Taking the mark away needs a reason."))
    row = locked_confirmed(commitment)
    if not row.exemplar:
        raise Refusal(
            "no-exemplar",
            _("%(reference)s is not marked as an exemplar.") % {"reference": row.reference},
            _("Leave it as it is."),
        )
    _mark(row, "", states.EXEMPLAR_ENDED, reason, at)
    journal.append(command="commitments.unmark_exemplar", actor=actor, at=at, subjects=[("commitment", row.pk)], details=reason)
    return row


def _mark(row: Commitment, strength: str, turn: str, reason: str, at: datetime) -> None:
    row.exemplar, row.recorded_at = strength, at
    row.save(update_fields=["exemplar", "recorded_at"])
    add_turn(row, turn, on=at.date(), at=at, said_by=states.SECRETARIAT, reason=reason)
