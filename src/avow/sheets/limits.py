"""How much of a file is read at all. A file beyond these is refused before it can hurt."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input file. The defaults fit an initiative a hundred times the size of the largest known."""

    file_bytes: int = 200 * MEGABYTE
    json_bytes: int = 50 * MEGABYTE  # JSON is read whole
    cell_characters: int = MEGABYTE
    row_characters: int = 8 * MEGABYTE
    columns: int = 500
    rows: int = 1_000_000
    depth: int = 20  # of nested JSON
    archive_entries: int = 2_000
    archive_bytes: int = 600 * MEGABYTE  # of a workbook, unpacked
    archive_ratio: int = 200  # unpacked to packed, for entries over a megabyte
    workbook_cells: int = 12_000_000  # a workbook is held as a grid: its box, not only its filled cells
    workbook_text: int = 300 * MEGABYTE  # all texts written out, shared ones each time they are used


DEFAULT = Limits()
