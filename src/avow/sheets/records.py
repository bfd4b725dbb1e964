"""What a reader hands on: numbered rows of text cells, and sentences that say how the file was understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one cell could not be read: it makes its row unusable if the column is used."""

    code: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it stands in the file. ``number`` is what a spreadsheet shows beside it (for JSON: the item, from 1).

    Every cell is the text a person would have typed: numbers exact and plain, days in ISO form, lists joined by ``; ``.
    """

    number: int
    cells: tuple[str, ...]
    faults: dict[int, Fault] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        return not self.faults and not any(cell.strip() for cell in self.cells)


@dataclass(slots=True)
class RawSheet:
    """A file opened for reading. ``statements`` says, in sentences, what was detected and what was left out."""

    path: Path
    format: str  # csv, xlsx or json
    records: Iterator[Record]
    statements: list[str] = field(default_factory=list)
    headed: tuple[str, ...] | None = None  # JSON names its columns itself
    merged: tuple[
        tuple[int, int, int, int], ...
    ] = ()  # first row, first column, last row, last column; rows from 1, columns from 0
    escaped: bool = True  # whether text may carry the apostrophe that keeps a spreadsheet from computing it


def column_letter(index: int) -> str:
    """``0`` → ``A``, ``27`` → ``AB``: the name a spreadsheet gives a column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
