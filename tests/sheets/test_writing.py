"""What is written reads back the same, and no spreadsheet computes it."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.sheets.cells import guarded, join_items, split_items, unguarded
from avow.sheets.reading import open_sheet
from avow.sheets.writing import write_table

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''=1", "'plain", "=cmd|' /C calc'!A0", "'"]
HEADINGS = ("title", "amount", "start", "on", "joint", "countries")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_would_compute_is_guarded_and_comes_back_exactly(text: str) -> None:
    assert guarded(text)[0] not in "=+-@\t\r"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_a_table_reads_back_as_it_was_written(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"table.{ending}"
    rows = [
        {"title": text.strip() or "x", "amount": Decimal("18450000.50"), "start": PartialDate(2021, 6), "on": date(2021, 6, 30),
         "joint": True, "countries": ("KEN", "a;b")}
        for text in HOSTILE
    ]  # fmt: skip
    assert write_table(path, HEADINGS, rows, name="commitments") == len(rows)
    back = [dict(row.cells) for row in open_sheet(path, recognise=lambda text: text in HEADINGS).rows]
    assert [row["title"] for row in back] == [row["title"] for row in rows]
    assert {(row["start"], row["on"], row["joint"]) for row in back} == {("2021-06", "2021-06-30", "true")}
    assert {Decimal(row["amount"]) for row in back} == {Decimal("18450000.50")}
    assert split_items(back[0]["countries"]) == ("KEN", "a;b")


def test_no_cell_of_a_written_file_begins_as_a_formula(tmp_path: Path) -> None:
    rows = [{"title": text} for text in HOSTILE]
    write_table(tmp_path / "t.csv", ("title",), rows, name="t")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [cell for row in csv.reader(file) for cell in row if cell[:1] in "=+-@\t\r"]
    write_table(tmp_path / "t.xlsx", ("title",), rows, name="t")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")


def test_numbers_stay_numbers_unless_a_spreadsheet_would_lose_digits(tmp_path: Path) -> None:
    rows = [{"amount": Decimal("-12.50")}, {"amount": Decimal("12345678901234567.89")}]
    write_table(tmp_path / "t.xlsx", ("amount",), rows, name="t")
    back = [row["amount"] for row in open_sheet(tmp_path / "t.xlsx", recognise=lambda text: text == "amount").rows]
    assert back == ["-12.5", "12345678901234567.89"]


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_text("old")
    with pytest.raises(Refusal, match="Export to CSV"):
        write_table(path, ("title",), [{"title": "x" * 40_000}], name="t")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["t.xlsx"]


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no known format"):
        write_table(tmp_path / "t.doc", ("a",), [], name="t")


def test_items_with_semicolons_survive_a_list() -> None:
    assert split_items(join_items(["a; b", "c"])) == ("a; b", "c")
