"""The registry: commitments found, one page of them, with the filter panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from avow.public.asked import Asked
from avow.public.facets import Panel, panel
from avow.public.selection import PAGE_SIZE, Selection, sorts
from avow.ui.components.passages import Pages

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One commitment in a list."""

    reference: str
    title: str
    language: str
    owner: str
    category: str
    themes: tuple[str, ...]
    places: tuple[str, ...]
    more_places: int
    end: str
    standing: str
    standing_name: str
    stage: str
    stage_name: str
    trajectory: str
    trajectory_name: str
    pledged: object
    told: bool
    change: str
    change_name: str


@dataclass(frozen=True)
class Order:
    code: str
    name: str
    chosen: bool
    address: str


@dataclass(frozen=True)
class Registry:
    panel: Panel
    count: int
    capped: bool
    items: tuple[Item, ...]
    orders: tuple[Order, ...]
    pages: Pages
    total: int
    query: str  # the filters, for the same rows as data
    past_end: str  # the last page, when the reader is beyond it


def registry_page(asked: Asked) -> Registry:
    release, selection = asked.release, asked.selection
    hits = release.search(selection.filters, sort=selection.sort, page=selection.page, size=PAGE_SIZE)
    counted = release.facets(selection.filters)
    return Registry(
        panel=panel(asked, counted.counts, release.tables["commitments"]),
        count=hits.count,
        capped=hits.capped,
        items=tuple(item_of(asked, row) for row in hits.rows),
        orders=orders(selection, asked),
        pages=pages(selection, hits.count, hits.capped),
        total=counted.total,
        query=selection.at_page(1).sorted_by("").address(),
        past_end=past_end(selection, hits.count),
    )


def item_of(asked: Asked, row: Row) -> Item:
    labels = asked.labels
    places = labels.names("countries", row["countries"])
    themes = tuple(labels.themes[code].short if code in labels.themes else code for code in row["themes"] or ())
    return Item(
        reference=row["reference"],
        title=row["title"] or "",
        language=row["language"] or "",
        owner=row["owner_name"] or "",
        category=labels.name("categories", row["category"]),
        themes=themes,
        places=places[:3],
        more_places=max(0, len(places) - 3),
        end=row["end"] or "",
        standing=row["standing"] or "",
        standing_name=labels.name("standings", row["standing"]),
        stage=row["stage"] or "not-reported",
        stage_name=labels.name("stages", row["stage"] or "not-reported"),
        trajectory=row["trajectory"] or "",
        trajectory_name=labels.name("trajectories", row["trajectory"]),
        pledged=row["pledged_usd"],
        told=row["origin"] == "public-source",
        change=row["change"] or "",
        change_name=labels.name("changes", row["change"]),
    )


def orders(selection: Selection, asked: Asked) -> tuple[Order, ...]:
    names: Sequence[tuple[str, str]] = (
        ("", _("Best match") if selection.words else _("Newest first")),
        ("-pledged_usd", _("Most money first")),
        ("end", _("Ending soonest")),
        ("title", _("Title, A to Z")),
        ("owner_name", _("Owner, A to Z")),
        ("reference", _("Oldest reference first")),
    )
    allowed = sorts(asked.release.tables["commitments"])
    return tuple(
        Order(code, name, code == selection.sort, selection.sorted_by(code).address() or "?")
        for code, name in names
        if not code or code.removeprefix("-") in allowed
    )


def past_end(selection: Selection, count: int, size: int = PAGE_SIZE) -> str:
    """The address of the last page when the page asked for lies beyond it; else nothing."""
    last = max(1, -(-count // size))
    return (selection.at_page(last).address() or "?") if count and selection.page > last else ""


def pages(selection: Selection, count: int, capped: bool = False, size: int = PAGE_SIZE) -> Pages:
    return Pages(count, selection.page, size, lambda page: selection.at_page(page).address() or "?", capped)
