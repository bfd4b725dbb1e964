"""What an import of organisations can take from a file, and what people call it."""

from __future__ import annotations

from pathlib import Path

from avow.sheets.mapping import read_fields

ORGANISATION_FIELDS = read_fields(Path(__file__).parent / "fields.toml")
