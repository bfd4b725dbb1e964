"""Each figure of the shipped pack, on rows whose answer was counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from tests.packs.published import commitment, published

from avow.packs.keys import BY
from avow.packs.shape import Indicator
from avow.packs.shipped import shipped_pack

ROWS: dict[str, list[dict[str, object]]] = {
    "commitments": [
        commitment(
            "C-1",
            themes=["gbv", "ejr"],
            actions=["gbv-1"],
            category="government",
            reporting_group="governments",
            maker_country="KEN",
            maker_region="202",
            types=["financial", "policy"],
            countries=["KEN", "UGA"],
            stage="in-progress",
            trajectory="on-track",
            trajectory_declared="on-track",
            change="strengthened",
        ),
        commitment("C-2", themes=["gbv"], category="civil-society", reporting_group="civil-society", types=["advocacy"]),
        commitment(
            "C-3",
            origin="secretariat",
            category="youth",
            reporting_group="civil-society",
            maker_country="UGA",
            maker_region="202",
            countries=["UGA"],
            stage="completed",
            trajectory="behind",
            trajectory_declared="ahead",
        ),
        commitment("C-4", themes=["tech", "gbv"], types=["financial"], stage="planning", trajectory="ahead", change="weakened"),
        commitment(
            "C-5", themes=["climate"], origin="public-source", category="government", types=["financial"], change="weakened"
        ),
        commitment(
            "C-6", themes=["climate"], standing="withdrawn", category="government", trajectory="on-track", stage="in-progress"
        ),
        commitment("C-7", themes=None, actions=None, types=None, standing="lapsed", category="youth"),
    ],
    "commitment_actions": [
        {"commitment": "C-1", "number": 1, "theme": "gbv", "action": "gbv-1", "share": Decimal("0.6")},
        {"commitment": "C-1", "number": 2, "theme": "ejr", "share": Decimal("0.3")},
        {"commitment": "C-2", "number": 1, "theme": "gbv"},
        {"commitment": "C-4", "number": 1, "theme": "tech", "share": Decimal("0.8")},
        {"commitment": "C-4", "number": 2, "theme": "gbv", "share": Decimal("0.4")},
        {"commitment": "C-5", "number": 1, "theme": "climate"},
        {"commitment": "C-6", "number": 1, "theme": "climate"},
    ],
    "commitment_makers": [
        {"commitment": "C-1", "organisation": "O-1", "role": "owner"},
        {"commitment": "C-1", "organisation": "O-2", "role": "co-maker"},
        {"commitment": "C-2", "organisation": "O-2", "role": "owner"},
        {"commitment": "C-2", "organisation": "O-3", "role": "proposed"},
        {"commitment": "C-3", "organisation": "O-4", "role": "owner"},
        {"commitment": "C-4", "organisation": "O-5", "role": "owner"},
        {"commitment": "C-5", "organisation": "O-6", "role": "owner"},
        {"commitment": "C-6", "organisation": "O-7", "role": "owner"},
    ],
    "organisations": [
        {"reference": "O-1", "category": "government", "reporting_group": "governments"},
        {"reference": "O-2", "category": "civil-society", "reporting_group": "civil-society"},
        {"reference": "O-4", "category": "youth", "reporting_group": "civil-society"},
        {"reference": "O-5"},
        {"reference": "O-6", "category": "government", "reporting_group": "governments"},
        {"reference": "O-7", "category": "government", "reporting_group": "governments"},
    ],
    "targets": [
        {
            "commitment": "C-1",
            "number": 1,
            "unit": "shelters",
            "baseline": 3,
            "baseline_on": "2021",
            "target": 47,
            "target_on": "2026-06",
        },
        {"commitment": "C-1", "number": 2},
        {"commitment": "C-2", "number": 1, "baseline": 3, "baseline_on": "2021", "target": 47, "target_on": "2026-06"},
    ],
    "ledger": [
        {"commitment": "C-1", "number": 1, "stage": "pledged", "usd": Decimal("100.00"), "netted": False},
        {"commitment": "C-1", "number": 2, "stage": "secured", "usd": Decimal("2.00"), "netted": True},
        {"commitment": "C-1", "number": 3, "stage": "spent", "usd": Decimal("900.00"), "netted": False},
        {"commitment": "C-2", "number": 1, "stage": "pledged", "usd": Decimal("50.00"), "netted": False},
        {"commitment": "C-2", "number": 2, "stage": "pledged", "usd": Decimal("20.00"), "netted": True},
        {"commitment": "C-3", "number": 1, "stage": "pledged", "amount": Decimal("7.00"), "currency": "XXX"},
        {"commitment": "C-4", "number": 1, "stage": "pledged", "usd": Decimal("10.00")},
        {"commitment": "C-4", "number": 2, "stage": "secured", "usd": Decimal("5.00"), "netted": False},
        {"commitment": "C-5", "number": 1, "stage": "pledged", "usd": Decimal("1000.00"), "netted": False},
        {"commitment": "C-6", "number": 1, "stage": "pledged", "usd": Decimal("500.00"), "netted": False},
    ],
}

COUNTS: dict[str, tuple[object, dict[str, dict[str, object]]]] = {
    "commitments.count": (7, {"origin": {"maker": 5, "secretariat": 1, "public-source": 1}}),
    "commitments.live": (4, {"category": {"government": 1, "civil-society": 1, "youth": 1, "not-told": 1}}),
    "commitments.told": (1, {"standing": {"live": 1}}),
    "commitments.by_theme": (4, {"theme": {"gbv": 3, "ejr": 1, "tech": 1, "not-told": 1}}),
    "commitments.by_action": (4, {"action": {"gbv-1": 1, "not-told": 3}}),
    "commitments.by_type": (4, {"type": {"financial": 2, "policy": 1, "advocacy": 1, "not-told": 1}}),
    "commitments.by_category": (
        4,
        {
            "category": {"government": 1, "civil-society": 1, "youth": 1, "not-told": 1},
            "reporting_group": {"governments": 1, "civil-society": 2, "not-told": 1},
        },
    ),
    "commitments.by_maker_country": (
        4,
        {"maker_country": {"KEN": 1, "UGA": 1, "not-told": 2}, "maker_region": {"202": 2, "not-told": 2}},
    ),
    "commitments.by_country": (4, {"country": {"KEN": 1, "UGA": 2, "not-told": 2}}),
    "makers.count": (4, {}),
    "makers.by_category": (
        4,
        {
            "category": {"government": 1, "civil-society": 1, "youth": 1, "not-told": 1},
            "reporting_group": {"governments": 1, "civil-society": 2, "not-told": 1},
        },
    ),
    "money.pledged.gross": (
        Decimal(180),
        {"category": {"government": Decimal(100), "civil-society": Decimal(70), "youth": 0, "not-told": Decimal(10)}},
    ),
    "money.pledged.net": (
        Decimal(160),
        {"category": {"government": Decimal(100), "civil-society": Decimal(50), "youth": 0, "not-told": Decimal(10)}},
    ),
    "money.secured.gross": (
        Decimal(7),
        {"category": {"government": Decimal(2), "civil-society": 0, "youth": 0, "not-told": Decimal(5)}},
    ),
    "money.secured.net": (
        Decimal(5),
        {"category": {"government": 0, "civil-society": 0, "youth": 0, "not-told": Decimal(5)}},
    ),
    "money.by_theme": (
        Decimal(180),
        {
            "theme": {
                "gbv": Decimal(134),
                "ejr": Decimal(30),
                "tech": Decimal(8),
                "unallotted": Decimal(10),
                "overallotted": Decimal(-2),
            }
        },
    ),
}

SHARES: dict[str, tuple[tuple[int, int], dict[str, dict[str, tuple[int, int]]]]] = {
    "commitments.standing": ((6, 6), {"standing": {"live": (4, 6), "withdrawn": (1, 6), "lapsed": (1, 6)}}),
    "commitments.stage": (
        (4, 4),
        {"stage": {"not-reported": (1, 4), "planning": (1, 4), "in-progress": (1, 4), "completed": (1, 4)}},
    ),
    "commitments.trajectory": (
        (4, 4),
        {"trajectory": {"cannot-tell": (1, 4), "on-track": (1, 4), "ahead": (1, 4), "behind": (1, 4)}},
    ),
    "commitments.reported": (
        (3, 4),
        {
            "theme": {"gbv": (2, 3), "ejr": (1, 1), "tech": (1, 1), "not-told": (1, 1)},
            "category": {"government": (1, 1), "civil-society": (0, 1), "youth": (1, 1), "not-told": (1, 1)},
        },
    ),
    "commitments.on_track": (
        (2, 4),
        {
            "theme": {"gbv": (2, 3), "ejr": (1, 1), "tech": (1, 1), "not-told": (0, 1)},
            "category": {"government": (1, 1), "civil-society": (0, 1), "youth": (0, 1), "not-told": (1, 1)},
        },
    ),
    "commitments.on_track_of_reported": (
        (2, 3),
        {
            "theme": {"gbv": (2, 2), "ejr": (1, 1), "tech": (1, 1), "not-told": (0, 1)},
            "category": {"government": (1, 1), "civil-society": (0, 0), "youth": (0, 1), "not-told": (1, 1)},
        },
    ),
    "commitments.on_track_declared": (
        (2, 4),
        {
            "theme": {"gbv": (1, 3), "ejr": (1, 1), "tech": (0, 1), "not-told": (1, 1)},
            "category": {"government": (1, 1), "civil-society": (0, 1), "youth": (1, 1), "not-told": (0, 1)},
        },
    ),
    "commitments.changed": ((2, 4), {"change": {"strengthened": (1, 4), "weakened": (1, 4)}}),
    "targets.measurable": (
        (1, 4),
        {
            "theme": {"gbv": (1, 3), "ejr": (1, 1), "tech": (0, 1), "not-told": (0, 1)},
            "category": {"government": (1, 1), "civil-society": (0, 1), "youth": (0, 1), "not-told": (0, 1)},
        },
    ),
}

INDICATORS = {indicator.id: indicator for indicator in shipped_pack().indicators}


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with published(**ROWS) as filled:
        yield filled


@pytest.fixture(scope="module")
def nothing() -> Iterator[duckdb.DuckDBPyConnection]:
    with published() as empty:
        yield empty


def answers(database: duckdb.DuckDBPyConnection, indicator: Indicator) -> list[dict[str, object]]:
    found = database.execute(indicator.sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def total(rows: list[dict[str, object]], indicator: Indicator) -> dict[str, object]:
    totals = [row for row in rows if all(row[column] is None for column in indicator.by)]
    assert len(totals) == 1
    return totals[0]


def groups(rows: list[dict[str, object]], column: str) -> dict[object, dict[str, object]]:
    return {row[column]: row for row in rows if row[column] is not None}


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_or_an_amount_is_what_one_counts_by_hand(name: str, database: duckdb.DuckDBPyConnection) -> None:
    expected, by = COUNTS[name]
    rows = answers(database, INDICATORS[name])
    assert total(rows, INDICATORS[name])["numerator"] == expected
    assert {column: {code: row["numerator"] for code, row in groups(rows, column).items()} for column in by} == by
    assert all(row["denominator"] is None for row in rows)


@pytest.mark.parametrize("name", SHARES)
def test_a_share_has_the_numerator_and_denominator_one_counts_by_hand(name: str, database: duckdb.DuckDBPyConnection) -> None:
    expected, by = SHARES[name]
    rows = answers(database, INDICATORS[name])
    whole = total(rows, INDICATORS[name])
    assert (whole["numerator"], whole["denominator"]) == expected
    found = {
        column: {code: (row["numerator"], row["denominator"]) for code, row in groups(rows, column).items()} for column in by
    }
    assert found == by


def test_every_figure_of_the_pack_has_a_hand_counted_answer() -> None:
    assert set(INDICATORS) == set(COUNTS) | set(SHARES)


@pytest.mark.parametrize("name", INDICATORS)
def test_a_figure_returns_the_columns_it_declares_and_no_other(name: str, database: duckdb.DuckDBPyConnection) -> None:
    indicator = INDICATORS[name]
    row = answers(database, indicator)[0]
    assert (
        {*indicator.by, "numerator", "denominator"}
        <= set(row)
        <= {
            *indicator.by,
            "numerator",
            "denominator",
            "covered",
            "eligible",
        }
    )
    assert set(indicator.by) <= set(BY)


@pytest.mark.parametrize("name", INDICATORS)
def test_a_figure_over_nothing_is_nothing_and_no_error(name: str, nothing: duckdb.DuckDBPyConnection) -> None:
    rows = answers(nothing, INDICATORS[name])
    assert total(rows, INDICATORS[name])["numerator"] == 0
    assert len(rows) == 1


@pytest.mark.parametrize("name", INDICATORS)
def test_a_figure_breaks_down_by_one_dimension_at_a_time(name: str, database: duckdb.DuckDBPyConnection) -> None:
    for row in answers(database, INDICATORS[name]):
        assert sum(row[column] is not None for column in INDICATORS[name].by) <= 1


def test_money_by_theme_adds_to_the_money_pledged(database: duckdb.DuckDBPyConnection) -> None:
    rows = answers(database, INDICATORS["money.by_theme"])
    parts = sum((Decimal(str(row["numerator"])) for row in groups(rows, "theme").values()), Decimal(0))
    assert parts == total(answers(database, INDICATORS["money.pledged.gross"]), INDICATORS["money.pledged.gross"])["numerator"]


def test_an_amount_is_exact_to_the_last_share_and_never_a_float() -> None:
    rows = {
        "commitments": [commitment("C-1")],
        "commitment_actions": [
            {"commitment": "C-1", "number": 1, "theme": "gbv", "share": Decimal("0.333333")},
            {"commitment": "C-1", "number": 2, "theme": "ejr", "share": Decimal("0.333333")},
        ],
        "ledger": [{"commitment": "C-1", "number": 1, "stage": "pledged", "usd": Decimal("100.00"), "netted": False}],
    }
    found = groups(answers(published(**rows), INDICATORS["money.by_theme"]), "theme")
    assert found["gbv"]["numerator"] == Decimal("33.3333")
    assert found["unallotted"]["numerator"] == Decimal("33.3334")
    assert isinstance(found["gbv"]["numerator"], Decimal)


def test_money_says_on_how_many_commitments_it_rests(database: duckdb.DuckDBPyConnection) -> None:
    whole = total(answers(database, INDICATORS["money.pledged.gross"]), INDICATORS["money.pledged.gross"])
    assert (whole["covered"], whole["eligible"]) == (3, 4)


def test_the_share_on_track_says_how_many_reported_at_all(database: duckdb.DuckDBPyConnection) -> None:
    whole = total(answers(database, INDICATORS["commitments.on_track"]), INDICATORS["commitments.on_track"])
    assert (whole["covered"], whole["eligible"]) == (3, 4)
