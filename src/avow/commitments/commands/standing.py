"""Where a confirmed commitment stands: taken back, replaced, lapsed in silence, back with a report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.commands.locking import locked_confirmed, locked_several, refuse_unconfirmed, standing_word
from avow.commitments.commands.turning import add_turn
from avow.commitments.commands.words import refuse_wordless, sayer
from avow.commitments.models import Commitment, CommitmentVersion
from avow.commitments.silence import Heard, silent_twice
from avow.framework import queries as framework
from avow.kernel import journal, workflow
from avow.kernel.commands import command

_WRITTEN = ("standing_since", "standing_reason", "standing_said_by", "recorded_at")


@command("commitments.withdraw")
def withdraw(*, commitment: Commitment, reason: str, actor: str, at: datetime, said_by: str = "") -> Commitment:
    """Withdraws a commitment. It stays listed.

    1. Locks the commitment; a reason is needed, and is published.
    2. Moves its standing to withdrawn, and keeps beside it the reason and whose word it is: its maker's, or the
       secretariat's (``said_by``; of whoever it comes from unless told).
    3. Adds the turn, and journals.
    """
    refuse_wordless(reason, _("Withdrawing needs a reason."))
    row = locked_confirmed(commitment)
    workflow.move(states.STANDING, row, "withdraw", at=at)
    _fell(row, states.WITHDRAWN, reason, sayer(row, said_by), at)
    journal.append(
        command="commitments.withdraw",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[row.reference, reason, row.standing_said_by],
    )
    return row


@command("commitments.supersede")
def supersede(*, commitment: Commitment, by: Commitment, reason: str, actor: str, at: datetime) -> Commitment:
    """Lets another commitment take the place of this one. Both say so, and both stay listed.

    1. Locks both, in the order of their ids; the other must be confirmed and live.
    2. Moves the standing of this one to superseded, with the reason.
    3. Adds a turn to each that names the other, and journals both.
    """
    refuse_wordless(reason, _("Replacing a commitment needs a reason."))
    if by.pk == commitment.pk:
        raise Refusal("superseded-by-itself", _("A commitment cannot take its own place."), _("Name the other commitment."))
    rows = locked_several([commitment, by])
    row, other = rows[commitment.pk], rows[by.pk]
    for one in (row, other):
        refuse_unconfirmed(one)
    if other.standing != states.LIVE:
        raise Refusal(
            "not-standing",
            _("%(reference)s is %(standing)s and cannot take the place of another.")
            % {"reference": other.reference, "standing": standing_word(other)},
            _("Name a commitment that is live."),
        )
    workflow.move(states.STANDING, row, "supersede", at=at)
    _fell(row, states.SUPERSEDED, reason, states.SECRETARIAT, at, other)
    add_turn(other, states.SUPERSEDES, on=at.date(), at=at, said_by=states.SECRETARIAT, reason=reason, other=row)
    other.recorded_at = at
    other.save(update_fields=["recorded_at"])
    journal.append(
        command="commitments.supersede",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk), ("commitment", other.pk)],
        details=[row.reference, other.reference, reason],
    )
    return row


@command("commitments.lapse")
def lapse(*, commitment: Commitment, cycles: Sequence[Heard], actor: str, at: datetime) -> Commitment:
    """Lets a commitment lapse that was silent in two cycles running.

    1. Locks the commitment.
    2. Lets it lapse as of the close of the second cycle; see ``lapse_locked``.
    3. Journals.
    """
    row = locked_confirmed(commitment)
    lapse_locked(row, cycles, zone=framework.time_zone(), at=at)
    journal.append(
        command="commitments.lapse",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[row.reference, [one.cycle for one in cycles], row.standing_since],
    )
    return row


@command("commitments.revive")
def revive(*, commitment: Commitment, cycle: str, reported_on: date, actor: str, at: datetime) -> Commitment:
    """Brings a lapsed commitment back with the next report.

    1. Locks the commitment.
    2. Moves its standing to live as of the day of the report; see ``revive_locked``.
    3. Journals.
    """
    row = locked_confirmed(commitment)
    revive_locked(row, cycle, reported_on=reported_on, at=at)
    journal.append(
        command="commitments.revive",
        actor=actor,
        at=at,
        subjects=[("commitment", row.pk)],
        details=[row.reference, cycle, reported_on],
    )
    return row


def lapse_locked(row: Commitment, cycles: Sequence[Heard], *, zone: ZoneInfo, at: datetime) -> None:
    """What ``lapse`` does to a locked commitment; the close of a cycle calls it for many.

    ``cycles`` are all that closed so far, in any order. The day is that of the second close in the framework's ``zone``.
    Raises ``Refusal`` for one that was not asked in both of the last two, that reported in one of them, that came back
    since, or whose term is over: it has ended, and lapses no more.
    """
    silent = silent_twice(cycles, at)
    on = silent[1].closed_at.astimezone(zone).date() if silent else at.date()
    if silent is None or (row.standing == states.LIVE and row.standing_since >= on):
        raise Refusal(
            "not-silent",
            _("%(reference)s was not silent in the last two cycles it was asked in.") % {"reference": row.reference},
            _("It lapses only after two cycles running without a report."),
        )
    end = CommitmentVersion.objects.values_list("end", flat=True).get(commitment=row, number=row.version)
    if states.standing_on(row.standing, end.last if end else None, on) == states.ENDED:
        raise Refusal(
            "term-over",
            _("%(reference)s had ended by %(day)s.") % {"reference": row.reference, "day": on},
            _("A commitment whose term is over does not lapse."),
        )
    workflow.move(states.STANDING, row, "lapse", at=at)
    row.standing_since, row.standing_reason, row.standing_said_by, row.recorded_at = on, "", "", at
    row.save(update_fields=_WRITTEN)
    add_turn(row, states.LAPSED, on=on, at=at, detail=", ".join(one.cycle for one in silent))


def revive_locked(row: Commitment, cycle: str, *, reported_on: date, at: datetime) -> None:
    """What ``revive`` does to a locked commitment; a submitted report calls it. One from before the lapse revives nothing."""
    if row.standing == states.LAPSED and not row.standing_since <= reported_on <= at.date():
        raise Refusal(
            "report-not-since",
            _("%(reference)s lapsed on %(since)s; a report of %(day)s does not bring it back.")
            % {"reference": row.reference, "since": row.standing_since, "day": reported_on},
            _("Give the day of the report that came after."),
        )
    workflow.move(states.STANDING, row, "revive", at=at)
    row.standing_since, row.standing_reason, row.standing_said_by, row.recorded_at = reported_on, "", "", at
    row.save(update_fields=_WRITTEN)
    add_turn(row, states.REVIVED, on=reported_on, at=at, said_by=states.MAKER, detail=cycle)


def _fell(row: Commitment, turn: str, reason: str, said_by: str, at: datetime, other: Commitment | None = None) -> None:
    row.standing_reason, row.standing_said_by, row.recorded_at = reason, said_by, at
    row.save(update_fields=_WRITTEN)
    add_turn(row, turn, on=row.standing_since, at=at, said_by=said_by, reason=reason, other=other)
