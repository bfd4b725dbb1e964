"""What a row told again says beside its text: source, makers and marks, compared with what is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from avow.base.refusals import Finding
from avow.commitments.commands.confirming import NO_RATE
from avow.commitments.commands.netting import WARNING as CIRCLE
from avow.commitments.commands.netting import circles, targets_of
from avow.commitments.content import Content
from avow.commitments.importing.rows import PUBLIC_SOURCE, ToldCommitment, host_of
from avow.commitments.models import Commitment, FormerMaker, Maker
from avow.organisations.importing.index import Known
from avow.sheets.report import finding

_CHUNK = 400
_LIKENESS = frozenset({"duplicate-suspected", "contradicting-amount"})  # judged against what was told so far, once a text
_OF_THE_DESK = frozenset({NO_RATE, CIRCLE})  # kept up by the commands


@dataclass(frozen=True, slots=True)
class Refresh:
    """What is to be brought up to date; see ``commands.retelling.Retelling``."""

    source: tuple[str, str] | None = None
    warnings: tuple[str, ...] | None = None
    joined: tuple[tuple[Known, str], ...] = ()
    left: tuple[str, ...] = ()
    recount: bool = False


def tells_makers(fields: Collection[str]) -> bool:
    """Whether a file with these fields tells all makers: one with a column for the owner alone says nothing of the others."""
    have = set(fields)
    return bool(have & {"co_makers", "proposed_makers"}) or ("makers" in have and "owner" not in have)


class Makers:
    """The makers recorded of a batch, and who spoke for itself since: what an organisation said no source overrules."""

    def __init__(self, rows: Sequence[Commitment], *, tells: bool) -> None:
        self.tells = tells
        self.of: dict[int, list[Maker]] = defaultdict(list)
        self.gone: dict[int, set[int]] = defaultdict(set)
        keys = [row.pk for row in rows if row.origin == PUBLIC_SOURCE] if tells else []
        for start in range(0, len(keys), _CHUNK):
            chunk = keys[start : start + _CHUNK]
            for one in Maker.objects.filter(commitment__in=chunk).select_related("party").order_by("pk"):
                self.of[one.commitment_id].append(one)
            for former in FormerMaker.objects.filter(commitment__in=chunk).exclude(said_by=PUBLIC_SOURCE):
                self.gone[former.commitment_id].add(former.party_id)


def compare(
    row: Commitment,
    told: ToldCommitment,
    named: Sequence[tuple[Known, str]],
    makers: Makers,
    *,
    likeness: Sequence[str],
    content: Content | None,
) -> tuple[Refresh | None, list[Finding]]:
    """What the row refreshes (nothing: ``None``), and what people should know. ``content`` is the new text where it changed."""
    joined, left, findings = _makers(row, told, named, makers)
    circular = _circular(row, content or told.content) if content or row.circular else None
    if circular:
        findings.append(_circle(told, circular))
    found = Refresh(
        source=_source(row, told),
        warnings=_warnings(row, told, likeness if content else None),
        joined=joined,
        left=left,
        recount=content is None and circular is not None and set(circular) != set(row.circular),
    )
    return (found if found != Refresh() else None), findings


def _source(row: Commitment, told: ToldCommitment) -> tuple[str, str] | None:
    """A source the row does not name stays as it is recorded; one called by its host follows the address."""
    url = told.source_url or row.source_url
    by_host = row.source_name == host_of(row.source_url) != ""
    name = told.source_name if told.source_named else host_of(url) if by_host else row.source_name
    return None if (name, url) == (row.source_name, row.source_url) else (name, url)


def _warnings(row: Commitment, told: ToldCommitment, likeness: Sequence[str] | None) -> tuple[str, ...] | None:
    kept = [code for code in row.warnings if code in _LIKENESS] if likeness is None else likeness
    now = tuple(dict.fromkeys([*(code for code in told.codes if code not in _OF_THE_DESK), *kept]))
    return None if set(now) == set(row.warnings) - _OF_THE_DESK else now


def _makers(
    row: Commitment, told: ToldCommitment, named: Sequence[tuple[Known, str]], makers: Makers
) -> tuple[tuple[tuple[Known, str], ...], tuple[str, ...], list[Finding]]:
    """Who joined and who left. The owner is not a source's to change; one that declined or left is not named again."""
    if not makers.tells:
        return (), (), []
    recorded = {one.party_id: one for one in makers.of[row.pk]}
    others = {known: role for known, role in named[1:] if known.pk != row.owner_id}
    findings, joined, left = [], [], []
    for known, role in others.items():
        one = recorded.get(known.pk or 0)
        if one is None and known.pk in makers.gone[row.pk]:
            reason = f"{known.entry.name} is no maker of {row.reference} by its own word, though the source names it."
            findings.append(finding(told.row, "makers", known.entry.name, "maker-declined", reason, "Correct the source."))
        elif one is None:
            joined.append((known, role))
        elif one.named_by == PUBLIC_SOURCE and one.role != role:
            left.append(one.party.reference)
            joined.append((known, role))
    still = {known.pk for known, _ in named}
    left += [
        one.party.reference
        for party, one in recorded.items()
        if party not in still and one.role != Maker.Role.OWNER and one.named_by == PUBLIC_SOURCE
    ]
    return tuple(joined), tuple(left), findings


def _circular(row: Commitment, content: Content) -> tuple[str, ...]:
    targets = targets_of(content) if any(one.netted_at for one in content.pledges) else []
    return tuple(str(key) for key in circles(row, targets))


def _circle(told: ToldCommitment, circular: Collection[str]) -> Finding:
    references = Commitment.objects.filter(pk__in=map(int, circular)).order_by("order").values_list("reference", flat=True)
    named = ", ".join(str(reference) for reference in references)
    reason = f"It counts money at {named}, whose own money is in the end counted here: taken out of both, it would be lost."
    return finding(told.row, "pledges", named, CIRCLE, reason, "Kept as told; no total leaves it out on this side.")
