"""Writes tables as CSV, XLSX or JSON. What is written reads back as the same values, and no spreadsheet computes any of it."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TextIO

import xlsxwriter

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.sheets.cells import guarded, join_items

Value = str | int | Decimal | bool | date | PartialDate | Sequence[str] | None
_DIGITS = 15  # a spreadsheet keeps so many digits of a number; longer ones are written as text
_LONGEST = 32_767  # characters a cell of a workbook can hold


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Mapping[str, Value]], *, name: str) -> int:
    """Writes ``rows`` to ``path`` in the format its name ends in and returns how many. ``name`` heads the list in JSON.

    The file appears whole or not at all.
    """
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx, ".json": _write_json}
    writer = writers.get(path.suffix.casefold())
    if writer is None:
        raise Refusal("unknown-format", f"{path.name} ends in no known format.", "End the name in .csv, .xlsx or .json.")
    if not path.parent.is_dir():
        raise Refusal("no-such-folder", f"There is no folder {path.parent}.", "Make it first, or name another.")
    handle, made = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    try:
        count = writer(Path(made), headings, rows, name)
        Path(made).chmod(0o644)
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    return count


def _write_csv(path: Path, headings: Sequence[str], rows: Iterable[Mapping[str, Value]], _: str) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([guarded(heading) for heading in headings])
        for count, row in enumerate(rows, start=1):  # noqa: B007 -- the count is what is returned
            writer.writerow([_csv_cell(row.get(heading)) for heading in headings])
    return count


def _csv_cell(value: Value) -> str:
    text = _text(value)
    typed = isinstance(value, (int, Decimal, date, PartialDate))
    return text if typed else guarded(text)


def _write_xlsx(path: Path, headings: Sequence[str], rows: Iterable[Mapping[str, Value]], name: str) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    count = 0
    with xlsxwriter.Workbook(str(path), options) as workbook:
        sheet = workbook.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, guarded(heading), bold)
        for count, row in enumerate(rows, start=1):
            for column, heading in enumerate(headings):
                value = row.get(heading)
                if isinstance(value, date):
                    sheet.write_datetime(count, column, value, day)
                elif (
                    isinstance(value, (int, Decimal))
                    and not isinstance(value, bool)
                    and len(str(value).replace(".", "").strip("-0")) <= _DIGITS
                ):
                    sheet.write_number(count, column, value)
                elif value is not None and value != "":
                    sheet.write_string(count, column, _fitting(guarded(_text(value)), count, heading))
    return count


def _fitting(text: str, row: int, heading: str) -> str:
    if len(text) > _LONGEST:
        raise Refusal(
            "cell-too-large",
            f"The {heading} of row {row + 1} has {len(text):,} characters; a workbook cell holds {_LONGEST:,}.",
            "Export to CSV or JSON instead.",
        )
    return text


def _write_json(path: Path, headings: Sequence[str], rows: Iterable[Mapping[str, Value]], name: str) -> int:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{{\n{json.dumps(name)}: [")
        count = _write_items(file, headings, rows)
        file.write("\n]\n}\n")
    return count


def _write_items(file: TextIO, headings: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        item = {heading: _json_value(row.get(heading)) for heading in headings if row.get(heading) not in (None, "", (), [])}
        file.write(",\n" if count > 1 else "\n")
        file.write(json.dumps(item, ensure_ascii=False))
    return count


def _json_value(value: Value) -> object:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, (Decimal, date, PartialDate)):
        return _text(value)
    return [str(item) for item in value]


def _text(value: Value) -> str:
    """The one text form of a value, which the readers understand."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (str, int, PartialDate)):
        return str(value)
    return join_items(value)
