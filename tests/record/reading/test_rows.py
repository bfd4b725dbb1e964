"""Rows: item pages, free SQL, downloads."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from tests.record.reading.builders import Books, random_books

from avow.base.refusals import Refusal
from avow.record import export
from avow.record.reading import Filters, Record, Release


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    books = Books(tmp_path_factory.mktemp("rows") / "record")
    books.commitment(
        "C-2021-0001",
        title='=HYPERLINK("http://x")',
        description='Says "yes",\nand no',
        themes=["gbv", "ejr"],
        countries=["KEN"],
        pledged_usd=Decimal("-12.50"),
        confirmed_on=date(2021, 6, 30),
        joint=True,
        start="2021-06",
    )
    books.commitment("C-2021-0002", title="@cmd", description="+1", themes=["climate"], owner="O-0002", owner_name="-x")
    books.commitment("C-2021-0003", title="\tplain", themes=[], description="a;b")
    books.add("targets", commitment="C-2021-0001", number=2, statement="Second", target=Decimal("0.5"))
    books.add("targets", commitment="C-2021-0001", number=1, statement="First", target_on="2026")
    books.add("targets", commitment="C-2021-0002", number=1, statement="Other")
    books.add("target_values", commitment="C-2021-0001", target=1, number=2, value=Decimal(7), value_on=date(2022, 1, 1))
    books.add("organisations", reference="O-0001", name="Ministry")
    found = Record(books.publish().root).current()
    assert found is not None
    return found


def test_a_row_comes_back_with_the_values_it_was_published_with(release: Release) -> None:
    row = release.find("commitments", "C-2021-0001")
    assert row is not None
    assert tuple(row) == release.tables["commitments"].names
    assert row["pledged_usd"] == Decimal("-12.50")
    assert str(row["pledged_usd"]) == "-12.50"
    assert (row["confirmed_on"], row["joint"], row["start"], row["themes"]) == (
        date(2021, 6, 30),
        True,
        "2021-06",
        ["gbv", "ejr"],
    )
    assert row["end"] is None
    assert row["description"] == 'Says "yes",\nand no'


def test_rows_of_a_root_come_in_the_order_of_their_key(release: Release) -> None:
    assert [row["statement"] for row in release.rows_of("targets", "C-2021-0001")] == ["First", "Second"]
    assert release.rows_of("targets", "C-2021-0003") == []
    assert release.rows_of("targets", "C-1999-0001") == []
    assert [row["name"] for row in release.rows_of("organisations", "O-0001")] == ["Ministry"]


def test_a_row_is_found_by_its_whole_key(release: Release) -> None:
    assert (release.find("targets", ("C-2021-0001", 2)) or {})["target"] == Decimal("0.5")
    assert (release.find("target_values", ("C-2021-0001", 1, 2)) or {})["value"] == Decimal(7)
    assert release.find("targets", ("C-2021-0001", 3)) is None
    assert release.find("commitments", "nonsense' --") is None


def test_an_unknown_table_is_refused(release: Release) -> None:
    for ask in (
        lambda: release.find("people", "x"),
        lambda: release.rows_of("people", "x"),
        lambda: release.csv("people", Filters()),
    ):
        with pytest.raises(Refusal, match="no table named 'people'"):
            ask()


def test_free_sql_sees_declared_columns_only_and_reaches_nothing_else(release: Release) -> None:
    assert release.rows("select count(*), sum(pledged_usd) from commitments where year = ?", [2021]) == [(3, Decimal("-12.50"))]
    assert release.rows("select count(*) from ledger") == [(0,)]
    for sql in (
        "select _salt from commitments",
        "select * from read_csv('/etc/passwd')",
        "copy commitments to '/tmp/stolen.csv'",
        "set enable_external_access = true",
        "attach '/tmp/other.db'",
    ):
        with pytest.raises(duckdb.Error):
            release.rows(sql)


def downloaded(release: Release, table: str, filters: Filters) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(release.csv(table, filters)).decode(), newline="")))


def test_text_in_a_download_never_becomes_a_formula_and_numbers_stay_numbers(release: Release) -> None:
    first, second, third = downloaded(release, "commitments", Filters())
    assert tuple(first) == release.tables["commitments"].names
    assert first["title"] == '\'=HYPERLINK("http://x")'
    assert first["description"] == 'Says "yes",\nand no'
    assert (first["pledged_usd"], first["themes"], first["joint"], first["end"]) == ("-12.50", "gbv|ejr", "true", "")
    assert (second["title"], second["description"], second["owner_name"]) == ("'@cmd", "'+1", "'-x")
    assert (third["title"], third["description"]) == ("'\tplain", "a;b")


def test_a_download_holds_the_rows_of_the_filter_and_no_others(release: Release) -> None:
    chosen = Filters(values={"themes": ("climate", "ejr")})
    assert [row["reference"] for row in downloaded(release, "commitments", chosen)] == ["C-2021-0001", "C-2021-0002"]
    assert [row["statement"] for row in downloaded(release, "targets", Filters(values={"owner": ("O-0002",)}))] == ["Other"]
    assert downloaded(release, "commitments", Filters(values={"themes": ("no-such",)})) == []
    assert [row["reference"] for row in downloaded(release, "commitments", Filters(words="plain"))] == ["C-2021-0003"]


def test_an_unknown_filter_is_refused_before_the_first_byte(release: Release) -> None:
    with pytest.raises(Refusal, match="no filter named 'colour'"):
        release.csv("commitments", Filters(values={"colour": ("red",)}))


def test_json_lines_hold_typed_values_and_exact_money(release: Release) -> None:
    lines = b"".join(release.json_lines("commitments", Filters(values={"themes": ("gbv",)}))).decode().splitlines()
    told = json.loads(lines[0])
    assert len(lines) == 1
    assert (told["pledged_usd"], told["year"], told["joint"], told["themes"]) == ("-12.50", 2021, True, ["gbv", "ejr"])
    assert (told["confirmed_on"], told["end"]) == ("2021-06-30", None)


def test_downloads_of_many_parts_and_shards_agree_with_search(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from avow.record import building

    monkeypatch.setattr(building, "GRID", 16)
    monkeypatch.setattr(export, "_LINES", 7)
    books = random_books(tmp_path_factory.mktemp("many") / "record", 120).publish()
    release = Record(books.root).current()
    assert release is not None
    for filters in (
        Filters(),
        Filters(values={"themes": ("gbv",)}),
        Filters(words="women"),
        Filters(values={"year": ("2022",)}),
    ):
        found = {row["reference"] for row in release.search(filters, size=500).rows}
        rows = downloaded(release, "commitments", filters)
        assert [row["reference"] for row in rows] == sorted(found)
        makers = [row for row in books.rows["commitment_makers"] if row["commitment"] in found]
        assert len(downloaded(release, "commitment_makers", filters)) == len(makers)
