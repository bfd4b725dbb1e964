"""Figures: every indicator of the release, and one of them with everything needed to compute it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from avow.public.asked import Asked, NotHere
from avow.public.facets import Panel, panel, titles
from avow.public.opened import root
from avow.public.selection import SPELLINGS
from avow.record import figures

BREAKDOWN = "by"
NARROWS = ("themes", "category", "types", "countries", "maker_country", "standing", "origin", "year")
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


@dataclass(frozen=True)
class Figures:
    listed: tuple[Listed, ...]


@dataclass(frozen=True)
class Breakdown:
    dimension: str
    title: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class FigurePage:
    indicator: Indicator
    total: Reading | None
    breakdowns: tuple[Breakdown, ...]
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
    counts = asked.release.facets(asked.selection.filters).counts
    return FigurePage(
        indicator=indicator,
        total=_reading(asked, total) if total else None,
        breakdowns=_breakdowns(asked, indicator, lines),
        sql=(asked.release.folder / "indicators" / f"{name}.sql").read_text("utf-8"),
        inputs=str(lines[0]["inputs"]) if lines else "",
        note=str(lines[0].get("note", "")) if lines else "",
        where=_where(asked),
        left_out=tuple(code for codes in asked.selection.values.values() for code in codes[1:]),
        panel=panel(asked, counts, asked.release.tables["commitments"], NARROWS),
        command=_command(asked, name),
        query=asked.selection.query(),
    )


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
    return _computed(root(), asked.release.state, tuple(ids), tuple(sorted((where or {}).items())), asked.release.number)


@lru_cache(maxsize=128)
def _computed(folder: Path, state: str, ids: tuple[str, ...], where: tuple[tuple[str, str], ...], release: int) -> tuple[Line, ...]:
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
        readings = tuple(_reading(asked, line, dimension) for line in lines if dimension in line.get("by", ()))
        if readings:
            parts.append(Breakdown(dimension, titles().get(_column(dimension), dimension), readings))
    return tuple(parts)


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
    return asked.labels.name(codes, code) if codes else code


def _column(dimension: str) -> str:
    return next((name for name, singular in SPELLINGS.items() if singular == dimension), dimension)


def _command(asked: Asked, name: str) -> str:
    parts = ["avow", "figures", name, "--record", "DIR", "--release", str(asked.release.number)]
    for column, code in narrowing(asked).items():
        parts += ["--where", f"{column}={code}"]
    return " ".join(parts)
