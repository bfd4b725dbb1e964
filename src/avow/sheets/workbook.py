"""XLSX workbooks: guarded, scanned, then read with exact numbers and dates at the precision they are shown with."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from avow.base.refusals import Refusal
from avow.sheets.archive import check_archive
from avow.sheets.delimited import too_large
from avow.sheets.limits import Limits
from avow.sheets.records import Fault, RawSheet, Record, column_letter
from avow.sheets.workbook_scan import Scan, scan

_RESAVE = "Open it in a spreadsheet program and save it again as XLSX, or export it as CSV."


def open_workbook(path: Path, limits: Limits, *, sheet: str | None = None) -> RawSheet:
    """The table in a workbook: the sheet named, else the first one with anything in it. Raises ``Refusal``."""
    check_archive(path, limits)
    with zipfile.ZipFile(path) as archive:
        names = {name.casefold() for name in archive.namelist()}
    if "xl/workbook.xml" not in names:
        raise Refusal(
            "not-a-workbook",
            f"{path.name} is an archive but no XLSX workbook.",
            "Save the table as XLSX or CSV and import that.",
        )
    statements = ["The file is an XLSX workbook."]
    if "xl/vbaproject.bin" in names:
        statements.append("Its macros were not run.")
    name, found = _choose(path, limits, sheet, statements)
    try:
        table = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name)
    except (CalamineError, OSError) as problem:
        raise Refusal("broken-workbook", f"{path.name} cannot be read as a workbook ({problem}).", _RESAVE) from None
    statements.extend(_formula_statements(found))
    merged = tuple((first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in (table.merged_cell_ranges or []))
    return RawSheet(
        path=path, format="xlsx", records=_records(table, found, limits), statements=statements, merged=tuple(sorted(merged))
    )


def _choose(path: Path, limits: Limits, sheet: str | None, statements: list[str]) -> tuple[str, Scan]:
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            told = [one for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    except (CalamineError, OSError) as problem:
        raise Refusal("broken-workbook", f"{path.name} cannot be read as a workbook ({problem}).", _RESAVE) from None
    every = [one.name for one in told]
    if sheet is not None:
        if sheet not in every:
            raise Refusal(
                "no-such-sheet", f"{path.name} has no sheet called {sheet!r}.", f"Its sheets are: {', '.join(every)}."
            )
        chosen, found = sheet, scan(path, sheet, limits)
    else:
        visible = [one.name for one in told if one.visible == SheetVisibleEnum.Visible]
        chosen, found = _first_filled(path, limits, visible)
    others = [name for name in every if name != chosen]
    statements.append(f"Sheet {chosen!r} was read." if others else "Its one sheet was read.")
    if others:
        statements.append(f"Not read: {', '.join(repr(name) for name in others[:10])}. Name one with --sheet to read it.")
    return chosen, found


def _first_filled(path: Path, limits: Limits, names: list[str]) -> tuple[str, Scan]:
    for name in names:
        found = scan(path, name, limits)
        if found.cells or found.formulas:
            return name, found
    raise Refusal(
        "empty-file",
        f"{path.name} has no sheet with anything in it.",
        "Check that the table is in this file and on a visible sheet.",
    )


def _formula_statements(found: Scan) -> list[str]:
    by_column = Counter(column for _, column in found.formulas)
    lost = Counter(column for (_, column), stored in found.formulas.items() if not stored)
    statements = []
    for column, count in sorted(by_column.items()):
        text = f"Column {column_letter(column)} has formulas ({count:,}): the values last calculated were read"
        missing = lost.get(column, 0)
        statements.append(
            f"{text}, but {missing:,} have none stored and count as faults." if missing else f"{text}, nothing was computed."
        )
    return statements


def _records(table: CalamineSheet, found: Scan, limits: Limits) -> Iterator[Record]:
    if table.start is None:
        return
    left = [""] * table.start[1]  # the rows come from row 1 on, but from the first filled column only
    for index, row in enumerate(table.iter_rows()):
        yield _record(index + 1, [*left, *row], found, limits)


def _record(number: int, values: list[object], found: Scan, limits: Limits) -> Record:
    cells: list[str] = []
    faults: dict[int, Fault] = {}
    for index, value in enumerate(values):
        text = _text(value, found.precision.get((number, index), ""))
        if len(text) > limits.cell_characters:
            faults[index] = too_large(number, index, len(text), limits)
            text = text[:80]
        elif (number, index) in found.errors:
            text = found.errors[number, index]
            faults[index] = Fault(
                "cell-error",
                f"The spreadsheet shows {text} in row {number}, column {column_letter(index)}.",
                "Correct the formula or type the value.",
            )
        elif found.formulas.get((number, index)) is False:
            faults[index] = Fault(
                "formula-without-value",
                f"The cell in row {number}, column {column_letter(index)} is a formula whose result is not stored in the file.",
                "Open the file in a spreadsheet program and save it, or type the value in place of the formula.",
            )
        cells.append(text)
    return Record(number, tuple(cells), faults)


def _text(value: object, precision: str) -> str:
    """The text of a cell as a person would type it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return _day(value.date(), precision) if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return _day(value, precision)
    if isinstance(value, (time, timedelta)):
        return str(value)
    return ""


def _number(value: float) -> str:
    """A spreadsheet keeps fifteen digits: so many are written, plainly, without an exponent and without noise behind them."""
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day(value: date, precision: str) -> str:
    iso = value.isoformat()
    return {"month": iso[:7], "year": iso[:4]}.get(precision, iso)
