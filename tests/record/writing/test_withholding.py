"""Hiding, redacting and thinning: what goes along, what stays valid."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bench.record_rows import ALL
from tests.record.writing.conftest import AT, BY_NAME, Desk

from avow.base.refusals import Refusal
from avow.record import figures, swap
from avow.record.layout import Layout, load
from avow.record.redaction import redact
from avow.record.retention import thin
from avow.record.sealing import signer
from avow.record.verification import verify
from avow.record.withheld import Withheld
from avow.record.withholding import closure, hide, unhide
from avow.record.writing import needs_whole_tables

HIDDEN = "C-2021-0003"


def references(release: Path, table: str, keys: set[str] | frozenset[str]) -> set[str]:
    """Roots of the rows whose opaque keys are given."""
    root = BY_NAME[table].root
    rows = duckdb.sql(f"select {root}, _key from '{release}/tables/{table}/*.parquet'").fetchall()
    return {reference for reference, key in rows if key in keys}


def roots_in(release: Path, table: str) -> set[str]:
    return {row[0] for row in duckdb.sql(f"select {BY_NAME[table].root} from '{release}/tables/{table}/*.parquet'").fetchall()}


def rows_of(desk: Desk, reference: str) -> int:
    return sum(
        row[BY_NAME[name].names.index(BY_NAME[name].root)] == reference for name, rows in desk.rows.items() for row in rows
    )


def test_hiding_a_commitment_hides_all_its_rows_and_no_other(published: Desk) -> None:
    found = closure(published.root, "commitments", (HIDDEN,))
    assert sum(len(keys) for keys in found.rows.values()) == rows_of(published, HIDDEN)
    for table, keys in found.rows.items():
        assert references(published.release(1), table, keys) == {HIDDEN}


def test_a_ledger_row_that_names_the_hidden_commitment_goes_too(desk: Desk) -> None:
    desk.set("ledger", ("C-2022-0001", 1), netted_at=HIDDEN)
    desk.publish()
    found = closure(desk.root, "commitments", (HIDDEN,))
    assert references(desk.release(1), "ledger", found.rows["ledger"]) == {HIDDEN, "C-2022-0001"}
    assert references(desk.release(1), "commitments", found.rows["commitments"]) == {HIDDEN}


def test_hiding_an_organisation_hides_what_it_owns_and_rows_that_name_it(desk: Desk) -> None:
    names = BY_NAME["commitments"].names
    owner = desk.rows["commitments"][2][names.index("owner")]
    owned = {row[0] for row in desk.rows["commitments"] if row[names.index("owner")] == owner}
    desk.set("ledger", ("C-2025-0001", 1), payer=owner)
    desk.publish()
    found = closure(desk.root, "organisations", (owner,))
    release = desk.release(1)
    assert references(release, "organisations", found.rows["organisations"]) == {owner}
    assert references(release, "commitments", found.rows["commitments"]) == owned
    assert owned <= references(release, "targets", found.rows["targets"])
    assert references(release, "ledger", found.rows["ledger"]) == {*owned, "C-2025-0001"}
    makers = {row[0] for row in desk.rows["commitment_makers"] if row[1] == owner} | owned
    assert references(release, "commitment_makers", found.rows["commitment_makers"]) == makers


def test_the_withheld_list_is_signed_and_names_nothing(published: Desk) -> None:
    hide(published.root, "commitments", (HIDDEN,), at=AT, keys=published.keys)
    document = load(published.root / "withheld.json")
    assert signer(document) == published.keys.fingerprint
    assert document["releases"] == [1]
    assert all(len(key) == 16 and int(key, 16) >= 0 for key in document["rows"])
    assert HIDDEN not in json.dumps(document)
    assert verify(published.root).ok


def test_figures_leave_withheld_rows_out(published: Desk) -> None:
    before = figures.compute(published.root, ["commitments-by-theme"])[0]["denominator"]
    hide(published.root, "commitments", (HIDDEN,), at=AT, keys=published.keys)
    assert figures.compute(published.root, ["commitments-by-theme"])[0]["denominator"] == before - 1


def test_a_hidden_row_does_not_enter_the_next_release(published: Desk) -> None:
    hide(published.root, "commitments", (HIDDEN,), at=AT, keys=published.keys)
    assert needs_whole_tables(published.root, ALL), "the served release holds it: another is due"
    published.publish()
    for table in published.rows:
        assert HIDDEN not in roots_in(published.release(2), table)
    assert Withheld.read(Layout(published.root)).releases == (1,)
    assert verify(published.root).ok


def test_a_new_row_of_a_hidden_owner_is_held_back_with_all_its_own(published: Desk) -> None:
    names = BY_NAME["commitments"].names
    owner = published.rows["commitments"][2][names.index("owner")]
    hide(published.root, "organisations", (owner,), at=AT, keys=published.keys)
    published.set("commitments", ("C-2023-0002",), owner=owner)
    published.publish(published.change_of("C-2023-0002"))
    for table in published.rows:
        assert "C-2023-0002" not in roots_in(published.release(2), table)


def test_what_is_shown_again_comes_back_with_whole_tables(published: Desk) -> None:
    hide(published.root, "commitments", (HIDDEN,), at=AT, keys=published.keys)
    published.publish()
    assert not needs_whole_tables(published.root, ALL)
    unhide(published.root, "commitments", (HIDDEN,), at=AT, keys=published.keys)
    assert Withheld.read(Layout(published.root)).rows == frozenset()
    assert Withheld.read(Layout(published.root)).releases == ()
    assert needs_whole_tables(published.root, ALL)
    published.publish()
    assert HIDDEN in roots_in(published.release(3), "commitments")
    assert not needs_whole_tables(published.root, ALL)


def test_hiding_what_is_not_there_is_refused(published: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        hide(published.root, "commitments", ("C-1999-0001",), at=AT, keys=published.keys)
    assert refused.value.code == "nothing-to-hide"


@pytest.mark.parametrize("act", [hide, unhide, redact])
@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("strengths", (HIDDEN,)),
        ("targets", (HIDDEN, "1")),
        ("former_targets", (HIDDEN, "1", "1")),
        ("commitment_versions", (HIDDEN, "1")),
    ],
)
def test_what_stands_in_several_rows_is_not_taken_away_from_one(
    published: Desk, act: Callable[..., object], table: str, key: tuple[str, ...]
) -> None:
    """A target hidden today would show again, as a former one, with the next amendment."""
    with pytest.raises(Refusal) as refused:
        act(published.root, table, key, at=AT, keys=published.keys)
    assert refused.value.code == "part-of-a-whole"
    assert Withheld.read(Layout(published.root)).rows == frozenset()


def test_a_list_of_many_thousand_rows_is_followed_everywhere(published: Desk) -> None:
    hide(published.root, "commitments", (HIDDEN,), at=AT, keys=published.keys)
    before = Withheld.read(Layout(published.root))
    many = frozenset(f"{number:016x}" for number in range(200_000)) | before.rows
    replace(before, rows=many).write(Layout(published.root), at=AT, keys=published.keys)
    counted = figures.compute(published.root, ["commitments-by-theme"])[0]["denominator"]
    assert counted == len(published.rows["commitments"]) - 1
    published.publish()
    assert HIDDEN not in roots_in(published.release(2), "commitments")
    redact(published.root, "commitments", ("C-2021-0009",), at=AT, keys=published.keys)
    assert Withheld.read(Layout(published.root)).releases == (1,)
    assert verify(published.root).ok


def three_releases(desk: Desk) -> None:
    for title in ("First", "Second", "Third"):
        desk.set("commitments", ("C-2021-0001",), title=title)
        desk.publish()


def everything_in(root: Path) -> bytes:
    """All bytes of a record, Parquet and CSV unpacked."""
    import gzip

    found = b""
    for path in root.rglob("*"):
        if path.suffix == ".parquet" or path.parent.name == "objects":
            found += str(duckdb.sql(f"select * from read_parquet('{path}')").fetchall()).encode()
        elif path.suffix == ".gz":
            found += gzip.decompress(path.read_bytes())
        elif path.is_file():
            found += path.read_bytes()
    return found


def test_a_redaction_leaves_every_signature_valid_and_no_word_behind(desk: Desk) -> None:
    desk.set("commitments", (HIDDEN,), title="A secret promise")
    three_releases(desk)
    sealed = [(desk.release(number) / "manifest.json").read_bytes() for number in (1, 2, 3)]
    assert b"A secret promise" in everything_in(desk.root)
    report = redact(desk.root, "commitments", (HIDDEN,), at=AT, keys=desk.keys, reason="Asked for by its maker.")
    assert report.releases == dict.fromkeys((1, 2, 3), rows_of(desk, HIDDEN))
    assert sealed == [(desk.release(number) / "manifest.json").read_bytes() for number in (1, 2, 3)]
    left = everything_in(desk.root)
    assert b"A secret promise" not in left
    assert HIDDEN.encode() not in left
    for place in (desk.root, desk.release(1), desk.release(3)):
        for independent in (True, False):
            found = verify(place, fingerprint=desk.keys.fingerprint, independent=independent)
            assert found.ok, found.problems
            assert found.redacted == rows_of(desk, HIDDEN) * len(found.releases)


def test_a_second_redaction_counts_on_from_the_first(desk: Desk) -> None:
    three_releases(desk)
    expected = rows_of(desk, HIDDEN) + rows_of(desk, "C-2021-0002") + rows_of(desk, "C-2021-0009")
    for reference in (HIDDEN, "C-2021-0009", "C-2021-0002"):
        redact(desk.root, "commitments", (reference,), at=AT, keys=desk.keys)
    report = verify(desk.release(2), independent=True)
    assert report.ok, report.problems
    assert report.redacted == expected


def test_figures_keep_their_value_and_say_since_when(desk: Desk) -> None:
    three_releases(desk)
    before = figures.compute(desk.root, ["commitments-by-theme", "organisations"], release=2)
    redact(desk.root, "commitments", (HIDDEN,), at=AT, keys=desk.keys)
    shares, organisations = figures.compute(desk.root, ["commitments-by-theme", "organisations"], release=2)
    assert shares == {**before[0], "note": "not recomputable since redaction 1"}
    assert organisations == before[1]
    assert any("not recomputable" in note for note in verify(desk.root).notes)


def test_after_a_redaction_the_next_release_has_no_gaps(desk: Desk) -> None:
    three_releases(desk)
    redact(desk.root, "commitments", (HIDDEN,), at=AT, keys=desk.keys)
    desk.drop_root(HIDDEN)
    report = desk.publish(desk.change_of("C-2021-0001"))
    assert report.fresh
    assert not (desk.release(4) / "redactions.json").exists()
    found = verify(desk.release(4))
    assert found.ok, found.problems
    assert found.redacted == 0


def test_a_redacted_row_still_on_the_desk_does_not_come_back(desk: Desk) -> None:
    three_releases(desk)
    redact(desk.root, "commitments", (HIDDEN,), at=AT, keys=desk.keys)
    desk.publish()
    assert HIDDEN not in roots_in(desk.release(4), "commitments")
    assert Withheld.read(Layout(desk.root)).releases == ()


def test_redacting_every_row_of_a_table_leaves_a_valid_release(desk: Desk) -> None:
    desk.rows["target_values"] = [row for row in desk.rows["target_values"] if row[0] == HIDDEN] or [
        [HIDDEN, 1, 1, None, None, None, "2026-01-01T00:00:00Z"]
    ]
    desk.publish()
    redact(desk.root, "commitments", (HIDDEN,), at=AT, keys=desk.keys)
    for independent in (True, False):
        report = verify(desk.root, independent=independent)
        assert report.ok, report.problems


REDACTING = """
import os, signal, sys
from pathlib import Path
from avow.record import redaction, swap
from avow.record.keys import Keys
from tests.record.writing.conftest import AT
home, steps = Path(sys.argv[1]), int(sys.argv[2])
replaced = swap.replace_file
def replace_file(path, content):
    global steps
    if steps == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    steps -= 1
    replaced(path, content)
