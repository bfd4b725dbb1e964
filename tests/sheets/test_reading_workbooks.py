"""XLSX workbooks, honest and hostile."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from avow.base.refusals import Refusal
from avow.sheets.limits import Limits
from avow.sheets.reading import Sheet, open_sheet


def opened(path: Path, **options: Any) -> Sheet:
    return open_sheet(path, recognise=lambda text: text in {"title", "amount", "start", "owner"}, **options)


def book(path: Path, rows: list[list[Any]]) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path


def rewritten(path: Path, entry: str, change: Any) -> Path:
    """The workbook with one packed file changed."""
    with zipfile.ZipFile(path) as old:
        packed = {name: old.read(name) for name in old.namelist()}
    packed[entry] = change(packed.get(entry, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in packed.items():
            new.writestr(name, data)
    return path


def test_numbers_come_without_noise_and_dates_as_days(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [["title", "amount", "start"], ["A", 18450000, date(2021, 6, 30)], ["B", 0.1 + 0.2, 1.845e7], ["C", True, 2021]],
    )
    rows = [dict(row.cells) for row in opened(path).rows]
    assert rows == [
        {"title": "A", "amount": "18450000", "start": "2021-06-30"},
        {"title": "B", "amount": "0.3", "start": "18450000"},
        {"title": "C", "amount": "true", "start": "2021"},
    ]


def test_a_date_shown_as_a_month_is_a_month(tmp_path: Path) -> None:
    path = tmp_path / "months.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["title", "start"])
        for row, shown in enumerate(["mmm-yy", "yyyy", "d mmmm yyyy", '"in" mmmm yyyy'], start=1):
            sheet.write_string(row, 0, shown)
            sheet.write_datetime(row, 1, date(2021, 6, 1), workbook.add_format({"num_format": shown}))
    assert [row["start"] for row in opened(path).rows] == ["2021-06", "2021", "2021-06-01", "2021-06"]


def test_rows_keep_their_numbers_below_blank_rows_and_beside_blank_columns(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[], [None, "Our list"], [], [None, "title", "amount"], [None, "A", 5]])
    rows = list(opened(path).rows)
    assert [(row.number, row["title"], row["amount"]) for row in rows] == [(5, "A", "5")]


def test_formulas_give_their_stored_values_and_are_mentioned_by_column(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["title", "amount"])
        sheet.write_string(1, 0, "A")
        sheet.write_formula(1, 1, "=2+3", value=5)
    sheet_read = opened(path)
    assert any(line.startswith("Column B has formulas (1)") for line in sheet_read.statements)
    assert [row["amount"] for row in sheet_read.rows] == ["5"]


def test_a_formula_without_a_stored_value_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["title", "amount"], ["A", "=SUM(1,2)"], ["B", 4]])
    rows = list(opened(path).rows)
    assert rows[0].faults["amount"].code == "formula-without-value"
    assert not rows[1].faults


def test_an_error_the_spreadsheet_shows_is_a_fault_of_its_cell(tmp_path: Path) -> None:
    rows = list(opened(book(tmp_path / "a.xlsx", [["title", "amount"], ["A", "#REF!"]])).rows)
    assert rows[0].faults["amount"].code == "cell-error"


def test_merged_headings_are_refused_with_the_place(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Who and what", None, "Money", None])
    sheet.append(["Kenya", "A", 5, "USD"])
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(Refusal, match="A1 to B1 are merged") as refused:
        opened(tmp_path / "a.xlsx")
    assert "Unmerge" in refused.value.remedy


def test_a_merged_title_above_the_headings_does_no_harm(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["All our commitments of 2021", None])
    sheet.append(["title", "amount"])
    sheet.append(["A", 5])
    sheet.merge_cells("A1:B1")
    workbook.save(tmp_path / "a.xlsx")
    assert [dict(row.cells) for row in opened(tmp_path / "a.xlsx").rows] == [{"title": "A", "amount": "5"}]


def test_cells_merged_over_rows_are_faults_where_their_value_is_missing(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    for row in (["owner", "title"], ["Kenya", "A"], [None, "B"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    workbook.save(tmp_path / "a.xlsx")
    rows = list(opened(tmp_path / "a.xlsx").rows)
    assert not rows[0].faults
    assert rows[1].faults["owner"].code == "merged-cell"


def test_the_first_filled_visible_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.title = "Cover"
    hidden = workbook.create_sheet("Old")
    hidden.append(["title"])
    hidden.sheet_state = "hidden"
    workbook.create_sheet("Data").append(["title"])
    workbook["Data"].append(["A"])
    workbook.save(tmp_path / "a.xlsx")
    sheet = opened(tmp_path / "a.xlsx")
    assert [row["title"] for row in sheet.rows] == ["A"]
    assert "Sheet 'Data' was read." in sheet.statements
    assert any("Not read: 'Cover', 'Old'" in line for line in sheet.statements)
    with pytest.raises(Refusal, match="no sheet called 'Other'"):
        opened(tmp_path / "a.xlsx", sheet="Other")


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = book(tmp_path / "a.csv", [["title"], ["A"]])
    sheet = opened(path)
    assert sheet.format == "xlsx"
    assert "The name ends in .csv, but the content is a workbook." in sheet.statements


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["title"], ["A"]])
    rewritten(path, "xl/media/zeros.bin", lambda _: b"\x00" * 50_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(Refusal, match="unpacks to far more"):
        opened(path)


def test_a_text_shared_a_million_times_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shared.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_string(0, 0, "title")
        for row in range(1, 2000):
            sheet.write_string(row, 0, "x" * 30_000)
    with pytest.raises(Refusal, match="more text than a table"):
        opened(path, limits=Limits(workbook_text=10_000_000))


def test_a_lone_cell_far_away_is_refused_before_the_grid_is_made(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active["A1"] = "title"
    workbook.active["XFD1048576"] = "far"
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(Refusal, match="reaches row 1,048,576"):
        opened(tmp_path / "a.xlsx")


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil", "xl\\..\\..\\evil", "C:/evil"])
def test_unsafe_names_in_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    path = rewritten(book(tmp_path / "a.xlsx", [["title"], ["A"]]), name, lambda _: b"x")
    with pytest.raises(Refusal, match="unsafe name"):
        opened(path)


def test_links_to_other_workbooks_are_refused(tmp_path: Path) -> None:
    path = rewritten(book(tmp_path / "a.xlsx", [["title"], ["A"]]), "xl/externalLinks/externalLink1.xml", lambda _: b"<x/>")
    with pytest.raises(Refusal, match="values from other workbooks"):
        opened(path)


def test_entities_in_the_xml_are_refused(tmp_path: Path) -> None:
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path = rewritten(
        book(tmp_path / "a.xlsx", [["title"], ["A"]]),
        "xl/worksheets/sheet1.xml",
        lambda data: doctype + data.partition(b"?>")[2],
    )
    with pytest.raises(Refusal) as refused:
        opened(path)
    assert refused.value.code == "xml-entities"


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.95])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, cut: float) -> None:
    path = book(tmp_path / "a.xlsx", [["title"], ["A"]])
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * cut)])
    with pytest.raises(Refusal, match="damaged"):
        opened(path)


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Refusal, match="no XLSX workbook"):
        opened(tmp_path / "a.xlsx")
