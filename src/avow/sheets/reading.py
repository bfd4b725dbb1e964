"""Opens any tabular file: finds out what it is by looking inside, finds its headings, and streams its rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from avow.base.refusals import Refusal
from avow.sheets.cells import plain_number, tidied, unguarded
from avow.sheets.delimited import open_delimited
from avow.sheets.limits import DEFAULT, MEGABYTE, Limits
from avow.sheets.objects import open_objects
from avow.sheets.records import Fault, RawSheet, Record, column_letter
from avow.sheets.workbook import open_workbook

_SEARCHED = 25  # rows in which headings are looked for
Recognise = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data under its headings. Empty cells are empty texts; ``faults`` names headings whose cell is unreadable."""

    number: int
    cells: Mapping[str, str]
    faults: Mapping[str, Fault] = field(default_factory=dict)

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass(slots=True)
class Sheet:
    """A tabular file whose headings are known. ``rows`` can be walked once."""

    path: Path
    format: str
    headings: tuple[str, ...]
    rows: Iterator[Row]
    statements: list[str]


def open_sheet(
    path: Path,
    *,
    recognise: Recognise,
    limits: Limits = DEFAULT,
    sheet: str | None = None,
    encoding: str | None = None,
) -> Sheet:
    """Opens ``path``. ``recognise`` says whether a text is a heading somebody expects: so headings below a title are found.

    Raises ``Refusal`` when the file cannot be read as a table at all; anything wrong with single rows is told row by row.
    """
    raw = _open_raw(path, limits, sheet, encoding)
    if raw.headed is not None:
        return Sheet(path, raw.format, raw.headed, _rows(raw, raw.headed, raw.records), raw.statements)
    headings, rest = _headings(raw, recognise)
    return Sheet(path, raw.format, headings, _rows(raw, headings, rest), raw.statements)


def _open_raw(path: Path, limits: Limits, sheet: str | None, encoding: str | None) -> RawSheet:
    if not path.exists():
        raise Refusal("no-such-file", f"There is no file {path}.", "Check the name and the folder.")
    if not path.is_file():
        raise Refusal("no-such-file", f"{path} is not a file.", "Name the file itself.")
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise Refusal(
            "file-too-large",
            f"{path.name} is larger than {limits.file_bytes // MEGABYTE} MB.",
            "Split it and import the parts.",
        )
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        raw = open_workbook(path, limits, sheet=sheet)
        if path.suffix.casefold() not in (".xlsx", ".xlsm"):
            raw.statements.insert(0, f"The name ends in {path.suffix or 'nothing'}, but the content is a workbook.")
        return raw
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n").replace(b"\x00", b"")
    if path.suffix.casefold() == ".json" or (
        bare[:1] in (b"{", b"[") and path.suffix.casefold() not in (".csv", ".tsv", ".txt")
    ):
        return open_objects(path, limits, encoding=encoding)
    if sheet is not None:
        raise Refusal("no-such-sheet", f"{path.name} is a text file and has no sheets.", "Leave out --sheet.")
    return open_delimited(path, limits, encoding=encoding)


def _headings(raw: RawSheet, recognise: Recognise) -> tuple[tuple[str, ...], Iterator[Record]]:
    """The headings and the records after them; what was skipped or renamed is stated."""
    first = list(itertools.islice(raw.records, _SEARCHED))
    filled = [index for index, record in enumerate(first) if not record.blank]
    if not filled:
        raise Refusal(
            "empty-file", f"{raw.path.name} has no filled row.", "Export the table again and check that the file has rows."
        )
    best = max(filled, key=lambda index: (_score(first[index], recognise), -index))
    if not _score(first[best], recognise):
        best = filled[0]
    record = first[best]
    _refuse_merged(raw, record, recognise)
    _refuse_data_as_headings(raw, record)
    if best != filled[0]:
        raw.statements.append(f"The headings are in row {record.number}; what stands above them was left out.")
    return _named(raw, record), itertools.chain(first[best + 1 :], raw.records)


