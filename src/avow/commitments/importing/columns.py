"""What an import of commitments can take from a file, and what people call it."""

from __future__ import annotations

from pathlib import Path

from avow.sheets.mapping import read_fields

COMMITMENT_FIELDS = read_fields(Path(__file__).parent / "fields.toml")
