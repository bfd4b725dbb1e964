"""Delimited text (CSV, TSV) read as a stream: any delimiter, any line end, and no cell larger than allowed in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from avow.base.refusals import Refusal
from avow.sheets.encoding import Encoding, detect
from avow.sheets.limits import Limits
from avow.sheets.records import Fault, RawSheet, Record, column_letter

_CHUNK = 64 * 1024
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SAMPLE_RECORDS = 25
_LONE = re.compile("[\ud800-\udfff]")
_KEPT = 80  # characters of an oversized cell that are kept to show which one it was


def open_delimited(path: Path, limits: Limits, *, encoding: str | None = None) -> RawSheet:
    """The table in a text file. Raises ``Refusal`` when it is empty or no text."""
    if path.stat().st_size == 0:
        raise Refusal("empty-file", f"{path.name} is empty.", "Export the table again and check that the file has rows.")
    found = detect(path, encoding)
    head = "".join(_chunks(path, found, upto=4))
    ends = _line_ends(head)
    delimiter, announced = _delimiter(head)
    statements = [found.statement, f"Cells are parted by {_DELIMITERS[delimiter]}; lines end with {ends}."]
    parser = _Parser(delimiter, limits)
    records = parser.records(_chunks(path, found), skip_first=announced)
    return RawSheet(path=path, format="csv", records=records, statements=statements)


def _chunks(path: Path, encoding: Encoding, upto: int | None = None) -> Iterator[str]:
    """The text in pieces. Bytes that the encoding does not know become lone surrogates, which mark their cell."""
    errors = "surrogateescape" if encoding.name.startswith("utf-8") else "replace"
    with path.open("r", encoding=encoding.name, errors=errors, newline="") as file:
        number = 0
        while upto is None or number < upto:
            try:
                chunk = file.read(_CHUNK)
            except UnicodeError:
                raise Refusal(
                    "wrong-encoding",
                    f"{path.name} cannot be read as {encoding}.",
                    "Name the right encoding with --encoding, or save it as UTF-8.",
                ) from None
            if not chunk:
                return
            number += 1
            yield chunk


def _line_ends(head: str) -> str:
    both = head.count("\r\n")
    returns, feeds = head.count("\r") - both, head.count("\n") - both
    if returns > both + feeds:
        return "a carriage return (CR)"
    return "CR LF" if both > feeds else "LF"


def _delimiter(head: str) -> tuple[str, bool]:
    """The delimiter, and whether a first line ``sep=;`` announces it."""
    announced = re.match(r'"?sep=([,;\t|])"?[\r\n]', head)
    if announced:
        return announced.group(1), True
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = _widths(head, delimiter)
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        if usual < 2:
            continue
        score = widths.count(usual) / len(widths) + min(usual, 20) / 100
        if score > best_score:
            best, best_score = delimiter, score
    return best, False


def _widths(head: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    for record in _Parser(delimiter, Limits()).records([head]):
        if any(record.cells):
            widths.append(len(record.cells))
        if len(widths) >= _SAMPLE_RECORDS:
            break
    return widths[:-1] if len(widths) > 2 else widths


@dataclass(slots=True)
class _Cell:
    """The cell being read: its text in pieces until it grows beyond the limit, then only its beginning and its length."""

    limit: int
    pieces: list[str]
    length: int = 0

    def add(self, piece: str) -> None:
        if self.length <= self.limit:
            self.pieces.append(piece)
        self.length += len(piece)
        if self.length > self.limit and len(self.pieces) > 1:
            self.pieces = ["".join(self.pieces)[:_KEPT]]

    @property
    def too_large(self) -> bool:
        return self.length > self.limit

    def text(self) -> str:
        text = "".join(self.pieces)
        return text[:_KEPT] if self.too_large else text


class _Parser:
    """The quoting rules of RFC 4180, lenient where spreadsheets are, over pieces of text cut anywhere."""

    def __init__(self, delimiter: str, limits: Limits) -> None:
        self._delimiter = delimiter
        self._limits = limits
        self._special = re.compile(f"[{re.escape(delimiter)}\r\n]")
        self._number = 0
        self._quoted = False  # inside quotes
        self._closing = False  # just after a quote inside quotes: a second one is a quote, else the quoted part is over
        self._after_return = False
        self._begin_row()

    def _begin_row(self) -> None:
        self._number += 1
        self._cells: list[str] = []
        self._faults: dict[int, Fault] = {}
        self._size = 0
        self._wide = False
        self._begin_cell()

    def _begin_cell(self) -> None:
        self._cell = _Cell(self._limits.cell_characters, [])
        self._fresh = True

    def records(self, chunks: Iterable[str], *, skip_first: bool = False) -> Iterator[Record]:
        """All rows, blank lines included so that numbers agree with what a spreadsheet shows."""
        for chunk in chunks:
            for record in self._feed(chunk):
                if not (skip_first and record.number == 1):
                    yield record
        last = self._finish()
        if last is not None:
            yield last

    def _feed(self, chunk: str) -> Iterator[Record]:
        at, size = 0, len(chunk)
        while at < size:
            if self._quoted:
                at = self._inside_quotes(chunk, at)
                continue
            if self._takes_mark(chunk[at]):
                at += 1
                continue
            found = self._special.search(chunk, at)
            end = found.start() if found else size
            if end > at:
                self._fresh = False
                self._cell.add(chunk[at:end])
            if not found:
                return
            at = end + 1
            self._end_cell()
            if chunk[end] != self._delimiter:
                self._after_return = chunk[end] == "\r"
                yield self._end_row()

    def _takes_mark(self, mark: str) -> bool:
        """Whether ``mark`` is a quote that opens or doubles, or the second half of a line end, and so is used up."""
        if self._closing:
            self._closing = False
            if mark == '"':
                self._cell.add('"')
                self._quoted = True
                return True
        if self._after_return:
            self._after_return = False
            if mark == "\n":
                return True
        if self._fresh and mark == '"':
            self._fresh, self._quoted = False, True
            return True
        return False

    def _inside_quotes(self, chunk: str, at: int) -> int:
        end = chunk.find('"', at)
        if end < 0:
            self._cell.add(chunk[at:])
            return len(chunk)
        if end > at:
            self._cell.add(chunk[at:end])
        self._quoted, self._closing = False, True
        return end + 1

    def _end_cell(self) -> None:
        index = len(self._cells)
        self._size += self._cell.length
        if index >= self._limits.columns:
            self._wide = True
        elif self._size > self._limits.row_characters and not self._cell.too_large:
            self._faults[index] = too_large(self._number, index, self._size, self._limits)
            self._cells.append(self._cell.text()[:_KEPT])
        else:
            text = self._cell.text()
            if self._cell.too_large:
                self._faults[index] = too_large(self._number, index, self._cell.length, self._limits)
            elif not text.isascii():
                text = self._checked(index, text)
            self._cells.append(text)
        self._begin_cell()

    def _checked(self, index: int, text: str) -> str:
        if _LONE.search(text):
            self._faults[index] = Fault(
                "bad-bytes",
                f"The cell in row {self._number}, column {column_letter(index)} holds bytes that are not valid text.",
                "Type the cell again, or save the file as UTF-8.",
            )
            return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        return text

    def _end_row(self) -> Record:
        if self._number > self._limits.rows + 1:
            raise Refusal(
                "too-many-rows",
                f"The file has more than {self._limits.rows:,} rows.",
                "Split it and import the parts one after the other.",
            )
        if self._wide:
            self._faults[0] = Fault(
                "too-many-columns",
                f"Row {self._number} has more than {self._limits.columns} columns.",
                "Check the quotation marks and the delimiter in this row.",
            )
        record = Record(self._number, tuple(self._cells), self._faults)
        self._begin_row()
        return record

    def _finish(self) -> Record | None:
        if self._quoted:
            column = len(self._cells)
            self._end_cell()
            self._faults[min(column, self._limits.columns - 1)] = Fault(
                "open-quote",
                f"A quotation mark opened in row {self._number}, column {column_letter(column)} is never closed: "
                "the rest of the file is one cell.",
                "Close it, or double it if it belongs to the text, and import again.",
            )
            return self._end_row()
        if self._cells or not self._fresh or self._cell.length:
            self._end_cell()
            return self._end_row()
        return None


def too_large(row: int, index: int, length: int, limits: Limits) -> Fault:
    """The fault of a cell that is not read whole."""
    return Fault(
        "cell-too-large",
        f"The cell in row {row}, column {column_letter(index)} holds {length:,} characters; "
        f"at most {limits.cell_characters:,} are read.",
        "Shorten it, or put the text in a document and give its address.",
    )
