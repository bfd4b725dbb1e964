"""Conditional pledges: the approval they depend on was given, or failed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.commands.freezing import Change, freeze, valid_since
from avow.commitments.commands.locking import locked_standing
from avow.commitments.commands.turning import add_turn
from avow.commitments.commands.words import refuse_wordless, sayer
from avow.commitments.models import Commitment
from avow.commitments.reading import content_of
from avow.kernel import journal, workflow
from avow.kernel.commands import command


@command("commitments.meet_condition")
def meet_condition(*, commitment: Commitment, on: date, reason: str, actor: str, at: datetime, said_by: str = "") -> Commitment:
    """Records that the approval a pledge depends on was given.

    1. Locks the commitment; its pledge must be conditional, or have failed before.
    2. Freezes a version whose pledge says so, with ``reason`` (who gave it, and how anybody can tell).
    3. Adds the turn on the day it was given, and journals.
    """
    row = locked_standing(commitment)
    _settled(row, "meet_condition", states.CONDITION_MET, on, reason, actor, at, said_by)
    journal.append(
        command="commitments.meet_condition",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[row.version, on, reason],
    )
    return row


@command("commitments.fail_condition")
def fail_condition(*, commitment: Commitment, on: date, reason: str, actor: str, at: datetime, said_by: str = "") -> Commitment:
    """Records that the approval a pledge depends on was refused, or that its time is over.

    1. Locks the commitment; its pledge must be conditional.
    2. Freezes a version whose pledge says so, with ``reason``; that weakens it.
    3. Adds the turn on the day it failed, and journals.
    """
    row = locked_standing(commitment)
    _settled(row, "fail_condition", states.CONDITION_FAILED, on, reason, actor, at, said_by)
    journal.append(
        command="commitments.fail_condition",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[row.version, on, reason],
    )
    return row


def _settled(row: Commitment, name: str, turn: str, on: date, reason: str, actor: str, at: datetime, said_by: str) -> None:
    """The version holds from that day, or from the beginning of the current one where that is later: the turn has the day."""
    refuse_wordless(reason, _("A condition met or failed needs a reason."))
    if on > at.date():
        raise Refusal(
            "day-to-come", _("%(day)s is still to come.") % {"day": on}, _("Give the day the approval was given or refused.")
        )
    old = content_of(row)
    chosen = workflow.refuse_unless_open(states.CONDITION, old.pledge or states.UNCONDITIONAL, name)
    who = sayer(row, said_by)
    change = Change(replace(old, pledge=chosen.target), reason, max(on, valid_since(row)), who, actor)
    freeze(row, old, change, at=at)
    add_turn(row, turn, on=on, at=at, said_by=who, reason=reason)