swap.replace_file = replace_file
redaction.redact(home / "record", "commitments", ("C-2021-0003",), at=AT, keys=Keys.load_or_create(home / "keys"))
"""


@pytest.mark.parametrize("steps", [0, 1, 2, 5])
def test_a_killed_redaction_is_finished_by_the_next_writer(desk: Desk, steps: int) -> None:
    three_releases(desk)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", REDACTING, str(desk.home), str(steps)]
    assert subprocess.run(command, env=environment, check=False).returncode == -signal.SIGKILL
    assert list(desk.root.glob(f"releases/.*/{swap.PLAN}"))
    desk.publish()
    report = verify(desk.root)
    assert report.ok, report.problems
    assert report.redacted == 3 * rows_of(desk, HIDDEN)


def published_on(desk: Desk, days: list[int]) -> None:
    for number, day in enumerate(days):
        desk.set("commitments", ("C-2021-0001",), title=f"Title {number}")
        desk.publish(at=AT + timedelta(days=day))


def kept_tables(desk: Desk) -> list[int]:
    return [number for number in Layout(desk.root).numbers() if (desk.release(number) / "tables").exists()]


def test_thinning_keeps_what_is_cited_pinned_young_first_of_a_month_or_newest(desk: Desk) -> None:
    published_on(desk, [0, 1, 2, 3, 10, 11, 100])  # 22 November to 3 December, and 2 March
    report = thin(desk.root, now=AT + timedelta(days=120), keys=desk.keys, cited=[3], pinned=[4])
    assert report.tables == (2, 6)
    assert kept_tables(desk) == [1, 3, 4, 5, 7]
    assert [number for number in range(1, 8) if (desk.release(number) / "csv").exists()] == [3, 4, 7]
    found = verify(desk.root, fingerprint=desk.keys.fingerprint)
    assert found.ok, found.problems
    assert verify(desk.release(2)).ok


def test_a_young_release_keeps_its_tables(desk: Desk) -> None:
    published_on(desk, [0, 1, 2])
    assert thin(desk.root, now=AT + timedelta(days=20), keys=desk.keys).tables == ()


def test_a_thinned_figure_shows_its_value_and_says_its_rows_are_gone(desk: Desk) -> None:
    published_on(desk, [0, 1, 2, 3])
    before = figures.compute(desk.root, release=2)
    thin(desk.root, now=AT + timedelta(days=90), keys=desk.keys)
    assert kept_tables(desk) == [1, 4]
    assert figures.compute(desk.root, release=2) == [{**line, "note": "its rows are no longer kept"} for line in before]
    with pytest.raises(Refusal):
        figures.compute(desk.root, where={"category": "youth"}, release=2)


def test_objects_nobody_holds_are_deleted(desk: Desk) -> None:
    published_on(desk, [0, 1, 2, 3])
    thin(desk.root, now=AT + timedelta(days=90), keys=desk.keys)
    linked: set[Any] = {path.stat().st_ino for path in desk.root.glob("releases/*/tables/*/*.parquet")}
    assert {path.stat().st_ino for path in (desk.root / "objects").iterdir()} == linked
