"""Figures: every indicator of the release, and one of them with everything needed to compute it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from avow.base.columns import ASKED_AS
from avow.charts import Bar, Chart, Grid, bars
from avow.public.asked import Asked, NotHere
from avow.public.facets import Panel, panel, titles
from avow.public.opened import root
from avow.record import figures
from avow.record.reading import DayRelease
from avow.ui.formatting import money_compact, number, percent
from avow.ui.frames import direction

BREAKDOWN = "by"
NARROWS = ("themes", "category", "types", "countries", "maker_country", "standing", "origin", "window", "year")
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Reading:
    """One computed value. ``name`` says of which code, empty for the total."""

    code: str
    name: str
    numerator: object
    denominator: object
    value: object
    covered: object
    eligible: object
    suppressed: bool


@dataclass(frozen=True)
class Indicator:
    id: str
    title: str
    definition: str
    unit: str
    base: str
    by: tuple[str, ...]
    confirmed: bool
    source: str


@dataclass(frozen=True)
class Listed:
    indicator: Indicator
    total: Reading | None

    @property
    def spread(self) -> bool:
        return is_spread(self.indicator, self.total)


@dataclass(frozen=True)
class Figures:
    listed: tuple[Listed, ...]


@dataclass(frozen=True)
class Breakdown:
    dimension: str
    title: str
    chart: Chart


@dataclass(frozen=True)
class FigurePage:
    indicator: Indicator
    total: Reading | None
    breakdowns: tuple[Breakdown, ...]
    spread: bool  # the groups are the figure; its total is only what they are shares of
    sql: str
    inputs: str
    note: str
    where: tuple[tuple[str, str, str], ...]  # column, code, name
    left_out: tuple[str, ...]  # names of filters past the first of a column
    panel: Panel
    command: str
    query: str


def figures_page(asked: Asked) -> Figures:
    totals = {line["id"]: _reading(asked, line) for line in computed(asked) if "by" not in line}
    return Figures(tuple(Listed(one, totals.get(one.id)) for one in indicators(asked)))


def figure_page(asked: Asked, name: str) -> FigurePage:
    indicator = next((one for one in indicators(asked) if one.id == name), None)
    if indicator is None:
        raise NotHere("figure", name)
    lines = computed(asked, (name,), narrowing(asked))
    total = next((line for line in lines if "by" not in line), None)
    return FigurePage(
        indicator=indicator,
        total=_reading(asked, total) if total else None,
        breakdowns=_breakdowns(asked, indicator, lines),
        spread=is_spread(indicator, _reading(asked, total) if total else None),
        sql=(asked.release.folder / "indicators" / f"{name}.sql").read_text("utf-8"),
        inputs=str(lines[0]["inputs"]) if lines else "",
        note=str(lines[0].get("note", "")) if lines else "",
        where=_where(asked),
        left_out=tuple(code for codes in asked.selection.values.values() for code in codes[1:]),
        panel=_panel(asked),
        command=_command(asked, name),
        query=asked.selection.query(),
    )


def _panel(asked: Asked) -> Panel:
    """The filters a figure takes. Their numbers count commitments, which the figure itself may count in part or not at all."""
    counts = asked.release.facets(asked.selection.filters, figures=()).counts
    says = _("Numbers here count every commitment, whatever became of it; the figure counts what its definition says.")
    return replace(panel(asked, counts, asked.release.tables["commitments"], NARROWS), counts=says)


def is_spread(indicator: Indicator, total: Reading | None) -> bool:
    """A distribution: its groups are shares of a whole, so that the total says nothing but how large the whole is."""
    whole = total is not None and total.denominator is not None and total.numerator == total.denominator
    return whole and indicator.unit == "share" and len(indicator.by) == 1 and indicator.id.rpartition(".")[2] in indicator.by


def indicators(asked: Asked) -> tuple[Indicator, ...]:
    labels, held = asked.labels, {one.id for one in figures.indicators_of(asked.release.folder)}
    return tuple(
        Indicator(
            id=told["id"],
            title=labels.of(told.get("title")) or told["id"],
            definition=labels.of(told.get("definition")),
            unit=told.get("unit", ""),
            base=told.get("base", ""),
            by=tuple(told.get("by", ())),
            confirmed=bool(told.get("confirmed", True)),
            source=labels.of(told.get("source")),
        )
        for told in labels.pack.get("indicators", ())
        if told["id"] in held
    )


def computed(asked: Asked, ids: Sequence[str] = (), where: Mapping[str, str] | None = None) -> tuple[Line, ...]:
    """The lines ``avow figures`` prints, by the same function."""
    asked_for = tuple(ids), tuple(sorted((where or {}).items()))
    if isinstance(asked.release, DayRelease):
        return _computed(asked.release.copy, asked.release.state, *asked_for, None)
    return _computed(root(), asked.release.state, *asked_for, asked.release.number)


@lru_cache(maxsize=128)
def _computed(
    folder: Path, state: str, ids: tuple[str, ...], where: tuple[tuple[str, str], ...], release: int | None
) -> tuple[Line, ...]:
    """``state`` is part of the question: another withheld list is another answer."""
    return tuple(figures.compute(folder, ids, dict(where), release, broken_down=bool(ids)))


def narrowing(asked: Asked) -> dict[str, str]:
    """The filters a figure can take: one code a column."""
    return {column: codes[0] for column, codes in asked.selection.values.items()}


def _where(asked: Asked) -> tuple[tuple[str, str, str], ...]:
    table = asked.release.tables["commitments"]
    return tuple(
        (column, code, asked.labels.name(table[column].codes, code) if table[column].codes else code)
        for column, code in narrowing(asked).items()
    )


def _breakdowns(asked: Asked, indicator: Indicator, lines: Sequence[Line]) -> tuple[Breakdown, ...]:
    parts = []
    for dimension in indicator.by:
        readings = [_reading(asked, line, dimension) for line in lines if dimension in line.get("by", ())]
        if readings:
            title = titles().get(_column(dimension), dimension)
            readings.sort(key=_packs_order(asked, dimension))
            parts.append(Breakdown(dimension, title, _chart(asked, indicator, dimension, title, readings)))
    return tuple(parts)


def _packs_order(asked: Asked, dimension: str) -> Callable[[Reading], tuple[int, str]]:
    """The order in which the pack lists the codes; what it does not list, and what was not told, comes last."""
    table, column = asked.release.tables["commitments"], _column(dimension)
    codes = table[column].codes if column in table.names else ""
    place = {code: at for at, code in enumerate(asked.labels.entries(codes))} if codes else {}
    return lambda reading: (place.get(reading.code, len(place) + (not reading.code)), reading.code)


def _chart(asked: Asked, indicator: Indicator, dimension: str, title: str, readings: Sequence[Reading]) -> Chart:
    """The groups as bars; the table under them holds numerator and denominator where there are any."""
    language, status = asked.language, dimension in ("stage", "trajectory")
    rows = [
        Bar(
            one.name or _("not told"),
            one.value if isinstance(one.value, int | float | Decimal) and not one.suppressed else 0,
            kind=one.code if status else "",
            note=_("suppressed") if one.suppressed else "",
        )
        for one in readings
    ]
    drawn = bars(
        f"by-{dimension}",
        title,
        rows,
        write=lambda value: written(value, indicator.unit, language),
        heads=(title, _("Value")),
        rtl=direction(language) == "rtl",
    )
    if all(one.denominator is None for one in readings):
        return drawn
    head = (*drawn.grid.head, _("Numerator"), _("Denominator"))
    lines = tuple(
        (*row, _plain(one.numerator, language), _plain(one.denominator, language))
        for row, one in zip(drawn.grid.rows, readings, strict=True)
    )
    return replace(drawn, grid=Grid(drawn.grid.caption, head, lines))


def written(value: int | float | Decimal, unit: str, language: str) -> str:
    if unit == "share":
        return percent(value, language)
    return money_compact(value, "USD", language) if unit == "usd" else number(value, language)


def _plain(value: object, language: str) -> str:
    return number(value, language) if isinstance(value, int | float | Decimal) else "–"


def _reading(asked: Asked, line: Line, dimension: str = "") -> Reading:
    code = str(line["by"][dimension]) if dimension else ""
    coverage = line["coverage"] or {}
    return Reading(
        code=code,
        name=dimension_name(asked, dimension, code) if dimension else "",
        numerator=line["numerator"],
        denominator=line["denominator"],
        value=line["value"],
        covered=coverage.get("covered"),
        eligible=coverage.get("eligible"),
        suppressed=line["suppressed"],
    )


def dimension_name(asked: Asked, dimension: str, code: str) -> str:
    """The label of a code of a dimension, which is a column of commitments by its own or its singular name."""
    table = asked.release.tables["commitments"]
    column = _column(dimension)
    codes = table[column].codes if column in table.names else ""
    own = {"unallotted": _("allotted to no theme"), "overallotted": _("taken back: shares above the whole")}
    return own.get(code) or (asked.labels.name(codes, code) if codes else code)


def _column(dimension: str) -> str:
    return next((name for name, singular in ASKED_AS.items() if singular == dimension), dimension)


def _command(asked: Asked, name: str) -> str:
    parts = ["avow", "figures", name, "--record", "DIR", "--release", str(asked.release.number)]
    for column, code in narrowing(asked).items():
        parts += ["--where", f"{column}={code}"]
    return " ".join([*parts, *(["--as-of", asked.day.isoformat()] if asked.day else [])])
