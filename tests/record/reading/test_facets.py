"""Counting: every number equals what counting row by row gives."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.record.reading.builders import WORDS, Books, random_books

from avow.base.refusals import Refusal
from avow.record import building
from avow.record.reading import Filters, Record, Release

Row = dict[str, Any]


@pytest.fixture(scope="module", params=["one shard", "many shards"])
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "many shards":
            patch.setattr(building, "GRID", 32)
        books = random_books(tmp_path_factory.mktemp("facets") / "record", 300).publish()
        release = Record(books.root).current()
    assert release is not None
    return books, release


def codes(row: Row, facet: str) -> list[str]:
    value = row[facet]
    if isinstance(value, list):
        return value or [""]
    return ["" if value is None else str(value)]


def passes(row: Row, filters: Filters, skip: str = "") -> bool:
    for facet, wanted in filters.values.items():
        if facet != skip and wanted and not set(codes(row, facet)) & set(wanted):
            return False
    said = f"{row['title']} {row['description']}".split()
    return all(word in said for word in filters.words.split())


def some_filters(draw: random.Random) -> Filters:
    options = {
        "themes": ["gbv", "ejr", "climate", "", "no-such"],
        "countries": ["KEN", "FRA", ""],
        "category": ["government", "youth", ""],
        "year": ["2021", "2022"],
        "stage": ["planning"],
        "owner": ["O-0001", "O-0002"],
    }
    names = draw.sample(list(options), draw.randint(0, 3))
    values = {name: tuple(draw.sample(options[name], min(len(options[name]), draw.randint(1, 2)))) for name in names}
    return Filters(words=" ".join(draw.sample(WORDS, draw.choice([0, 0, 1, 2]))), values=values)


CASES = [some_filters(random.Random(seed)) for seed in range(40)]


@pytest.mark.parametrize("filters", CASES, ids=str)
def test_counts_are_those_of_counting_row_by_row(books: tuple[Books, Release], filters: Filters) -> None:
    written, release = books
    rows = written.rows["commitments"]
    chosen = [row for row in rows if passes(row, filters)]
    counted = release.facets(filters)
    assert counted.total == len(chosen) == release.search(filters).count
    for facet in ("category", "themes", "types", "countries", "year", "standing", "stage", "trajectory"):
        mine = Counter(code for row in rows if passes(row, filters, skip=facet) for code in codes(row, facet))
        told = {code: count for code, count in counted.counts[facet].items() if count}
        assert told == dict(mine), facet


@pytest.mark.parametrize("filters", CASES, ids=str)
def test_headline_figures_are_exact(books: tuple[Books, Release], filters: Filters) -> None:
    written, release = books
    chosen = [row for row in written.rows["commitments"] if passes(row, filters)]
    references = {row["reference"] for row in chosen}
    headline = release.facets(filters).headline
    live = [row for row in chosen if row["standing"] == "live"]
    assert headline.commitments == len(chosen)
    assert headline.live == len(live)
    assert headline.reported == sum(row["stage"] != "not-reported" for row in live)
    assert headline.on_track_or_ahead == sum(row["trajectory"] in {"ahead", "on-track"} for row in live)
    assert headline.pledged_usd == sum((row["pledged_usd"] or Decimal(0) for row in chosen), Decimal(0))
    assert headline.secured_usd == sum((row["secured_usd"] or Decimal(0) for row in chosen), Decimal(0))
    makers = {
        row["organisation"]
        for row in written.rows["commitment_makers"]
        if row["commitment"] in references and row["role"] != "proposed"
    }
    assert headline.makers == len(makers)


@pytest.mark.parametrize("filters", CASES[:12], ids=str)
def test_a_cross_table_counts_pairs_of_codes(books: tuple[Books, Release], filters: Filters) -> None:
    written, release = books
    chosen = [row for row in written.rows["commitments"] if passes(row, filters)]
    mine = Counter((theme, stage) for row in chosen for theme in codes(row, "themes") for stage in codes(row, "stage"))
    assert release.crosstab("themes", "stage", filters) == dict(mine)


@pytest.mark.parametrize("sort", ["reference", "-reference", "title", "-title", "end", "-confirmed_on", "-pledged_usd", "year"])
@pytest.mark.parametrize("filters", CASES[:6], ids=str)
def test_every_order_holds_over_all_pages(books: tuple[Books, Release], sort: str, filters: Filters) -> None:
    written, release = books
    name = sort.removeprefix("-")
    pages: list[Row] = []
    while more := release.search(filters, sort=sort, page=len(pages) // 40 + 1, size=40).rows:
        pages += more
        if len(more) < 40:
            break
    assert {row["reference"] for row in pages} == {
        row["reference"] for row in written.rows["commitments"] if passes(row, filters)
    }
    told = [row[name] for row in pages if row[name] is not None]
    assert told == sorted(told, reverse=sort.startswith("-"))
    assert [row[name] is None for row in pages] == sorted(row[name] is None for row in pages)


def test_makers_are_a_filter_that_finds_co_makers_too(books: tuple[Books, Release]) -> None:
    written, release = books
    mine = {row["commitment"] for row in written.rows["commitment_makers"] if row["organisation"] == "O-0014"}
    found = {row["reference"] for row in release.search(Filters(values={"maker": ("O-0014",)}), size=500).rows}
    assert found == mine
    assert release.search(Filters(values={"maker": ("O-0099",)})).count == 0, "proposed by a source, has not agreed"


def test_only_what_is_asked_for_is_counted(books: tuple[Books, Release]) -> None:
    counted = books[1].facets(Filters(), names=("themes",), figures=("commitments", "pledged_usd"))
    assert set(counted.counts) == {"themes"}
    assert counted.headline.pledged_usd > 0
    assert counted.headline.makers == 0


def test_chosen_codes_without_rows_are_still_listed(books: tuple[Books, Release]) -> None:
    assert books[1].facets(Filters(values={"themes": ("no-such",)})).counts["themes"]["no-such"] == 0


def test_counting_by_an_undeclared_column_is_refused(books: tuple[Books, Release]) -> None:
    for ask in (
        lambda: books[1].facets(Filters(), names=("description",)),
        lambda: books[1].facets(Filters(values={"description": ("x",)})),
        lambda: books[1].crosstab("stage", "title", Filters()),
        lambda: books[1].facets(Filters(), table="secrets"),
    ):
        _refused(ask)


def _refused(ask: Callable[[], object]) -> None:
    with pytest.raises(Refusal):
        ask()


def test_a_record_of_organisations_only_counts_them(tmp_path: Path) -> None:
    books = Books(tmp_path / "record")
    books.add("organisations", reference="O-0001", name="A", category="youth").add(
        "organisations", reference="O-0002", name="B"
    )
    release = Record(books.publish().root).current()
    assert release is not None
    assert release.facets(Filters(), table="organisations").counts["category"] == {"youth": 1, "": 1}
    assert release.facets(Filters()).total == 0
    assert release.search(Filters(words="x")).rows == []
    assert next(iter(release.csv("commitments", Filters()))).startswith(b"reference,title")
