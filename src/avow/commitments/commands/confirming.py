"""What admitting and confirming share: references, first versions, makers, totals, and the day a maker becomes public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from avow.base.references import Reference
from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.content import Content
from avow.commitments.models import (
    Commitment,
    CommitmentVersion,
    LedgerEntry,
    Maker,
    StageDeclaration,
    StrengthScore,
    Target,
    TargetValue,
    Turn,
    VersionAction,
)
from avow.commitments.money import Entry, totals
from avow.commitments.past import Event
from avow.commitments.replaying import Life
from avow.commitments.rows import Lookup
from avow.commitments.scores import Scorer
from avow.framework import queries as framework
from avow.framework.facts import Facts
from avow.kernel import bulk, numbering
from avow.kernel.bulk import Values
from avow.organisations import queries as organisations
from avow.organisations.models import Party

Subject = tuple[str, int]
NO_RATE = "no-rate"
_CHUNK = 500
_TOGETHER = 250  # lives held at a time: their rows stay in the processor's cache until they are written


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One commitment about to get its reference and first version: a new row, or a locked draft.

    ``makers`` are party ids with their roles, the owner's first.
    """

    row: Commitment
    content: Content
    makers: tuple[tuple[int, str], ...]
    past: tuple[Event, ...] = ()


def lookup_for(contents: Iterable[Content], references: Iterable[str] = ()) -> Lookup:
    """Resolves every reference of parties and commitments. Raises ``Refusal`` naming the first unknown one."""
    pledges = [pledge for content in contents for pledge in content.pledges]
    named = {*references, *(name for pledge in pledges for name in (pledge.payer, pledge.receiver) if name)}
    parties = organisations.ids_by_reference(named)
    elsewhere = {pledge.netted_at for pledge in pledges if pledge.netted_at}
    commitments = _ids_by_reference(elsewhere)
    missing = sorted((named - parties.keys()) | (elsewhere - commitments.keys()))
    if missing:
        raise Refusal(
            "reference-unknown",
            _("%(reference)s is not known here.") % {"reference": missing[0]},
            _("Enter it first, or correct the reference."),
        )
    return Lookup(framework.rates(), parties, commitments)


def confirm_all(batch: Sequence[Confirmed], *, facts: Facts, lookup: Lookup, at: datetime) -> list[Subject]:
    """Gives references, freezes versions with all their rows, and names everything the journal should."""
    _give_references([one.row for one in batch], facts.years)
    fresh = [one.row for one in batch if one.row.pk is None]
    for row, key in zip(fresh, bulk.reserve(Commitment, len(fresh)), strict=True):
        row.pk = key
    scorer, drafted = Scorer.in_force(lookup.rates), _drafted([one.row for one in batch if not one.row._state.adding])
    for start in range(0, len(batch), _TOGETHER):
        _write([_life(one, lookup, at, scorer, drafted) for one in batch[start : start + _TOGETHER]])
    bulk.insert(Maker, (row for one in batch for row in _makers(one)))
    shown = make_public({party for one in batch for party in _named(one)}, at)
    return [("commitment", one.row.pk) for one in batch] + [("organisation", party) for party in shown]


def _write(lives: Sequence[Life]) -> None:
    """Commitments before what belongs to them; those that were drafts are saved."""
    fresh = [life.row for life in lives if life.row._state.adding]
    for life in lives:
        if not life.row._state.adding:
            life.row.save()
    bulk.insert(Commitment, map(vars, fresh), numbered=True)
    bulk.mark_written(fresh)
    bulk.insert(CommitmentVersion, (row for life in lives for row in life.versions))
    bulk.insert(VersionAction, (row for life in lives for row in life.actions))
    bulk.insert(Target, (row for life in lives for row in life.targets))
    bulk.insert(LedgerEntry, (row for life in lives for row in life.ledger))
    bulk.insert(TargetValue, (row for life in lives for row in life.values))
    bulk.insert(StageDeclaration, (row for life in lives for row in life.stages))
    bulk.insert(Turn, (row for life in lives for row in life.turns))
    bulk.insert(StrengthScore, (row for life in lives for row in life.scores))


