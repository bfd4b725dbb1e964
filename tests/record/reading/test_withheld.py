"""Hiding: a withheld row is gone from every answer of every release, seconds after the list says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.record.reading.builders import AT, Books, until

from avow.base.refusals import Refusal
from avow.record import withholding
from avow.record.layout import Layout
from avow.record.reading import Filters, Record, Release
from avow.record.withheld import Withheld


@pytest.fixture
def books(tmp_path: Path) -> Books:
    books = Books(tmp_path / "record")
    for number, (title, owner) in enumerate(
        [("Lighthouse", "O-0001"), ("Harbour", "O-0002"), ("Breakwater", "O-0001")], start=1
    ):
        reference = f"C-2021-{number:04d}"
        books.commitment(reference, title=title, owner=owner, owner_name=f"Maker {owner}", themes=["gbv"], pledged_usd=None)
        books.add("commitment_makers", commitment=reference, organisation=owner, role="owner")
        books.add("targets", commitment=reference, number=1, statement=f"Lantern {title}")
        books.add("targets", commitment=reference, number=2, statement="Secondary")
    books.add("commitment_makers", commitment="C-2021-0002", organisation="O-0003", role="co-maker")
    for number in (1, 2, 3):
        books.add("organisations", reference=f"O-{number:04d}", name=f"Maker O-000{number}")
    books.publish()
    books.rows["commitments"][2]["title"] = "Breakwater built"
    return books.publish()


def hide(books: Books, table: str, *key: str) -> None:
    withholding.hide(books.root, table, key, at=AT, keys=books.keys)


def everywhere(release: Release, word: str) -> list[str]:
    """The places in which a commitment with this word in its title still shows."""
    rows = {
        "search": release.search(Filters(words=word)).rows,
        "list": [row for row in release.search(Filters()).rows if word in str(row)],
        "sorted": [row for row in release.search(Filters(), sort="title").rows if word in str(row)],
        "csv": [line for line in b"".join(release.csv("commitments", Filters())).decode().splitlines() if word in line],
        "targets csv": [line for line in b"".join(release.csv("targets", Filters())).decode().splitlines() if word in line],
        "json": [line for line in b"".join(release.json_lines("commitments", Filters())).decode().splitlines() if word in line],
        "sql": release.rows("select 1 from commitments where contains(title, ?)", [word]),
        "targets sql": release.rows("select 1 from targets where contains(statement, ?)", [word]),
    }
    return [place for place, found in rows.items() if found]


def test_a_hidden_commitment_is_gone_from_every_answer_of_every_release(books: Books) -> None:
    record = Record(books.root)
    release = record.current()
    assert release is not None
    assert len(everywhere(release, "Lighthouse")) == 8
    before = release.state
    hide(books, "commitments", "C-2021-0001")
    assert until(lambda: getattr(record.current(), "state", before) != before)
    for shown in (record.current(), record.release(1), record.release(2), Record(books.root).current()):
        assert shown is not None
        assert everywhere(shown, "Lighthouse") == []
        assert shown.find("commitments", "C-2021-0001") is None
        assert shown.find("targets", ("C-2021-0001", 1)) is None
        assert shown.rows_of("targets", "C-2021-0001") == shown.rows_of("commitment_makers", "C-2021-0001") == []
        counted = shown.facets(Filters())
        assert (counted.total, counted.headline.commitments, counted.counts["themes"]) == (2, 2, {"gbv": 2})
        assert shown.crosstab("themes", "stage", Filters()) == {("gbv", "not-reported"): 2}
        assert shown.search(Filters(values={"owner": ("O-0001",)})).count == 1
        assert not shown.downloadable


def test_a_hidden_organisation_takes_its_commitments_along(books: Books) -> None:
    hide(books, "organisations", "O-0001")
    release = Record(books.root).current()
    assert release is not None
    assert [row["reference"] for row in release.search(Filters()).rows] == ["C-2021-0002"]
    assert release.find("organisations", "O-0001") is None
    assert [row["reference"] for row in release.search(Filters(), table="organisations").rows] == ["O-0003", "O-0002"]
    assert release.facets(Filters()).headline.makers == 2


def test_a_hidden_co_maker_is_no_longer_counted_nor_found(books: Books) -> None:
    release = Record(books.root).current()
    assert release is not None
    assert release.facets(Filters()).headline.makers == 3
    assert release.search(Filters(values={"maker": ("O-0003",)})).count == 1
    hide(books, "organisations", "O-0003")
    release = Record(books.root).current()
    assert release is not None
    assert release.facets(Filters()).headline.makers == 2
    assert release.search(Filters(values={"maker": ("O-0003",)})).count == 0
    assert release.search(Filters(values={"maker": ("O-0002",)})).count == 1
    assert [row["organisation"] for row in release.rows_of("commitment_makers", "C-2021-0002")] == ["O-0002"]
    assert release.find("commitments", "C-2021-0002") is not None


def test_a_row_that_other_rows_repeat_is_not_hidden_by_itself(books: Books) -> None:
    with pytest.raises(Refusal, match="stands in other rows too"):
        hide(books, "targets", "C-2021-0002", "1")
    assert not (books.root / "withheld.json").exists()


def test_the_words_of_a_listed_target_no_longer_find_its_commitment(books: Books) -> None:
    key = books.keys.row_key("targets", "C-2021-0002", "1")
    Withheld(rows=frozenset({key}), releases=(1, 2)).write(Layout(books.root), at=AT, keys=books.keys)
    release = Record(books.root).current()
    assert release is not None
    assert [row["reference"] for row in release.search(Filters(words="lantern")).rows] == ["C-2021-0003", "C-2021-0001"]
    assert release.search(Filters(words='"lantern harbour"')).count == 0
    assert [row["reference"] for row in release.search(Filters(words="harbour secondary")).rows] == ["C-2021-0002"]
    assert [row["number"] for row in release.rows_of("targets", "C-2021-0002")] == [2]
    assert b"Lantern Harbour" not in b"".join(release.csv("targets", Filters()))
    assert release.rows("select count(*) from targets") == [(5,)]


def _shown(record: Record) -> bool:
    release = record.current()
    return release is not None and release.find("commitments", "C-2021-0001") is not None


def test_what_is_shown_again_comes_back(books: Books) -> None:
    hide(books, "commitments", "C-2021-0001")
    record = Record(books.root)
    release = record.current()
    assert release is not None
    assert release.find("commitments", "C-2021-0001") is None
    withholding.unhide(books.root, "commitments", ("C-2021-0001",), at=AT, keys=books.keys)
    found: Callable[[], bool] = lambda: (record.current() or release).find("commitments", "C-2021-0001") is not None  # noqa: E731
    assert until(found)
