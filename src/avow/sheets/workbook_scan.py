"""Looks through a worksheet's XML as a stream for what the values alone do not tell: formulas, months shown as days, size."""

from __future__ import annotations

import re
import zipfile
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from avow.base.refusals import Refusal
from avow.sheets.limits import Limits

_CHUNK = 256 * 1024
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_MONTH_FORMATS = {17}  # mmm-yy, the one built-in date format without a day
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_Start = Callable[[str, dict[str, str]], None]
_End = Callable[[str], None]


@dataclass(slots=True)
class Scan:
    """What one worksheet holds. Coordinates are (row from 1, column from 0)."""

    formulas: dict[tuple[int, int], bool] = field(default_factory=dict)  # whether the last result is stored
    precision: dict[tuple[int, int], str] = field(default_factory=dict)  # dates shown as a month or a year
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # what the spreadsheet shows instead of a value
    cells: int = 0
    last_row: int = 0
    last_column: int = -1
    first_row: int = 0
    first_column: int = 0


def scan(path: Path, sheet: str, limits: Limits) -> Scan:
    """Scans the worksheet called ``sheet``. The archive has passed ``check_archive``. Raises ``Refusal`` beyond the limits."""
    with zipfile.ZipFile(path) as archive:
        try:
            part = _worksheet_part(archive, sheet)
            lengths = _shared_lengths(archive, path, limits)
            shown = _date_precisions(archive, path)
            reader = _SheetReader(path, limits, lengths, shown)
            _parse(archive, part, path, reader.start, reader.end, reader.text)
        except (KeyError, expat.ExpatError):
            raise Refusal(
                "broken-workbook",
                f"{path.name} is damaged: its parts cannot be read.",
                "Open it in a spreadsheet program and save it again.",
            ) from None
    reader.check_box()
    return reader.found


