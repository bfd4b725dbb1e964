"""What one release gets from each feature: whole tables, or the rows of what changed since the last release."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from avow.base.columns import Table
from avow.commitments import columns as commitment_columns
from avow.commitments import disclosure as commitments
from avow.commitments import queries as commitment_queries
from avow.framework.facts import Facts
from avow.organisations import columns as organisation_columns
from avow.organisations import disclosure as organisations
from avow.record.writing import TableChange

TABLES: tuple[Table, ...] = (organisation_columns.ORGANISATIONS, *commitment_columns.TABLES)
"""Every table a release holds. A feature that publishes adds its tables here."""

WHOLE_FROM = 100_000  # changed commitments: beyond it, reading everything in order is quicker than looking each one up


@dataclass(frozen=True, slots=True)
class Changed:
    """Ids of what was changed, with all that shows a changed thing."""

    organisations: frozenset[int]
    commitments: frozenset[int]


def spread(subjects: dict[str, set[int]]) -> Changed | None:
    """From the journal's subjects to everything whose rows they touch; ``None`` when that is best read whole.

    An organisation shows in the commitments it owns, and in the ledger where it pays or receives. A framework shows everywhere.
    """
    if subjects.get("framework"):
        return None
    touched = frozenset(subjects.get("organisation", ()))
    own = frozenset(subjects.get("commitment", ()))
    reached = own | commitment_queries.showing(touched)
    return Changed(touched, reached) if len(reached) <= WHOLE_FROM else None


def collect(facts: Facts, day: date, changed: Changed | None) -> Iterator[TableChange]:
    """One change per table, rows still unread. Call it inside one snapshot and read every table before leaving it."""
    touched: Collection[int] | None = None if changed is None else changed.organisations
    roots = None if touched is None else organisations.references(touched)
    for table, rows in organisations.tables(facts, touched):
        yield TableChange(table, rows, roots)
    only = None if changed is None else tuple(sorted(changed.commitments))
    roots = None if only is None else commitments.references(only)
    for table, rows in commitments.tables(commitments.View(facts, day, only)):
        yield TableChange(table, rows, roots)
