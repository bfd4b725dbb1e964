"""Parts: what their names and the kept documents tell of the rows, and that rows are found whatever happened before."""

from __future__ import annotations

import gzip
import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
from tests.record.writing.conftest import AT, BY_NAME, Desk, desk_with
from tests.record.writing.test_withholding import everything_in

from avow.base.references import Reference
from avow.base.refusals import Refusal
from avow.record import parts
from avow.record.building import Source
from avow.record.layout import load
from avow.record.reading import Filters, Record
from avow.record.redaction import redact
from avow.record.retention import thin
from avow.record.verification import verify


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "AIM", 6)
    monkeypatch.setattr(parts, "MOST", 8)


@pytest.fixture
def divided(tmp_path: Path, small_parts: None) -> Desk:
    """Published in parts of a few rows."""
    desk = desk_with(tmp_path, 40)
    desk.publish()
    return desk


def edges(desk: Desk, table: str) -> list[str]:
    """The first and the last reference of every part, as long as they are there."""
    bounds = load(desk.release(1) / "parts.json")[table]
    return [end for part in seals(desk, 1, table) for end in bounds[part["name"]]]


def test_a_manifest_names_no_reference(divided: Desk) -> None:
    told = (divided.release(1) / "manifest.json").read_text()
    for table in ("commitments", "organisations"):
        for row in divided.rows[table]:
            assert row[0] not in told
    assert not any(str(Reference.parse(row[0]).order) in told for row in divided.rows["commitments"])


def test_a_redacted_row_at_the_edge_of_a_part_leaves_its_reference_nowhere(divided: Desk) -> None:
    inner = edges(divided, "commitments")
    assert len(inner) >= 10
    gone = [inner[0], inner[3], inner[-1]]
    for reference in gone:
        redact(divided.root, "commitments", (reference,), at=AT, keys=divided.keys)
    left = everything_in(divided.root)
    paths = " ".join(str(path.relative_to(divided.root)) for path in divided.root.rglob("*"))
    for reference in gone:
        for told in (reference, str(Reference.parse(reference).order)):
            assert told.encode() not in left
            assert told not in paths
    found = verify(divided.root, fingerprint=divided.keys.fingerprint)
    assert found.ok, found.problems


def test_a_thinned_release_tells_no_reference(divided: Desk) -> None:
    for day in (1, 2):
        divided.set("commitments", ("C-2021-0001",), title=f"Title {day}")
        divided.publish(divided.change_of("C-2021-0001"), at=AT.replace(day=22 + day))
    thin(divided.root, now=AT.replace(year=2027), keys=divided.keys)
    assert not (divided.release(2) / "tables").exists()
    told = "".join(path.read_text() for path in divided.release(2).glob("*.json"))
    assert not any(row[0] in told for row in divided.rows["commitments"])


def test_a_part_that_lost_all_its_rows_is_gone_from_the_next_release(divided: Desk) -> None:
    first, last = edges(divided, "commitments")[2:4]
    for row in divided.rows["commitments"]:
        if Reference.parse(first).order <= Reference.parse(row[0]).order <= Reference.parse(last).order:
            redact(divided.root, "commitments", (row[0],), at=AT, keys=divided.keys)
    kept = {row[0] for row in divided.rows["commitments"]} - {
        row[0] for row in divided.rows["commitments"] if first <= row[0] <= last
    }
    release = Record(divided.root).release(1)
    assert {row["reference"] for row in release.search(Filters(), size=200).rows} == kept
    for reference in [row[0] for row in divided.rows["commitments"] if row[0] not in kept]:
        divided.drop_root(reference)
    divided.publish(divided.change_of("C-2021-0001"))
    assert len(seals(divided, 2, "commitments")) == len(seals(divided, 1, "commitments")) - 1
    assert verify(divided.root).ok


def seals(desk: Desk, number: int, table: str) -> list[dict[str, str]]:
    tables = load(desk.release(number) / "manifest.json")["tables"]
    found: list[dict[str, str]] = next(one["parts"] for one in tables if one["name"] == table)
    return found


def csv_order(desk: Desk, number: int) -> list[int]:
    text = gzip.decompress((desk.release(number) / "csv" / "commitments.csv.gz").read_bytes()).decode()
    return [Reference.parse(line.split(",")[0]).order for line in text.splitlines()[1:]]