def _score(record: Record, recognise: Recognise) -> int:
    return len({cell for cell in map(_clean, record.cells) if cell and recognise(cell)})


def _clean(cell: str) -> str:
    return tidied(unguarded(tidied(cell)).replace("\n", " "))


def _refuse_merged(raw: RawSheet, record: Record, recognise: Recognise) -> None:
    for top, left, bottom, right in raw.merged:
        covers = top <= record.number <= bottom
        if covers and right > left and (_score(record, recognise) < 2 or not recognise(_clean(_cell(record, left)))):
            place = f"{column_letter(left)}{top} to {column_letter(right)}{bottom}"
            raise Refusal(
                "merged-headings",
                f"The heading cells {place} are merged, so the columns below have no heading of their own.",
                "Unmerge them and give every column its own heading in one row.",
            )


def _cell(record: Record, index: int) -> str:
    return record.cells[index] if index < len(record.cells) else ""


def _refuse_data_as_headings(raw: RawSheet, record: Record) -> None:
    cells = [cell for cell in map(_clean, record.cells) if cell]
    if sum(map(plain_number, cells)) * 2 > len(cells):
        raise Refusal(
            "no-headings",
            f"Row {record.number} of {raw.path.name}, the first filled one, holds numbers, not headings.",
            "Put a row of headings above the table.",
        )


def _named(raw: RawSheet, record: Record) -> tuple[str, ...]:
    """One unique name per column: unnamed ones get their letter, repeated ones a number, and both are stated."""
    names: list[str] = []
    for index, cell in enumerate(record.cells):
        name = _clean(cell)[:200] or f"column {column_letter(index)}"
        if name in names:
            count = 2
            while f"{name} ({count})" in names:
                count += 1
            raw.statements.append(
                f"Two columns are headed {name!r}: the one in {column_letter(index)} is called '{name} ({count})' here."
            )
            name = f"{name} ({count})"
        names.append(name)
    while names and names[-1].startswith("column ") and not _clean(_cell(record, len(names) - 1)):
        names.pop()
    return tuple(names)


def _rows(raw: RawSheet, headings: Sequence[str], records: Iterator[Record]) -> Iterator[Row]:
    covered = _covered(raw.merged)
    for record in records:
        if record.blank:
            continue
        faults = {_heading(headings, index): fault for index, fault in record.faults.items()}
        cells = {}
        for index, cell in enumerate(record.cells):
            text = tidied(cell)
            text = unguarded(text) if raw.escaped else text
            if index >= len(headings):
                if text:
                    faults[headings[-1]] = _too_wide(record.number, index, len(headings))
                continue
            cells[headings[index]] = text
            if (record.number, index) in covered and not text:
                faults[headings[index]] = _merged(record.number, index)
        yield Row(record.number, cells, faults)


def _heading(headings: Sequence[str], index: int) -> str:
    return headings[min(index, len(headings) - 1)]


def _covered(merged: Sequence[tuple[int, int, int, int]]) -> frozenset[tuple[int, int]]:
    """Cells that a merge hides: they are empty in the file although the eye sees a value there."""
    cells: set[tuple[int, int]] = set()
    for top, left, bottom, right in merged:
        if (bottom - top + 1) * (right - left + 1) <= 100_000:
            cells.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            cells.discard((top, left))
    return frozenset(cells)


def _merged(row: int, index: int) -> Fault:
    return Fault(
        "merged-cell",
        f"The cell in row {row}, column {column_letter(index)} is merged with another, so its own value is not in the file.",
        "Unmerge it and write the value in every cell it is meant for.",
    )


def _too_wide(row: int, index: int, width: int) -> Fault:
    return Fault(
        "more-cells-than-headings",
        f"Row {row} has a value in column {column_letter(index)}, but there are only {width} headings.",
        "Put text that holds the delimiter in quotation marks, or give the column a heading.",
    )
