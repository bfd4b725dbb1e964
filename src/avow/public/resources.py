"""The read API's answers: declared columns of the release's tables, with the release they come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from avow.public.asked import Asked, NotHere
from avow.public.pages.commitment import commitment_row
from avow.public.pages.figure import computed, indicators, narrowing
from avow.public.pages.missing import said
from avow.public.pages.organisations import organisation_row
from avow.public.plain import row_of

SIZE = 100
CHILDREN = (
    "commitment_versions",
    "commitment_actions",
    "former_actions",
    "commitment_makers",
    "former_makers",
    "commitment_turns",
    "targets",
    "former_targets",
    "target_values",
    "ledger",
    "stage_declarations",
    "strengths",
)


def listing(asked: Asked, table: str, path: str) -> dict[str, Any]:
    """A page of rows under the filters, how many there are in all, and where the next page is."""
    release, selection = asked.release, asked.selection
    hits = release.search(selection.filters, sort=selection.sort, page=selection.page, size=SIZE, table=table)
    more = hits.count > selection.page * SIZE and len(hits.rows) == SIZE
    return {
        **source(asked),
        "count": hits.count,
        "count_is_a_minimum": hits.capped,
        "page": selection.page,
        "page_size": SIZE,
        "next": f"{path}{selection.at_page(selection.page + 1).address()}" if more else None,
        "items": [row_of(release.tables[table], row) for row in hits.rows],
    }


def commitment_resource(asked: Asked, reference: str) -> dict[str, Any]:
    """One commitment with the rows of every table that belong to it."""
    release, row = asked.release, commitment_row(asked, reference)
    children = {
        name: [row_of(release.tables[name], one) for one in release.rows_of(name, reference)]
        for name in CHILDREN
        if name in release.tables
    }
    return {**source(asked), **row_of(release.tables["commitments"], row), **children}


def organisation_resource(asked: Asked, name: str) -> dict[str, Any]:
    return {**source(asked), **row_of(asked.release.tables["organisations"], organisation_row(asked, name))}


def figure_lines(asked: Asked, indicator: str = "") -> dict[str, Any]:
    """The lines that ``avow figures --json`` prints; with one indicator, broken down by its dimensions."""
    if indicator and indicator not in {one.id for one in indicators(asked)}:
        raise NotHere("figure", indicator)
    lines = computed(asked, (indicator,) if indicator else (), narrowing(asked))
    return {**source(asked), "items": list(lines)}


def source(asked: Asked) -> dict[str, Any]:
    """What every answer says about itself; ``ignored`` names parts of the query that had no effect."""
    told: dict[str, Any] = {"release": asked.release.number, "at": asked.release.at}
    if asked.day:
        told["as_of"] = asked.day.isoformat()
    if asked.labels.pack.get("demonstration"):
        told["demonstration"] = True
    ignored = said(asked)
    return {**told, "ignored": list(ignored)} if ignored else told


def release_line(line: Any, newest: int) -> Mapping[str, Any]:
    return {
        "release": line.number,
        "at": line.at,
        "rows": dict(line.rows),
        "whole": line.whole,
        "current": line.number == newest,
    }
