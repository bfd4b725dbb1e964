"""Organisations to a file, in the shape that an import takes back: importing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from avow.kernel.reading import snapshot
from avow.organisations.models import Organisation
from avow.sheets.writing import Value, write_table

COLUMNS = (
    "reference", "name", "aliases", "category", "sub_category", "country", "international", "identifiers", "website", "leads",
    "signatory", "joined_on", "origin", "notes",
)  # fmt: skip


def export_organisations(path: Path) -> int:
    """Writes all organisations, those not public included, and returns how many."""
    with snapshot():
        return write_table(path, COLUMNS, _rows(), name="organisations")


def _rows() -> Iterator[Mapping[str, Value]]:
    for row in Organisation.objects.prefetch_related("aliases", "identifiers").order_by("number").iterator(chunk_size=2000):
        yield {
            "reference": row.reference,
            "name": row.name,
            "aliases": [one.name for one in sorted(row.aliases.all(), key=lambda one: one.pk)],
            "category": row.category,
            "sub_category": row.sub_category,
            "country": row.country,
            "international": row.international or None,
            "identifiers": [str(one) for one in sorted(row.identifiers.all(), key=lambda one: one.pk)],
            "website": row.website,
            "leads": list(row.leads),
            "signatory": row.signatory or None,
            "joined_on": row.joined_on,
            "origin": row.origin,
            "notes": row.notes,
        }
