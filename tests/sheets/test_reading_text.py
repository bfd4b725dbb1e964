"""Delimited text, as people and programs really write it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from avow.base.refusals import Refusal
from avow.sheets.limits import Limits
from avow.sheets.reading import Sheet, open_sheet

TEXT = 'name,note\r\nÉlan,"said ""yes"", twice\nover two lines"\r\nKoç,Şule\r\n'


def read(path: Path, **options: object) -> tuple[Sheet, list[dict[str, str]]]:
    sheet = open_sheet(path, recognise=lambda text: text in {"name", "note", "title"}, **options)  # type: ignore[arg-type]
    return sheet, [dict(row.cells) for row in sheet.rows]


def write(folder: Path, data: bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "The text is UTF-8."),
        ("utf-8-sig", "The text is UTF-8 with a byte order mark."),
        ("utf-16", "The text is UTF-16."),
        ("utf-16-le", "UTF-16, low byte first"),
    ],
)
def test_the_encoding_is_detected_and_stated(tmp_path: Path, encoding: str, said: str) -> None:
    sheet, rows = read(write(tmp_path, TEXT.encode(encoding)))
    assert said in sheet.statements[0]
    assert rows == [{"name": "Élan", "note": 'said "yes", twice\nover two lines'}, {"name": "Koç", "note": "Şule"}]


@pytest.mark.parametrize(("encoding", "said"), [("cp1252", "cp1252"), ("mac_roman", "Mac Roman")])
def test_western_letters_of_one_byte_are_told_apart_and_the_guess_is_stated(tmp_path: Path, encoding: str, said: str) -> None:
    text = "name,note\nélan,Égalité réelle des femmes – l’été où ça compte\ncafé,Señora Núñez à São Paulo\n"
    sheet, rows = read(write(tmp_path, text.encode(encoding)))
    assert said in sheet.statements[0]
    assert "--encoding" in sheet.statements[0]
    assert rows[1]["note"] == "Señora Núñez à São Paulo"


def test_cyrillic_of_one_byte_is_read(tmp_path: Path) -> None:
    text = "name,note\nорганизация,Обязательство по обеспечению равенства женщин и мужчин в экономике и обществе\n" * 5
    _, rows = read(write(tmp_path, text.encode("cp1251")))
    assert rows[0]["name"] == "организация"


def test_a_wrong_byte_in_utf8_spoils_its_own_cell_and_no_other(tmp_path: Path) -> None:
    good = "name,note\n" + "Égalité,été\n" * 20
    path = write(tmp_path, good.encode() + b"caf\xe9,fine\n" + "São,où\n".encode())
    sheet = open_sheet(path, recognise=lambda text: text == "name")
    rows = list(sheet.rows)
    assert [row.number for row in rows if row.faults] == [22]
    assert rows[20].faults["name"].code == "bad-bytes"
    assert rows[21].cells["name"] == "São"


def test_the_encoding_can_be_told(tmp_path: Path) -> None:
    path = write(tmp_path, "name\nПривет\n".encode("koi8_r"))
    assert read(path, encoding="koi8-r")[1] == [{"name": "Привет"}]
    with pytest.raises(Refusal, match="No encoding is called"):
        read(path, encoding="klingon")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = (
        f"name{delimiter}note\nA{delimiter}one, two\nB{delimiter}x\n" if delimiter != "," else 'name,note\nA,"one, two"\nB,x\n'
    )
    assert read(write(tmp_path, text.encode()))[1] == [{"name": "A", "note": "one, two"}, {"name": "B", "note": "x"}]


def test_a_line_that_announces_the_delimiter_is_taken_at_its_word(tmp_path: Path) -> None:
    assert read(write(tmp_path, b"sep=;\r\nname;note\r\nA;b\r\n"))[1] == [{"name": "A", "note": "b"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read_and_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path, end: str) -> None:
    path = write(tmp_path, f'name,note{end}A,"x{end}y"{end}{end}B,z{end}'.encode())
    sheet = open_sheet(path, recognise=lambda text: text == "name")
    assert [(row.number, row["name"]) for row in sheet.rows] == [(2, "A"), (4, "B")]


def test_a_cell_of_a_hundred_megabytes_is_rejected_by_place_without_being_kept(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b'name,note\nA,"')
        for _ in range(100):
            file.write(b"x" * (1024 * 1024))
        file.write(b'"\nB,fine\n')
    tracemalloc.start()
    try:
        rows = list(open_sheet(path, recognise=lambda text: text == "name").rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rows[0].faults["note"].code == "cell-too-large"
    assert "row 2, column B holds 104,857,600 characters" in rows[0].faults["note"].reason
    assert rows[1].cells == {"name": "B", "note": "fine"}
    assert peak < 20 * 1024 * 1024


def test_a_quotation_mark_that_never_closes_is_named_by_place(tmp_path: Path) -> None:
    rows = list(open_sheet(write(tmp_path, b'name,note\nA,b\nC,"d\nE,f\n'), recognise=lambda text: text == "name").rows)
    assert rows[0].faults == {}
    assert rows[1].faults["note"].code == "open-quote"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\n\n  \n", "empty-file"),
        (b"%PDF-1.7 \x00\x01", "not-text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "not-text"),
        (bytes(range(256)) * 20, "not-text"),
        (b"1,2,3\n4,5,6\n", "no-headings"),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(write(tmp_path, data))
    assert refused.value.code == code
    assert refused.value.remedy


def test_files_rows_and_columns_beyond_the_limits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="larger than"):
        read(write(tmp_path, b"name\n" + b"x" * 100), limits=Limits(file_bytes=50))
    with pytest.raises(Refusal, match="more than 2 rows"):
        read(write(tmp_path, b"name\na\nb\nc\n"), limits=Limits(rows=2))
    wide = open_sheet(write(tmp_path, b"name,note\na,b\n1,2,3,4\n"), recognise=lambda t: t == "name", limits=Limits(columns=3))
    assert any(fault.code == "too-many-columns" for row in wide.rows for fault in row.faults.values())


def test_a_row_with_more_values_than_headings_is_a_fault_of_that_row(tmp_path: Path) -> None:
    rows = list(open_sheet(write(tmp_path, b"name,note\na,b\nc,d,e\n"), recognise=lambda text: text == "name").rows)
    assert not rows[0].faults
    assert rows[1].faults["note"].code == "more-cells-than-headings"


def test_headings_below_a_title_are_found_and_said(tmp_path: Path) -> None:
    sheet, rows = read(write(tmp_path, b"Our commitments,\n,\nname,note\nA,b\n"))
    assert rows == [{"name": "A", "note": "b"}]
    assert "The headings are in row 3; what stands above them was left out." in sheet.statements


def test_columns_of_one_heading_are_numbered_and_said(tmp_path: Path) -> None:
    sheet, rows = read(write(tmp_path, b"name,note,note\nA,b,c\n"))
    assert rows == [{"name": "A", "note": "b", "note (2)": "c"}]
    assert any("Two columns are headed 'note'" in line for line in sheet.statements)


def test_the_code_of_namibia_stays_a_text(tmp_path: Path) -> None:
    assert read(write(tmp_path, b"name,note\nNA,004\n"))[1] == [{"name": "NA", "note": "004"}]