def _parse(
    archive: zipfile.ZipFile, part: str, path: Path, start: _Start, end: _End | None = None, text: _End | None = None
) -> None:
    def refuse(*_: object) -> None:
        raise Refusal(
            "xml-entities",
            f"{path.name} declares entities, which no spreadsheet program writes.",
            "Save the table again from a spreadsheet program.",
        )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]  # raises, so returns nothing
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _worksheet_part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name in the archive of the worksheet that people see as ``sheet``."""
    relation, targets = "", {}

    def sheets(name: str, told: dict[str, str]) -> None:
        nonlocal relation
        if _local(name) == "sheet" and told.get("name") == sheet:
            relation = next(value for key, value in told.items() if _local(key) == "id" and key != "id")

    def relations(name: str, told: dict[str, str]) -> None:
        if _local(name) == "Relationship":
            targets[told["Id"]] = told["Target"]

    path = Path(archive.filename or "workbook")
    _parse(archive, "xl/workbook.xml", path, sheets)
    _parse(archive, "xl/_rels/workbook.xml.rels", path, relations)
    target = targets[relation]
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _shared_lengths(archive: zipfile.ZipFile, path: Path, limits: Limits) -> array[int]:
    """How long each shared text is: a short file may use a long one a million times."""
    lengths = array("L")
    inside = False
    length = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, length
        local = _local(name)
        if local == "si":
            length = 0
        inside = local == "t"

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        if _local(name) == "si":
            lengths.append(length)

    def text(piece: str) -> None:
        nonlocal length
        if inside:
            length += len(piece)

    if "xl/sharedStrings.xml" in archive.namelist():
        _parse(archive, "xl/sharedStrings.xml", path, start, end, text)
    return lengths


def _date_precisions(archive: zipfile.ZipFile, path: Path) -> dict[int, str]:
    """For each cell style that shows dates without a day: ``month`` or ``year``."""
    formats: dict[int, str] = dict.fromkeys(_MONTH_FORMATS, "month")
    found: dict[int, str] = {}
    number, inside = 0, False

    def start(name: str, told: dict[str, str]) -> None:
        nonlocal number, inside
        local = _local(name)
        if local == "numFmt":
            shown = _precision(told.get("formatCode", ""))
            if shown:
                formats[int(told["numFmtId"])] = shown
        elif local == "cellXfs":
            inside = True
        elif inside and local == "xf":
            shown = formats.get(int(told.get("numFmtId", "0")), "")
            if shown:
                found[number] = shown
            number += 1

    def end(name: str) -> None:
        nonlocal inside
        if _local(name) == "cellXfs":
            inside = False

    if "xl/styles.xml" in archive.namelist():
        _parse(archive, "xl/styles.xml", path, start, end)
    return found


def _precision(code: str) -> str:
    """What a number format shows of a date: ``month``, ``year``, or nothing special."""
    letters = _LITERAL.sub("", code.split(";")[0]).casefold()
    if "d" in letters or "h" in letters or "s" in letters or "y" not in letters:
        return ""
    return "month" if "m" in letters else "year"


class _SheetReader:
    def __init__(self, path: Path, limits: Limits, lengths: array[int], shown: dict[int, str]) -> None:
        self.found = Scan()
        self._path, self._limits, self._lengths, self._shown = path, limits, lengths, shown
        self._at = (0, 0)
        self._row = self._column = 0
        self._filled = self._shared = self._formula = self._inside = self._empty_text = self._error = False
        self._style = 0
        self._value: list[str] = []
        self._text = 0

    def start(self, name: str, told: dict[str, str]) -> None:
        local = _local(name)
        if local == "c":
            self._start_cell(told)
        elif local == "row":
            self._row = int(told["r"]) if told.get("r", "").isdigit() else self._row + 1
            self._column = 0
        elif local == "f":
            self._formula = True
        elif local in ("v", "t"):
            self._inside = True

    def _start_cell(self, told: dict[str, str]) -> None:
        place = _CELL.match(told.get("r", ""))
        if place:
            column = 0
            for letter in place.group(1):
                column = column * 26 + ord(letter) - ord("A") + 1
            self._at = (int(place.group(2)), column - 1)
        else:
            self._at = (self._row, self._column)
        self._column = self._at[1] + 1
        self._filled = self._formula = False
        kind = told.get("t")
        self._shared, self._empty_text, self._error = kind == "s", kind == "str", kind == "e"
        self._style = int(told.get("s", "0"))
        self._value = []

    def text(self, piece: str) -> None:
        if self._inside:
            self._filled = True
            if self._shared or self._error:
                self._value.append(piece)
            else:
                self._text += len(piece)

    def end(self, name: str) -> None:
        local = _local(name)
        if local in ("v", "t"):
            self._inside = False
        elif local == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        found = self.found
        if self._formula:
            found.formulas[self._at] = self._filled or self._empty_text  # a text result may be empty and is stored so
        if not self._filled:
            return
        row, column = self._at
        found.cells += 1
        found.first_row = min(found.first_row or row, row)
        found.last_row, found.last_column = max(found.last_row, row), max(found.last_column, column)
        if self._error:
            found.errors[self._at] = "".join(self._value)[:20]
        if self._shared:
            index = "".join(self._value)
            if index.isdigit() and int(index) < len(self._lengths):
                self._text += self._lengths[int(index)]
        if self._text > self._limits.workbook_text:
            raise Refusal(
                "too-much-text",
                f"{self._path.name} holds more text than a table of this kind can.",
                "Export it as CSV and import that.",
            )
        if self._style in self._shown:
            found.precision[self._at] = self._shown[self._style]

    def check_box(self) -> None:
        """A lone cell far out makes a grid of billions of cells; so it is refused before the grid is made."""
        found, limits = self.found, self._limits
        if found.last_row > limits.rows + 1:
            raise Refusal(
                "too-many-rows",
                f"{self._path.name} reaches row {found.last_row:,}; at most {limits.rows:,} rows are read.",
                _FAR,
            )
        if found.last_column >= limits.columns:
            raise Refusal(
                "too-many-columns",
                f"{self._path.name} reaches column {found.last_column + 1:,}; at most {limits.columns} columns are read.",
                _FAR,
            )
        if found.last_row * (found.last_column + 1) > limits.workbook_cells:
            raise Refusal(
                "too-many-cells",
                f"{self._path.name} spans {found.last_row:,} rows by {found.last_column + 1} columns, too many to hold.",
                "Export the table as CSV and import that: CSV is read as a stream.",
            )


_FAR = "Delete cells far away from the table, or split the file, and import again."
