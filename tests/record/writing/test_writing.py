"""Publishing: what a release is made of, what is used again, what a killed or refused publish leaves behind."""

from __future__ import annotations

import gzip
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bench.record_rows import ALL
from tests.record.writing.conftest import BY_NAME, INDICATORS, PACK, Desk, desk_with

from avow.base.columns import Type
from avow.base.refusals import Refusal
from avow.record import parts
from avow.record.datapackage import dictionary, read_tables
from avow.record.figures import Indicator
from avow.record.keys import Keys
from avow.record.layout import Layout, load, part_files
from avow.record.verification import verify
from avow.record.writing import TableChange, needs_whole_tables


def rows_in(release: Path, table: str) -> list[tuple[Any, ...]]:
    columns = ", ".join(f'"{name}"' for name in BY_NAME[table].names)
    return duckdb.sql(f"select {columns} from '{release}/tables/{table}/*.parquet'").fetchall()


def parts_of(release: Path) -> dict[str, list[dict[str, Any]]]:
    return {table["name"]: table["parts"] for table in load(release / "manifest.json")["tables"]}


def test_a_release_holds_every_row_as_it_was_given(published: Desk) -> None:
    for name, rows in published.rows.items():
        found = {tuple(str(value) for value in row) for row in rows_in(published.release(1), name)}
        assert found == {tuple(_typed(name, row)) for row in rows}


def _typed(table: str, row: list[Any]) -> list[str]:
    shown = []
    for column, value in zip(BY_NAME[table].columns, row, strict=True):
        places = {Type.MONEY: "0.01", Type.NUMBER: "0.000001"}.get(column.type)
        shown.append(str(Decimal(value).quantize(Decimal(places)) if places and value is not None else value))
    return shown


def test_the_report_is_what_publish_prints(desk: Desk) -> None:
    report = desk.publish()
    assert report.as_json() == {
        "release": 1,
        "path": str(desk.release(1)),
        "tables": {name: len(rows) for name, rows in sorted(desk.rows.items())},
        "changed": [*sorted(desk.rows), "columns", "pack", "indicators"],
    }


def test_a_fresh_release_verifies_with_its_signer(published: Desk) -> None:
    for place in (published.root, published.release(1)):
        report = verify(place, fingerprint=published.keys.fingerprint)
        assert report.ok, report.problems
        assert report.signer == "checked"


def test_publishing_the_same_again_makes_no_release(published: Desk) -> None:
    report = published.publish()
    assert not report.fresh
    assert report.release == 1
    assert report.changed == []
    assert Layout(published.root).numbers() == [1]


def test_the_order_of_incoming_rows_changes_no_root(published: Desk) -> None:
    for rows in published.rows.values():
        random.Random(1).shuffle(rows)
    assert not published.publish().fresh


def test_one_change_rewrites_one_part_of_the_touched_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "AIM", 20)
    desk = desk_with(tmp_path, 100)
    desk.publish()
    desk.set("commitments", ("C-2022-0005",), title="Another promise")
    report = desk.publish(desk.change_of("C-2022-0005"))
    assert report.changed == ["commitments"]
    before, after = parts_of(desk.release(1)), parts_of(desk.release(2))
    assert sum(old != new for old, new in zip(before["commitments"], after["commitments"], strict=True)) == 1
    assert {name: seals for name, seals in before.items() if name != "commitments"} == {
        name: seals for name, seals in after.items() if name != "commitments"
    }
    former = {path.stat().st_ino for path in desk.release(1).rglob("*.parquet")}
    fresh = [path for path in desk.release(2).rglob("tables/**/*.parquet") if path.stat().st_ino not in former]
    assert [path.parent.name for path in fresh] == ["commitments"]
    assert verify(desk.root).ok


def test_a_change_and_a_whole_publish_seal_the_same(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, 40)
    desk.publish()
    desk.set("commitments", ("C-2021-0003",), title="Another promise")
    desk.publish(desk.change_of("C-2021-0003"))
    assert not desk.publish().fresh


def test_unchanged_rows_keep_their_salt_and_key(published: Desk) -> None:
    def secrets(number: int) -> dict[str, tuple[bytes, str]]:
        query = f"select reference, _salt, _key from '{published.release(number)}/tables/commitments/*.parquet'"
        return {row[0]: row[1:] for row in duckdb.sql(query).fetchall()}

    published.set("commitments", ("C-2021-0003",), title="Another promise")
    published.publish()
    before, after = secrets(1), secrets(2)
    assert {name for name in before if before[name] != after[name]} == {"C-2021-0003"}
    assert before["C-2021-0003"][1] == after["C-2021-0003"][1] == published.keys.row_key("commitments", "C-2021-0003")
    assert all(len(salt) == 16 for salt, _ in before.values())
    assert len({salt for salt, _ in before.values()}) == len(before)


