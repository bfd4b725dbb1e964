"""Money counted at another commitment: the links must lead somewhere. In a circle the same money would be counted nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Sum
from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments.content import Content
from avow.commitments.models import Commitment, LedgerEntry
from avow.kernel import locks

WARNING = "netting-circle"
_LOCK = "commitments.netting"


def refuse_circle(row: Commitment, targets: Collection[int]) -> None:
    """Raises ``Refusal`` (``netting-circle``) when money counted at one of ``targets`` leads back to the locked commitment.

    Two commands at once could each close half of a circle: the check waits for its turn, and keeps it until the command ends.
    """
    if not targets:
        return
    locks.hold(_LOCK)
    found = circles(row, targets)
    if not found:
        return
    names = dict(
        Commitment.objects.filter(pk__in={key for path in found.values() for key in path}).values_list("pk", "reference")
    )
    first, *through = next(iter(found.values()))
    if not through:
        raise Refusal(
            "netted-at-itself",
            _("Money cannot be counted elsewhere and here."),
            _("Name the other commitment that counts it."),
        )
    said = {"reference": names[row.pk], "other": names[first], "ways": ", ".join(str(names[key]) for key in through[:-1])}
    raise Refusal(
        "netting-circle",
        (
            _(
                "%(other)s counts its own money, by way of %(ways)s, at %(reference)s: if %(reference)s counted money at "
                "%(other)s, it would be counted nowhere."
            )
            if said["ways"]
            else _(
                "%(other)s counts its own money at %(reference)s: if %(reference)s counted money at %(other)s, it would be "
                "counted nowhere."
            )
        )
        % said,
        _("Leave the link out where the money is given first, and ask the makers of both if you are not sure."),
    )


def mark_circles(row: Commitment, targets: Collection[int]) -> None:
    """Marks links told by a public source that close a circle: they are kept, and left out of no total. Saves nothing."""
    if not targets and not row.circular:
        return
    locks.hold(_LOCK)
    found = circles(row, targets)
    row.circular = tuple(str(key) for key in found)
    others = tuple(code for code in row.warnings if code != WARNING)
    row.warnings = (*others, WARNING) if found else others


def targets_of(content: Content) -> list[int]:
    """Ids of the commitments that count money of the content; those nobody knows are left out."""
    return list(
        Commitment.objects.filter(reference__in={one.netted_at for one in content.pledges if one.netted_at}).values_list(
            "pk", flat=True
        )
    )


def circles(row: Commitment, targets: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Those of ``targets`` from which links lead back to ``row``, each with the way: ids from the target to ``row``."""
    return {target: way for target in sorted(set(targets)) if (way := _way(target, row.pk))}


def _way(start: int, end: int) -> tuple[int, ...]:
    """The shortest way along applied links; empty when there is none."""
    came: dict[int, int] = {start: start}
    edge = [start]
    while edge and end not in came:
        found = [(source, target) for source, target in _links(edge) if target not in came]
        edge = []
        for source, target in found:
            if target not in came:
                came[target] = source
                edge.append(target)
    if end not in came:
        return ()
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))


def _links(sources: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Links that stand, as (commitment, where its money is counted): those taken back or not applied are left out."""
    rows = (
        LedgerEntry.objects.filter(commitment__in=list(sources), netted_at__isnull=False)
        .values_list("commitment_id", "netted_at_id", "commitment__circular", "stage", "currency")
        .annotate(left=Sum("amount"))
        .order_by("commitment_id", "netted_at_id")
    )
    standing: dict[tuple[int, int], bool] = defaultdict(bool)
    for source, target, circular, _stage, _currency, left in rows:
        standing[source, target] |= bool(left) and str(target) not in circular
    return (link for link, stands in standing.items() if stands)
