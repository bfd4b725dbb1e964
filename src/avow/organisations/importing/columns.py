"""What an import of organisations can take from a file, and what people call it."""

from __future__ import annotations

from pathlib import Path

from avow.sheets.cells import folded
from avow.sheets.mapping import ColumnMap, read_fields

ORGANISATION_FIELDS = read_fields(Path(__file__).parent / "fields.toml")


def prefer_full_names(columns: ColumnMap) -> None:
    """Where a file has both, the full name is the name and the short one an alias (which stands in where there is no other)."""
    full = next((heading for heading in columns.unused if folded(heading) == "full name"), None)
    if full and "aliases" not in columns.columns and "name" in columns.columns:
        columns.columns["aliases"], columns.columns["name"] = columns.columns["name"], full
        columns.unused = tuple(heading for heading in columns.unused if heading != full)