def test_a_part_that_grows_over_is_split_and_the_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "AIM", 20)
    monkeypatch.setattr(parts, "MOST", 25)
    small, large = desk_with(tmp_path, 50), desk_with(tmp_path, 90)
    small.rows["commitments"] = [row for row in large.rows["commitments"] if row[0] < "C-2023"]
    small.publish()
    small.rows["commitments"] = large.rows["commitments"]
    small.publish()
    before, after = parts_of(small.release(1))["commitments"], parts_of(small.release(2))["commitments"]
    assert len(after) > len(before)
    assert all(part["rows"] <= 25 for part in after)
    assert before[0] == after[0]
    assert verify(small.root).ok


def test_a_reference_without_rows_loses_them(published: Desk) -> None:
    published.drop_root("C-2021-0003")
    report = published.publish(published.change_of("C-2021-0003"))
    assert report.tables["commitments"] == 59
    assert "C-2021-0003" not in {row[0] for row in rows_in(published.release(2), "commitments")}


def test_rows_outside_the_changed_roots_are_a_mistake(published: Desk) -> None:
    table = BY_NAME["commitments"]
    with pytest.raises(ValueError, match="not among the changed roots"):
        published.publish([TableChange(table, published.rows["commitments"][:2], frozenset({"C-2021-0001"}))])


def test_a_key_that_stands_twice_is_a_mistake(desk: Desk) -> None:
    desk.rows["commitments"].append(list(desk.rows["commitments"][0]))
    with pytest.raises(ValueError, match="stands twice"):
        desk.publish()
    assert Layout(desk.root).current() is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("start", "soon"),
        ("recorded_at", "yesterday"),
        ("version", "two"),
        ("pledged_usd", Decimal("NaN")),
        ("pledged_usd", Decimal("1e40")),
        ("confirmed_on", "2021-02-30"),
        ("joint", "perhaps"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_refused_by_name(published: Desk, column: str, value: object) -> None:
    published.set("commitments", ("C-2021-0003",), **{column: value})
    with pytest.raises(Refusal) as refused:
        published.publish()
    assert column in refused.value.reason
    assert Layout(published.root).current() == 1
    assert verify(published.root).ok


def test_a_float_is_refused(published: Desk) -> None:
    published.set("commitments", ("C-2021-0003",), pledged_usd=1.5)
    with pytest.raises(TypeError):
        published.publish()
    assert list(published.root.glob("releases/.*")) == []


def test_the_declaration_can_be_rebuilt_from_a_release(published: Desk) -> None:
    assert read_tables(published.release(1)) == BY_NAME


def test_the_dictionary_has_a_line_for_every_column() -> None:
    lines = list(dictionary(ALL))
    assert len(lines) == sum(len(table.columns) for table in ALL)
    assert all(line.meaning and line.source and line.type for line in lines)


def test_a_new_column_calls_for_whole_tables(published: Desk) -> None:
    assert not needs_whole_tables(published.root, ALL)
    shorter = replace(BY_NAME["targets"], columns=BY_NAME["targets"].columns[:-1])
    assert needs_whole_tables(published.root, [shorter])


def test_csv_runs_nothing_in_a_spreadsheet(desk: Desk) -> None:
    desk.set("commitments", ("C-2021-0003",), title='=HYPERLINK("http://example.org")', countries=["KEN", "FRA"])
    desk.publish()
    with gzip.open(desk.release(1) / "csv" / "commitments.csv.gz", "rt", encoding="utf-8") as file:
        text = file.read()
    assert text.splitlines()[0] == ",".join(BY_NAME["commitments"].names)
    assert "\"'=HYPERLINK(" in text
    assert "KEN|FRA" in text


def test_csv_after_a_change_holds_the_same_rows_as_the_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "AIM", 20)
    desk = desk_with(tmp_path, 100)
    desk.publish()
    desk.set("commitments", ("C-2022-0005",), title="Another promise")
    desk.publish(desk.change_of("C-2022-0005"))
    query = (
        "select reference, title from read_csv('{}', all_varchar = true, header = true, delim = ',', quote = '\"') order by 1"
    )
    csv = duckdb.sql(query.format(desk.release(2) / "csv" / "commitments.csv.gz")).fetchall()
    tables = sorted((row[0], row[1]) for row in rows_in(desk.release(2), "commitments"))
    assert csv == tables


def test_csv_that_somebody_took_away_is_written_again(published: Desk) -> None:
    before = gzip.decompress((published.release(1) / "csv" / "ledger.csv.gz").read_bytes())
    shutil.rmtree(published.release(1) / "csv")
    published.set("commitments", ("C-2021-0003",), title="Another promise")
    published.publish(published.change_of("C-2021-0003")[:1])
    assert gzip.decompress((published.release(2) / "csv" / "ledger.csv.gz").read_bytes()) == before
    assert len(list((published.release(2) / "csv").glob("*.gz"))) == len(ALL)
    assert verify(published.root).ok


