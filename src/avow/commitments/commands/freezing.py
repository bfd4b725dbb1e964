"""What every change of a confirmed text shares: the next version frozen with all its rows, never an old one touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.commitments import changes, states
from avow.commitments.commands.confirming import SETTLED, lookup_for, settle
from avow.commitments.commands.netting import mark_circles, refuse_circle, targets_of
from avow.commitments.commands.terms import refuse_newly_broken
from avow.commitments.content import Content
from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Target, VersionAction
from avow.commitments.rows import (
    Frozen,
    action_rows,
    increments,
    pledge_rows,
    refuse_control_characters,
    target_rows,
    version_row,
)
from avow.commitments.scores import keep_score


@dataclass(frozen=True, slots=True)
class Change:
    """A text about to hold from ``valid_from``. ``approved_by`` is the opaque reference of who lets it stand."""

    content: Content
    reason: str
    valid_from: date
    said_by: str
    approved_by: str


def freeze(row: Commitment, old: Content, change: Change, *, at: datetime) -> Frozen:
    """Freezes the next version of a locked commitment.

    1. Refuses a text that says nothing new, begins to hold before the current one, breaks a hard rule that was kept, or counts
       money in a circle. What a public source tells is kept as told; of it, a circle is marked, and left out of no total.
    2. Computes the label, and writes the version with its actions and targets.
    3. Adds what the pledges changed by to the ledger; no old entry is touched.
    4. Updates version, label and totals of the commitment, and keeps how strong it is now.
    """
    content = change.content
    if content == old:
        raise Refusal(
            "nothing-changed",
            _("%(reference)s already says this.") % {"reference": row.reference},
            _("Change something, or leave it as it is."),
        )
    refuse_control_characters(content)
    _refuse_earlier(row, change.valid_from)
    lookup = lookup_for([content, old])
    targets = targets_of(content)
    if row.origin == states.PUBLIC_SOURCE:
        mark_circles(row, targets)
    else:
        refuse_newly_broken(row, old, content)
        refuse_circle(row, targets)
    frozen = Frozen(
        number=row.version + 1,
        label=changes.label(old, content),
        reason=change.reason,
        valid_from=change.valid_from,
        at=at,
        said_by=change.said_by,
        approved_by=change.approved_by,
    )
    on = change.valid_from
    added = increments(old.pledges, content.pledges, PartialDate(on.year, on.month, on.day))
    first = LedgerEntry.objects.filter(commitment=row).count() + 1
    version_row(row, content, frozen).save()
    VersionAction.objects.bulk_create(action_rows(row, content, frozen.number))
    Target.objects.bulk_create(target_rows(row, content, frozen.number))
    LedgerEntry.objects.bulk_create(pledge_rows(row, added, frozen, first=first, lookup=lookup))
    row.version, row.change, row.recorded_at = frozen.number, frozen.label, at
    settle(row, LedgerEntry.objects.filter(commitment=row))
    row.save(update_fields=["version", "change", "recorded_at", "circular", *SETTLED])
    keep_score(row, content, rates=lookup.rates, at=at)
    return frozen


def valid_since(row: Commitment) -> date:
    """The day its current version began to hold."""
    return CommitmentVersion.objects.values_list("valid_from", flat=True).get(commitment=row, number=row.version)


def _refuse_earlier(row: Commitment, on: date) -> None:
    """Versions hold one after the other: a new one cannot begin before the one it replaces."""
    since = valid_since(row)
    if on < since:
        raise Refusal(
            "before-current-version",
            _("Version %(version)d holds since %(since)s; a new one cannot begin on %(day)s.")
            % {"version": row.version, "since": since, "day": on},
            _("Give a later day."),
        )
