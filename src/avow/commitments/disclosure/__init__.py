"""What the world may see of commitments: for each table of ``columns.TABLES``, the rows of every confirmed one.

Rows come from the database as plain values in the order of the table's columns: a million commitments have nine million rows,
and objects would cost minutes. Each source names its SQL and how a fetched row becomes a published one; nothing else is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from avow.base.columns import Table
from avow.commitments import columns
from avow.commitments.disclosure.ledger import ledger_rows
from avow.commitments.disclosure.main import commitment_rows
from avow.commitments.disclosure.parts import (
    action_rows,
    former_action_rows,
    former_maker_rows,
    maker_rows,
    stage_rows,
    strength_rows,
    turn_rows,
    version_rows,
)
from avow.commitments.disclosure.selecting import View
from avow.commitments.disclosure.targets import former_target_rows, target_rows, value_rows
from avow.commitments.models import Commitment

Row = tuple[object, ...]
Source = Callable[[View], Iterator[Row]]

SOURCES: dict[str, Source] = {
    "commitments": commitment_rows,
    "commitment_versions": version_rows,
    "commitment_actions": action_rows,
    "former_actions": former_action_rows,
    "commitment_makers": maker_rows,
    "former_makers": former_maker_rows,
    "commitment_turns": turn_rows,
    "targets": target_rows,
    "former_targets": former_target_rows,
    "target_values": value_rows,
    "ledger": ledger_rows,
    "stage_declarations": stage_rows,
    "strengths": strength_rows,
}


def tables(view: View) -> Iterator[tuple[Table, Iterator[Row]]]:
    """Each published table with its rows, in order of references: all of them, or those the view is limited to."""
    for table in columns.TABLES:
        yield table, SOURCES[table.name](view)


def references(changed: Collection[int]) -> frozenset[str]:
    """References of changed commitments that have one: their rows in the record are replaced by what ``tables`` gives."""
    found: set[str] = set()
    keys = sorted(changed)
    for start in range(0, len(keys), 500):
        chosen = Commitment.objects.filter(pk__in=keys[start : start + 500], reference__isnull=False)
        found.update(str(reference) for reference in chosen.values_list("reference", flat=True))
    return frozenset(found)


__all__ = ["SOURCES", "Row", "View", "references", "tables"]