def test_after_a_split_csv_stays_in_order_and_serves_again(tmp_path: Path, small_parts: None) -> None:
    desk = desk_with(tmp_path, 40)
    every = desk.rows["commitments"]
    desk.rows["commitments"] = [row for at, row in enumerate(every) if not 6 < at < 18]
    desk.publish()
    desk.rows["commitments"] = every
    desk.publish()
    names = [part["name"] for part in seals(desk, 2, "commitments")]
    assert names != sorted(names), "a piece split off stands among the others, under a later number"
    assert csv_order(desk, 2) == [Reference.parse(row[0]).order for row in every]
    desk.set("targets", ("C-2021-0001", 1), statement="Another")
    desk.publish(desk.change_of("C-2021-0001"))
    csv = [(desk.release(number) / "csv" / "commitments.csv.gz").stat().st_ino for number in (2, 3)]
    assert csv[0] == csv[1]
    redact(desk.root, "commitments", ("C-2022-0003",), at=AT, keys=desk.keys)
    assert csv_order(desk, 3) == sorted(csv_order(desk, 3))
    assert verify(desk.root).ok


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happened_before_every_row_is_found_where_its_part_says(tmp_path: Path, small_parts: None, seed: int) -> None:
    """Commitments come, change, go and are redacted, at random; parts grow over, shrink and empty."""
    chance = random.Random(seed)
    every = desk_with(tmp_path, 60)
    desk = Desk(every.home, every.keys, {name: [] for name in every.rows})
    desk.rows["organisations"] = every.rows["organisations"]
    references = [row[0] for row in every.rows["commitments"]]
    here: set[str] = set(chance.sample(references, 24))
    banned: set[str] = set()
    take(desk, every, here)
    desk.publish()
    for step in range(5):
        came = set(chance.sample(sorted(set(references) - here - banned), 8))
        went = set(chance.sample(sorted(here), 6))
        here = (here | came) - went
        take(desk, every, here)
        desk.set("commitments", (chance.choice(sorted(here)),), title=f"Step {step}")
        desk.publish(None if step == 3 else desk.change_of(*came, *went))
        if step % 2:
            gone = chance.choice(sorted(here))
            redact(desk.root, "commitments", (gone,), at=AT, keys=desk.keys)
            here.discard(gone)
            banned.add(gone)
            take(desk, every, here)
    number = max(int(path.name) for path in (desk.root / "releases").iterdir() if path.name.isdigit())
    found = verify(desk.root, fingerprint=desk.keys.fingerprint)
    assert found.ok, found.problems
    source = Source(desk.release(number))
    for table in desk.rows:
        spans = [(low, high) for low, high, _path in source.parts(table)]
        assert spans == sorted(spans), table
        assert all(first[1] < second[0] for first, second in pairwise(spans)), table
    release = Record(desk.root).current()
    assert release is not None
    assert {row["reference"] for row in release.search(Filters(), size=200).rows} == here
    for reference in here:
        for table in ("commitment_versions", "ledger", "targets"):
            root = BY_NAME[table].names.index(BY_NAME[table].root)
            assert len(release.rows_of(table, reference)) == sum(row[root] == reference for row in desk.rows[table])


def take(desk: Desk, every: Desk, references: set[str]) -> None:
    """The desk has these commitments, as they were invented."""
    for name, rows in every.rows.items():
        if name != "organisations":
            root = BY_NAME[name].names.index(BY_NAME[name].root)
            desk.rows[name] = [list(row) for row in rows if row[root] in references]


class TestAnotherFormat:
    @pytest.fixture
    def older(self, published: Desk) -> Desk:
        place = published.release(1) / "manifest.json"
        place.write_text(json.dumps({**load(place), "format": 1}))
        return published

    def test_verify_says_so(self, older: Desk) -> None:
        (problem,) = verify(older.release(1)).problems
        assert (problem.file, problem.problem) == (
            "manifest.json",
            "is of format 1, and this version of Avow reads format 2",
        )

    def test_it_is_neither_served_nor_published_upon(self, older: Desk) -> None:
        with pytest.raises(Refusal, match="format 1"):
            Record(older.root).current()
        with pytest.raises(Refusal, match="format 1"):
            older.publish()
