"""Canonical rows: the reference in Python and the SQL say the same about anything people may write."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from avow.base.columns import Column, Source, Table, Type
from avow.base.refusals import Refusal
from avow.record.canonical import netstring, row_sql, row_text, value_text
from avow.record.duck import quoted
from avow.record.spill import reading_sql, spill, typed_sql

HOSTILE = (
    *("", " ", "-", "3:abc", "line\nbreak", "\r\n", "return\ralone", "tab\there", 'quote "double"', "it's", "\\N", "\\"),
    *("NULL", "null", "None", "a,b;c|d", "=1+1", "é", "e\u0301", "العربية", "\u200fعكس", "русский", "👩🏽‍🚀", "\ufeffbom"),
    *("\u2028", "\x85", "\x1a", "[]", "['a']", "x" * 5000, "1e3", "true"),
)
ANY = Table(
    "anything",
    "Anything",
    "One column of each type.",
    key=("reference",),
    root="reference",
    columns=tuple(
        Column(name, kind, "A value.", Source.SYSTEM)
        for name, kind in (
            ("reference", Type.TEXT),
            ("order", Type.TEXT),
            ("integer", Type.INTEGER),
            ("money", Type.MONEY),
            ("number", Type.NUMBER),
            ("boolean", Type.BOOLEAN),
            ("day", Type.DAY),
            ("date", Type.DATE),
            ("instant", Type.INSTANT),
            ("list", Type.LIST),
        )
    ),
)


def hostile_rows(seed: int, count: int) -> list[list[object]]:
    chance = random.Random(seed)

    def maybe(value: object) -> object:
        return None if chance.random() < 0.2 else value

    def text() -> str:
        return "".join(chance.choices(HOSTILE[:-3], k=chance.choice((1, 1, 2, 3))))

    return [
        [
            f"C-2021-{at:04d}",
            maybe(text()),
            maybe(chance.randint(-(2**62), 2**62)),
            maybe(Decimal(chance.randint(-(10**17), 10**17)) / 100),
            maybe(Decimal(chance.randint(-(10**20), 10**20)).scaleb(-6)),
            maybe(chance.random() < 0.5),
            maybe(date(chance.randint(1000, 9999), 2, 28)),
            maybe(chance.choice(("2021", "2021-06", "2021-06-30"))),
            maybe("2026-11-22T14:48:40Z"),
            maybe([text() for _ in range(chance.choice((0, 1, 2, 5)))]),
        ]
        for at in range(count)
    ]


def through_duckdb(rows: list[list[object]], folder: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    """The rows' canonical forms by SQL, and their values, after the way by file."""
    spilled = spill(ANY, rows, folder / "rows", lambda done: None)
    typed = ", ".join(f"{typed_sql(column, spilled)} as {quoted(column.name)}" for column in ANY.columns)
    with duckdb.connect() as connection:
        connection.execute(f"create table typed as select {typed} from {reading_sql(ANY, spilled)}")
        canonical = connection.execute(f"select {row_sql(ANY)} from typed").fetchall()
        return [line[0] for line in canonical], connection.execute("select * from typed").fetchall()


@pytest.mark.parametrize("seed", range(6))
def test_sql_and_python_agree_on_hostile_rows(seed: int, tmp_path: Path) -> None:
    rows = hostile_rows(seed, 400)
    canonical, _ = through_duckdb(rows, tmp_path)
    assert canonical == [row_text(ANY.columns, row) for row in rows]


def test_every_value_survives_the_way_through_the_file(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["C-2021-0001", text, None, None, None, None, None, None, None, list(HOSTILE)] for text in HOSTILE
    ]
    _, values = through_duckdb(rows, tmp_path)
    assert [list(row) for row in values] == rows


def test_nothing_told_and_empty_text_are_different_rows() -> None:
    assert netstring(None) == "-"
    assert netstring("") == "0:"
    assert netstring("-") == "1:-"


def test_a_list_of_one_empty_item_is_no_empty_list() -> None:
    assert value_text(Type.LIST, []) == ""
    assert value_text(Type.LIST, [""]) == "0:"
    assert value_text(Type.LIST, ["", ""]) == "0:0:"


@pytest.mark.parametrize("text", ["a\0b", "\x1f", "\x1e", "\x1d", "\x1b", "\x1c", "\ud800"])
@pytest.mark.parametrize("place", ["order", "list"])
def test_a_control_character_is_refused_and_its_row_named(text: str, place: str, tmp_path: Path) -> None:
    rows: list[list[object]] = [["C-2021-0001", "fine", *[None] * 8], ["C-2021-0002", None, *[None] * 8]]
    rows[1][ANY.names.index(place)] = text if place == "order" else ["fine", text]
    with pytest.raises(Refusal) as refused:
        spill(ANY, rows, tmp_path / "rows", lambda done: None)
    assert "C-2021-0002" in refused.value.reason
    assert place in refused.value.reason


def test_negative_nought_and_exponents_have_one_form() -> None:
    assert value_text(Type.MONEY, Decimal("-0")) == "0.00"
    assert value_text(Type.MONEY, Decimal("1E+3")) == "1000.00"
    assert value_text(Type.NUMBER, Decimal("0.0000005")) == "0.000001"


@pytest.mark.parametrize("value", [1.5, float("nan"), object()])
def test_a_float_is_no_published_number(value: object) -> None:
    with pytest.raises(TypeError):
        value_text(Type.MONEY, value)


def test_lengths_count_bytes() -> None:
    assert netstring("é") == "2:é"
    assert sha256(netstring("👩").encode()).hexdigest() == sha256("4:👩".encode()).hexdigest()