def test_progress_is_told_in_the_callers_thread(desk: Desk) -> None:
    told: set[int] = set()
    desk.publish(progress=lambda step, done, total: told.add(threading.get_ident()))
    assert told == {threading.get_ident()}


def test_missing_money_is_null_and_never_nan(desk: Desk) -> None:
    desk.set("commitments", ("C-2021-0003",), pledged_usd=None)
    desk.publish()
    files = f"'{desk.release(1)}/tables/commitments/*.parquet'"
    query = f"select pledged_usd is null, typeof(pledged_usd) from {files} where reference = 'C-2021-0003'"
    assert duckdb.sql(query).fetchall() == [(True, "DECIMAL(20,2)")]


def test_no_path_ever_changes_its_content(published: Desk) -> None:
    for path in published.release(1).rglob("tables/*/*.parquet"):
        listed = load(published.release(1) / "files.json")["files"][str(path.relative_to(published.release(1)))]
        assert path.stem.endswith(listed["sha256"][:12])
    assert part_files(published.release(1), "commitments").keys() == {
        part["name"] for part in parts_of(published.release(1))["commitments"]
    }


def test_a_second_writer_is_refused_while_the_first_one_writes(published: Desk) -> None:
    with Layout(published.root).writer(), pytest.raises(Refusal) as refused:
        published.publish()
    assert refused.value.code == "record-busy"


def test_a_desk_with_another_key_is_refused(published: Desk, tmp_path: Path) -> None:
    published.keys = Keys.load_or_create(tmp_path / "other")
    published.set("commitments", ("C-2021-0003",), title="Forged")
    with pytest.raises(Refusal) as refused:
        published.publish()
    assert refused.value.code == "other-key"


def test_a_broken_indicator_leaves_the_old_release(published: Desk) -> None:
    broken = Indicator("broken", "count", "commitment", (), "select count(*) as numerator from nowhere")
    with pytest.raises(Refusal) as refused:
        published.publish(indicators=(*INDICATORS, broken))
    assert refused.value.code == "indicator-broken"
    assert "broken" in refused.value.reason
    assert Layout(published.root).current() == 1


def test_a_new_pack_makes_a_release_of_the_same_parts(published: Desk) -> None:
    report = published.publish(pack={**PACK, "version": "2"})
    assert report.changed == ["pack"]
    assert parts_of(published.release(1)) == parts_of(published.release(2))


CHILD = """
import sys
from pathlib import Path
from tests.record.writing.conftest import desk_with
home, step = Path(sys.argv[1]), sys.argv[2]
desk = desk_with(home, 800)
desk.set("commitments", ("C-2021-0003",), title="Another promise")
def progress(name, done, total):
    if name == step:
        print("now", flush=True)
desk.publish(progress=progress)
"""


@pytest.mark.parametrize(
    ("step", "wait"), [("commitments", 0.0), ("ledger", 0.1), ("figures", 0.0), ("figures", 0.05), ("figures", 0.2)]
)
def test_a_killed_publish_leaves_the_old_release(tmp_path: Path, step: str, wait: float) -> None:
    desk = desk_with(tmp_path, 800)
    desk.publish()
    command = [sys.executable, "-c", CHILD, str(tmp_path), step]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
    assert Layout(desk.root).current() in {1, 2}
    assert verify(desk.root).ok
    desk.set("commitments", ("C-2021-0003",), title="Another promise")
    desk.publish()
    assert Layout(desk.root).current() == 2
    assert verify(desk.root).ok
    assert list(desk.root.glob("releases/.*")) == []


def test_a_publish_killed_before_it_was_announced_is_cleared_away(published: Desk) -> None:
    unannounced = published.release(2)
    unannounced.mkdir()
    (unannounced / "manifest.json").write_text("{}")
    assert verify(published.root).ok
    published.publish()
    assert not unannounced.exists()


def test_an_announced_release_is_pointed_to_by_the_next_writer(published: Desk) -> None:
    published.set("commitments", ("C-2021-0003",), title="Another promise")
    published.publish()
    (published.root / "current").write_text("1\n")
    published.publish()
    assert Layout(published.root).current() == 2


def test_a_full_disk_is_told_in_plain_words(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, 800)
    desk.publish()
    desk.set("commitments", ("C-2021-0003",), title="Another promise")
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))  # no file may grow past this: what a full disk says to a writer
    try:
        with pytest.raises(Refusal) as refused:
            desk.publish()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))
    assert refused.value.code == "disk-full"
    assert Layout(desk.root).current() == 1
    assert verify(desk.root).ok


def test_days_before_the_common_calendar_stay_as_told(desk: Desk) -> None:
    desk.set("commitments", ("C-2021-0003",), stage_on=date(1791, 9, 14))
    desk.publish()
    assert verify(desk.root, independent=True).ok