def _life(one: Confirmed, lookup: Lookup, at: datetime, scorer: Scorer | None, drafted: Mapping[int, tuple[int, int]]) -> Life:
    agreed, scored = drafted.get(one.row.pk, (0, 0))
    makers = agreed + sum(1 for _, role in one.makers if role != Maker.Role.PROPOSED)
    life = Life(one.row, one.content, lookup, at, makers, scorer, scored)
    life.begin()
    life.happen(one.past)
    _settle(one.row, [Entry(entry["stage"], entry["usd"], entry["netted_at_id"] is not None) for entry in life.ledger])
    return life


def _drafted(rows: Sequence[Commitment]) -> dict[int, tuple[int, int]]:
    """Of drafts about to be confirmed: how many co-makers agreed, and how often each was scored."""
    if not rows:
        return {}
    agreed = Counter(Maker.objects.filter(commitment__in=rows, role=Maker.Role.CO_MAKER).values_list("commitment", flat=True))
    scored = Counter(StrengthScore.objects.filter(commitment__in=rows).values_list("commitment", flat=True))
    return {row.pk: (agreed[row.pk], scored[row.pk]) for row in rows}


def settle(row: Commitment, ledger: Collection[LedgerEntry]) -> None:
    """Sets what the row shows of its whole ledger: totals, and the warning that an entry has no known rate. Saves nothing."""
    not_applied = frozenset(map(int, row.circular))
    _settle(row, [Entry(entry.stage, entry.usd, entry.netted and entry.netted_at_id not in not_applied) for entry in ledger])


def _settle(row: Commitment, entries: Sequence[Entry]) -> None:
    others = tuple(code for code in row.warnings if code != NO_RATE)
    row.warnings = (*others, NO_RATE) if any(entry.usd is None for entry in entries) else others
    found = totals(entries)
    row.pledged_usd, row.pledged_net_usd = found["pledged"].gross, found["pledged"].net
    row.secured_usd, row.secured_net_usd = found["secured"].gross, found["secured"].net
    row.disbursed_usd, row.spent_usd = found["disbursed"].gross, found["spent"].gross


SETTLED = ("warnings", "pledged_usd", "pledged_net_usd", "secured_usd", "secured_net_usd", "disbursed_usd", "spent_usd")


def _ids_by_reference(references: Iterable[str]) -> dict[str, int]:
    wanted, found = list(references), {}
    for start in range(0, len(wanted), _CHUNK):
        rows = Commitment.objects.filter(reference__in=wanted[start : start + _CHUNK]).values_list("reference", "id")
        found.update({str(reference): key for reference, key in rows})
    return found


def _give_references(rows: Sequence[Commitment], years: Mapping[str, int]) -> None:
    """References of a year follow each other without gaps, in the order of the batch."""
    in_year = [_year(row, years) for row in rows]
    counts = Counter(in_year)
    numbers = {year: iter(numbering.take(f"commitments {year}", counts[year])) for year in sorted(counts)}
    for row, year in zip(rows, in_year, strict=True):
        reference = Reference("C", next(numbers[year]), year)
        row.reference, row.order = str(reference), reference.order


def _year(row: Commitment, years: Mapping[str, int]) -> int:
    """The window's year; for a commitment that came by no window, the year it was confirmed or told."""
    assert row.confirmed_on is not None
    return years.get(row.window, row.confirmed_on.year)


def _makers(one: Confirmed) -> Iterator[Values]:
    since = one.row.confirmed_on
    assert since is not None
    for party, role in one.makers:
        yield {
            "commitment_id": one.row.pk,
            "party_id": party,
            "role": role,
            "since": since,
            "named_by": one.row.origin,
            "reason": "",
        }


def _named(one: Confirmed) -> Iterator[int]:
    """Those a page may name: makers, and those proposed as makers by a public source."""
    return (party for party, role in one.makers if role != Maker.Role.PROPOSED or one.row.origin == states.PUBLIC_SOURCE)


def make_public(parties: set[int], at: datetime) -> list[int]:
    """Marks makers that no page named before, and returns them: their own rows change too."""
    wanted, shown = sorted(parties), []
    for start in range(0, len(wanted), _CHUNK):
        hidden = Party.objects.filter(pk__in=wanted[start : start + _CHUNK], public_since__isnull=True)
        keys = list(hidden.order_by("pk").values_list("pk", flat=True))
        if keys:
            Party.objects.filter(pk__in=keys).update(public_since=at.date())
            shown += keys
    return shown
