"""Every chart: well-formed, named, mirrored, escaped, with the same numbers in its table."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from xml.etree import ElementTree

import pytest

from avow import charts
from avow.charts import Chart
from avow.charts.line import ticks
from avow.charts.tiles import PLACES

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"><script>alert(1)</script>&'
LONG = (
    "Laws, policies and financing against gender-based violence in humanitarian settings, conflict and post-conflict situations"
)
KINDS = [charts.Kind("on-track", "On track"), charts.Kind("behind", "Behind"), charts.Kind("not-reported", "No report")]


def bars(label: str = "Theme", rtl: bool = False) -> Chart:
    return charts.bars(
        "b", label, [charts.Bar(label, 3), charts.Bar("Other", 0, note=label)], heads=("Theme", "Count"), rtl=rtl
    )


def stacked(label: str = "Theme", rtl: bool = False) -> Chart:
    return charts.stacked("s", label, KINDS, [charts.Stack(label, (3, 2, 5)), charts.Stack("None", (0, 0, 0))], rtl=rtl)


def crosstab(label: str = "Theme", rtl: bool = False) -> Chart:
    rows = [charts.Kind("in-progress", label), charts.Kind("not-reported", "No report")]
    return charts.crosstab("c", label, rows, KINDS[:2], {("in-progress", "behind"): 4, ("not-reported", "behind"): 9}, rtl=rtl)


def line(label: str = "Theme", rtl: bool = False, goal: float = 400) -> Chart:
    return charts.line(
        "l",
        label,
        baseline=charts.Point(date(2021, 7, 1), 20, "July 2021"),
        target=charts.Point(date(2026, 12, 31), goal, "December 2026"),
        reported=[charts.Point(date(2023, 6, 30), 124, label, label)],
        words=(label, label, label),
        rtl=rtl,
    )


def small(label: str = "Theme", rtl: bool = False) -> Chart:
    return charts.multiples("m", label, ("2021", "2022"), [charts.Panel(label, (None, 4))], silent="no report", rtl=rtl)[0]


def tile(label: str = "Theme", rtl: bool = False) -> Chart:
    return charts.tiles("t", label, {"KEN": 4}, country=lambda _: label, region=lambda _: label, href=lambda _: label)[3].chart


DRAWERS: list[Callable[..., Chart]] = [bars, stacked, crosstab, line, small, tile]


@pytest.mark.parametrize("draw", DRAWERS)
def test_every_chart_is_well_formed_and_named(draw: Callable[..., Chart]) -> None:
    root = ElementTree.fromstring(draw().svg)
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text
    assert root.get("role") in {"img", "group"}
    assert title.get("id") in (root.get("aria-labelledby") or "").split()


@pytest.mark.parametrize("draw", DRAWERS)
def test_no_text_becomes_markup(draw: Callable[..., Chart]) -> None:
    chart = draw(HOSTILE)
    ElementTree.fromstring(chart.svg)
    assert "<script" not in chart.svg


@pytest.mark.parametrize("draw", DRAWERS)
def test_no_chart_carries_a_style(draw: Callable[..., Chart]) -> None:
    assert "style" not in draw().svg


@pytest.mark.parametrize("draw", [bars, stacked, crosstab, small])
def test_a_label_too_long_is_shortened_and_keeps_its_full_text(draw: Callable[..., Chart]) -> None:
    chart = draw(LONG * 2)
    assert "…" in chart.svg
    assert f"<title>{LONG * 2}</title>" in chart.svg


@pytest.mark.parametrize("draw", [bars, stacked, crosstab, line, small])
def test_right_to_left_charts_are_mirrored(draw: Callable[..., Chart]) -> None:
    there, here = ElementTree.fromstring(draw().svg), ElementTree.fromstring(draw(rtl=True).svg)
    assert here.get("direction") == "rtl"

    def spans(root: ElementTree.Element, mirrored: bool) -> list[tuple[float, float]]:
        found = []
        for rect in root.iter(f"{SVG}rect"):
            x, wide = float((rect.get("x") or "0").rstrip("%")), float((rect.get("width") or "0").rstrip("%"))
            found.append((round(100 - x - wide if mirrored else x, 1), round(wide, 1)))
        return found

    assert spans(here, True) == spans(there, False)


def test_the_world_is_never_mirrored() -> None:
    assert "direction" not in tile(rtl=True).svg


def test_the_longest_bar_leaves_room_for_its_number() -> None:
    rects = [float(r.get("width", "0").rstrip("%")) for r in ElementTree.fromstring(bars().svg).iter(f"{SVG}rect")]
    assert max(rects) < 96


def test_a_bar_of_nothing_is_not_drawn_but_its_number_is() -> None:
    chart = bars()
    assert chart.svg.count("<rect") == 1
    assert chart.grid.rows == (("Theme", "3"), ("Other", "0"))


def test_silence_is_hatched_and_named() -> None:
    chart = stacked()
    assert "url(#s-h)" in chart.svg
    assert [key.hatched for key in chart.key] == [False, False, True]


def test_who_did_not_report_has_no_trajectory_in_the_crosstab() -> None:
    chart = crosstab()
    assert chart.svg.count("url(#c-h)") == 1
    assert chart.grid.rows[1] == ("No report", "0", "9", "9")


def test_words_that_fit_no_column_are_slanted_and_not_cut() -> None:
    columns = [
        charts.Kind("a", "Нельзя определить"),
        charts.Kind("b", "Соответствует графику"),
        *KINDS[:2],
        charts.Kind("c", "Опережает"),
    ]
    chart = charts.crosstab("x", "T", [charts.Kind("planning", "Plan")], columns, {})
    assert "rotate(-" in chart.svg
    assert "Соответствует графику" in chart.svg


def test_a_year_without_an_answer_is_hatched_and_said() -> None:
    chart = small()
    assert "url(#m-0-h)" in chart.svg
    assert chart.grid.rows == (("2021", "no report"), ("2022", "4"))


def test_the_line_has_its_path_its_values_and_its_table() -> None:
    chart = line()
    assert 'class="path"' in chart.svg
    assert [row[2] for row in chart.grid.rows] == ["20", "124", "400"]


@pytest.mark.parametrize("goal", [0, 20, 5, 0.5, 1_000_000, -40])
def test_targets_may_fall_stand_still_or_be_tiny(goal: float) -> None:
    ElementTree.fromstring(line(goal=goal).svg)


def test_a_target_without_baseline_target_or_value_still_draws_what_is_known() -> None:
    lonely = charts.line("l", "T", baseline=None, target=None, reported=[charts.Point(date(2023, 1, 1), 5, "2023")])
    ElementTree.fromstring(lonely.svg)
    assert charts.line("l", "T", baseline=None, target=None, reported=[]).grid.rows == ()


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [(0, 400, [0, 200, 400]), (0, 0.9, [0, 0.5, 1]), (0, 7, [0, 5, 10]), (-40, 124, [-100, 0, 100, 200]), (0, 0, [0, 0.5, 1])],
)
def test_axes_have_two_to_four_round_marks(low: float, high: float, marks: list[float]) -> None:
    assert ticks(low, high) == marks


def test_every_state_has_one_tile() -> None:
    codes = [code for places in PLACES.values() for code, _, _ in places]
    spots = [(region, across, down) for region, places in PLACES.items() for _, across, down in places]
    assert len(codes) == len(set(codes)) == 195
    assert len(spots) == len(set(spots))


def test_a_territory_outside_the_list_of_states_is_not_lost() -> None:
    found = charts.tiles("t", "T", {"KEN": 4, "PRI": 2}, country=str, region=str, others="Other places")
    assert found[-1].name == "Other places"
    assert found[-1].chart.grid.rows == (("PRI", "2"),)


def test_countries_without_a_value_are_drawn_empty_and_left_out_of_the_table() -> None:
    africa = next(one for one in charts.tiles("t", "T", {"KEN": 4}, country=str, region=str) if one.code == "002")
    assert africa.chart.grid.rows == (("KEN", "4"),)
    assert ">ZAF<" in africa.chart.svg


def test_bands_are_round_rising_and_cover_every_value() -> None:
    bands = charts.cut([1, 2, 3, 5, 8, 13, 21, 34, 55, 89])
    assert list(bands.limits) == sorted(set(bands.limits))
    assert len(bands.limits) <= 5
    assert bands.of(0) == 0
    assert bands.of(1) == 1
    assert bands.of(10_000) == len(bands.limits)
    assert charts.cut([0, 0]).limits == ()


def test_the_spans_of_bands_can_be_said_aloud() -> None:
    assert charts.Bands((1, 5, 10)).spans() == [(1, 4), (5, 9), (10, None)]


@pytest.mark.parametrize("draw", DRAWERS)
def test_a_chart_is_drawn_within_a_millisecond(draw: Callable[..., Chart]) -> None:
    def once() -> float:
        started = time.perf_counter()
        draw()
        return time.perf_counter() - started

    assert min(once() for _ in range(20)) <= 0.001


def test_progress_past_its_ends_stays_on_the_line() -> None:
    svg = charts.progress("p", HOSTILE, achieved=7.0, expected=-3.0, rtl=True)
    root = ElementTree.fromstring(svg)
    assert all(0 <= float(r.get("x", "0").rstrip("%")) <= 100 for r in root.iter(f"{SVG}rect"))
    assert partial(charts.progress, "p", "x", achieved=None, expected=None)().count("<rect") == 1
