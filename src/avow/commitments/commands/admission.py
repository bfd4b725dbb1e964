"""Admitting: the path of import and demonstration, for commitments that are already confirmed or only told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.commands.confirming import Confirmed, confirm_all, lookup_for
from avow.commitments.content import Content
from avow.commitments.models import Commitment, Maker
from avow.commitments.past import Amended, Event
from avow.framework import queries as framework
from avow.kernel import bulk, journal
from avow.kernel.commands import command


@dataclass(frozen=True, slots=True)
class Admission:
    """A commitment as told. ``co_makers`` are (organisation reference, ``co-maker`` or ``proposed``).

    ``confirmed_on`` is the day it was confirmed, or was taken from its source; ``warnings`` are codes of what was kept as
    told though a rule would not allow it today. ``source_key`` is the importer's: this command does not look for doubles.
    ``past`` is what happened since then, in order of days; ``recorded_at`` when the first version was learned, now unless told.
    """

    owner_reference: str
    content: Content
    confirmed_on: date
    co_makers: tuple[tuple[str, str], ...] = ()
    origin: str = states.PUBLIC_SOURCE
    source_name: str = ""
    source_url: str = ""
    source_key: str = ""
    window: str = ""
    warnings: tuple[str, ...] = ()
    past: tuple[Event, ...] = ()
    recorded_at: datetime | None = None


_OWNER = Maker.Role.OWNER.value
_ROLES = (Maker.Role.CO_MAKER.value, Maker.Role.PROPOSED.value)


def admit(*, entries: Sequence[Admission], actor: str, at: datetime) -> list[Commitment]:
    """Admits commitments in bulk. See ``_admit``; an empty batch is nothing to journal."""
    return _admit(entries=entries, actor=actor, at=at) if entries else []


@command("commitments.admit")
def _admit(*, entries: Sequence[Admission], actor: str, at: datetime) -> list[Commitment]:
    """Admits commitments as told; hard rules mark them and never block.

    1. Resolves owners, co-makers, payers, receivers and netting; an unknown reference refuses the whole batch.
    2. Gives references of the window's year, without gaps, in the order of the batch.
    3. Freezes version 1 of each, with actions, targets and pledged ledger entries at the rate of their date; then what
       happened since: later versions, stages, values, money, withdrawal.
    4. Records makers, and makes those public that no page named before.
    5. Journals one entry that names all of them.
    """
    named = {entry.owner_reference for entry in entries} | {name for entry in entries for name, _ in entry.co_makers}
    lookup = lookup_for((content for entry in entries for content in _contents(entry)), named)
    batch = [_confirmed(entry, lookup.parties, at) for entry in entries]
    subjects = confirm_all(batch, facts=framework.facts(), lookup=lookup, at=at)
    journal.append(
        command="commitments.admit",
        actor=actor,
        at=at,
        subjects=subjects,
        details=[[one.row.reference, one.content.as_json()] for one in batch],
    )
    return [one.row for one in batch]


def _confirmed(entry: Admission, parties: Mapping[str, int], at: datetime) -> Confirmed:
    owner = parties[entry.owner_reference]
    others = {parties[name]: role for name, role in entry.co_makers if parties[name] != owner}
    unknown = {role for role in others.values() if role not in _ROLES}
    if unknown:
        raise Refusal(
            "role-unknown",
            _("“%(role)s” is not a role of a co-maker.") % {"role": min(unknown)},
            _("Use co-maker or proposed."),
        )
    values = {
        "owner_id": owner,
        "origin": entry.origin,
        "source_name": entry.source_name,
        "source_url": entry.source_url,
        "source_key": entry.source_key,
        "window": entry.window,
        "warnings": entry.warnings,
        "registration": states.CONFIRMED,
        "registration_since": entry.confirmed_on,
        "confirmed_on": entry.confirmed_on,
        "recorded_at": entry.recorded_at or at,
    }
    return Confirmed(bulk.fresh(Commitment, values), entry.content, ((owner, _OWNER), *others.items()), entry.past)


def _contents(entry: Admission) -> Iterator[Content]:
    yield entry.content
    for event in entry.past:
        if isinstance(event, Amended):
            yield event.content
