"""Figures: exact numbers, one way of dividing and rounding, the same from a folder as from the record."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from tests.record.writing.conftest import BY_NAME, INDICATORS, Desk

from avow.base.refusals import Refusal
from avow.record import figures
from avow.record.figures import Indicator, display, off_from_hundred, possible


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "shown"),
    [
        (1, 8, "share", "12"),  # 12.5: half to even
        (3, 8, "share", "38"),  # 37.5
        (1, 3, "share", "33"),
        (2, 3, "share", "67"),
        (0, 7, "share", "0"),
        (7, 7, "share", "100"),
        (1, 1000, "share", "0"),
        (5, 0, "share", None),
        (5, None, "share", None),
        (None, 4, "share", None),
        (74, None, "count", "74"),
        (5, 2, "count", "2.5"),
        (Decimal("48000000.125"), None, "usd", "48000000.12"),
        (Decimal(1), Decimal(3), "usd", "0.33"),
    ],
)
def test_display_rounds_half_to_even_on_the_fraction(
    numerator: Decimal | int | None, denominator: Decimal | int | None, unit: str, shown: str | None
) -> None:
    assert display(numerator, denominator, unit) == (None if shown is None else Decimal(shown))


def test_shares_that_do_not_add_to_a_hundred_are_told() -> None:
    thirds = [display(1, 3, "share")] * 3
    assert off_from_hundred(thirds) == -1
    assert off_from_hundred([Decimal(40), Decimal(60), None]) == 0


@pytest.mark.parametrize(
    ("percentage", "base", "can"), [(33, 3, True), (33, 7, False), (0, 5, True), (100, 5, True), (50, 0, False)]
)
def test_a_percentage_must_be_possible_for_its_base(percentage: int, base: int, can: bool) -> None:
    assert possible(percentage, base) is can


@pytest.mark.parametrize("base", range(1, 60))
def test_every_share_that_can_be_printed_is_possible(base: int) -> None:
    for count in range(base + 1):
        shown = display(count, base, "share")
        assert shown is not None
        assert possible(int(shown), base)


def counted(desk: Desk, **values: str) -> list[list[object]]:
    names = BY_NAME["commitments"].names
    return [row for row in desk.rows["commitments"] if all(row[names.index(name)] == value for name, value in values.items())]


def test_a_figure_counts_what_the_rows_say(published: Desk) -> None:
    (line,) = figures.compute(published.root, ["commitments-by-theme"])
    completed = len(counted(published, stage="completed"))
    assert (line["numerator"], line["denominator"]) == (completed, 60)
    assert line["value"] == int(display(completed, 60, "share") or 0)
    assert {"id", "numerator", "denominator", "value", "unit", "coverage", "suppressed", "release", "where"} <= set(line)


def test_money_is_exact_and_its_coverage_is_told(published: Desk) -> None:
    amounts = [row[BY_NAME["commitments"].names.index("pledged_usd")] for row in published.rows["commitments"]]
    told = [amount for amount in amounts if amount is not None]
    (line,) = figures.compute(published.root, ["pledged"])
    assert Decimal(str(line["numerator"])) == sum(told)
    assert line["coverage"] == {"covered": len(told), "eligible": 60}


def test_a_breakdown_counts_every_group(published: Desk) -> None:
    themes = Counter(
        theme for row in published.rows["commitments"] for theme in row[BY_NAME["commitments"].names.index("themes")]
    )
    lines = figures.compute(published.root, ["commitments-by-theme"], broken_down=True)
    assert {line["by"]["theme"]: line["denominator"] for line in lines if "by" in line} == themes


def test_where_narrows_commitments_and_what_hangs_on_them(published: Desk) -> None:
    youth = counted(published, category="youth")
    lines = figures.compute(published.root, ["commitments-by-theme", "organisations"], {"category": "youth"})
    assert lines[0]["denominator"] == len(youth)
    mine = {row[0] for row in youth}
    makers = {row[1] for row in published.rows["commitment_makers"] if row[0] in mine}
    assert lines[1]["numerator"] == len(makers)
    assert lines[0]["where"] == {"category": "youth"}


def test_where_looks_inside_lists(published: Desk) -> None:
    place = BY_NAME["commitments"].names.index("countries")
    expected = sum("KEN" in row[place] for row in published.rows["commitments"])
    assert figures.compute(published.root, ["commitments-by-theme"], {"countries": "KEN"})[0]["denominator"] == expected


@pytest.mark.parametrize("value", ["x' or true --", "'); drop view commitments; --", "\\"])
def test_a_hostile_filter_value_is_only_a_value(published: Desk, value: str) -> None:
    assert figures.compute(published.root, ["commitments-by-theme"], {"category": value})[0]["denominator"] == 0


def test_an_unknown_column_is_refused_with_those_there_are(published: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        figures.compute(published.root, [], {"colour": "red"})
    assert "category" in refused.value.remedy


def test_an_unknown_indicator_is_refused_with_those_there_are(published: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        figures.compute(published.root, ["nothing"])
    assert "pledged" in refused.value.remedy


def test_a_record_and_a_release_folder_give_the_same(published: Desk) -> None:
    assert figures.compute(published.root) == figures.compute(published.release(1))


def test_stored_figures_are_those_computed(published: Desk) -> None:
    stored = {figure.place: figure for figure in figures.stored(published.release(1))}
    lines = figures.compute(published.root, broken_down=True)
    assert len(stored) == len(lines)
    assert stored["pledged", "", ""].denominator is None
    assert len({figure.inputs for figure in stored.values()}) == len(INDICATORS)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("select avg(pledged_usd) as numerator, null as denominator from commitments", "DOUBLE"),
        ("select 1 as n", "numerator"),
        ("select 1 as numerator union all select 2", "twice"),
        ("select * from read_csv('/etc/passwd')", "cannot be computed"),
        ("select sum(1) as numerator from commitments, (copy (select 1) to '/tmp/out.csv')", "cannot be computed"),
        ("install httpfs", "cannot be computed"),
    ],
)
def test_an_indicator_that_breaks_the_rules_is_named(desk: Desk, sql: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        desk.publish(indicators=(Indicator("mine", "count", "commitment", (), sql),))
    assert "mine" in refused.value.reason
    assert words in refused.value.reason
    assert not desk.release(1).exists()


def test_an_indicator_id_is_no_path() -> None:
    with pytest.raises(ValueError, match="no indicator id"):
        Indicator("../../etc", "count", "commitment", (), "select 1")
