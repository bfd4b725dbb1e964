"""What a public source tells anew of a commitment it told before, beside its text: source, makers, marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.commands.confirming import SETTLED, Subject, make_public, settle
from avow.commitments.commands.locking import locked_several
from avow.commitments.commands.making import begin, end
from avow.commitments.commands.netting import WARNING, mark_circles, targets_of
from avow.commitments.commands.turning import add_turn
from avow.commitments.models import Commitment, LedgerEntry, Maker
from avow.commitments.reading import content_of
from avow.kernel import journal
from avow.kernel.commands import command
from avow.organisations import queries as organisations

REASON = "The public source changed what it tells."


@dataclass(frozen=True, slots=True)
class Retelling:
    """A told commitment as its source tells it now. ``None`` is what it leaves as it is.

    ``joined`` are (organisation reference, ``co-maker`` or ``proposed``) it names anew, ``left`` references it names no more.
    ``recount`` says that its netting links are to be looked at again.
    """

    commitment: Commitment
    source: tuple[str, str] | None = None
    warnings: tuple[str, ...] | None = None
    joined: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()
    recount: bool = False


def retell(*, entries: Sequence[Retelling], actor: str, at: datetime) -> list[Commitment]:
    """Refreshes what a source tells beside the text. See ``_retell``; an empty batch is nothing to journal."""
    return _retell(entries=entries, actor=actor, at=at) if entries else []


@command("commitments.retell")
def _retell(*, entries: Sequence[Retelling], actor: str, at: datetime) -> list[Commitment]:
    """Refreshes told commitments.

    1. Locks them, in the order of their ids; what a maker stands by is not a source's to change.
    2. Replaces the source's name and address, with a turn that keeps the former ones; replaces the marks of the import.
    3. Ends the roles of makers it names no more and begins those of the new ones, dated; an organisation's own word stays.
    4. Looks again at netting links that closed a circle, and brings totals up to date.
    5. Journals one entry that names all of them.
    """
    rows = locked_several(entry.commitment for entry in entries)
    parties = organisations.ids_by_reference(name for entry in entries for name in _named(entry))
    shown: set[int] = set()
    for entry in entries:
        row = rows[entry.commitment.pk]
        if row.origin != states.PUBLIC_SOURCE:
            raise Refusal(
                "not-told",
                _("%(reference)s was not told by a public source.") % {"reference": row.reference},
                _("Amend it on the desk."),
            )
        shown |= _refresh(row, entry, parties, at)
    subjects: list[Subject] = [("commitment", key) for key in rows]
    subjects += [("organisation", party) for party in make_public(shown, at)]
    journal.append(
        command="commitments.retell",
        actor=actor,
        at=at,
        subjects=subjects,
        details=[[rows[one.commitment.pk].reference, one.source, one.warnings, one.joined, one.left] for one in entries],
    )
    return list(rows.values())


def _named(entry: Retelling) -> Iterable[str]:
    return (*(name for name, _ in entry.joined), *entry.left)


def _refresh(row: Commitment, entry: Retelling, parties: Mapping[str, int], at: datetime) -> set[int]:
    """Refreshes one locked row, and names the organisations that are makers of it now."""
    if entry.source is not None:
        before = " ".join(filter(None, (row.source_name, row.source_url)))
        row.source_name, row.source_url = entry.source
        add_turn(row, states.SOURCE_CHANGED, on=at.date(), at=at, said_by=states.PUBLIC_SOURCE, reason=REASON, detail=before)
    if entry.warnings is not None:
        row.warnings = (*entry.warnings, WARNING) if row.circular else entry.warnings
    makers = {one.party_id: one for one in Maker.objects.filter(commitment=row)}
    for name in entry.left:
        maker = makers.get(parties[name])
        if maker is not None and maker.role != Maker.Role.OWNER and maker.named_by == states.PUBLIC_SOURCE:
            end(makers.pop(maker.party_id), at=at, said_by=states.PUBLIC_SOURCE, reason=REASON)
    for name, role in entry.joined:
        if parties[name] not in makers:
            begin(row, parties[name], role, at=at, named_by=states.PUBLIC_SOURCE, reason=REASON)
    if entry.recount:
        mark_circles(row, targets_of(content_of(row)))
    settle(row, LedgerEntry.objects.filter(commitment=row))
    row.recorded_at = at
    row.save(update_fields=["source_name", "source_url", "circular", "recorded_at", *SETTLED])
    return {parties[name] for name, _ in entry.joined}
