"""The organisations of a release: a list to search and narrow, and one organisation with what it promises."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from avow.public.asked import Asked, NotHere
from avow.public.facets import Panel, panel
from avow.public.labels import Theme
from avow.public.pages.commitment import web_address
from avow.public.pages.registry import Item, Order, item_of, pages, past_end
from avow.public.selection import Selection
from avow.record.reading import Filters
from avow.ui.components.passages import Pages

Row = Mapping[str, Any]
SIZE, TABLE = 50, "organisations"
FACETS = ("category", "region", "country", "origin")
MOST_ITEMS = 12
_REFERENCE = re.compile(r"[A-Z]-[0-9]{2,}")


@dataclass(frozen=True)
class Entry:
    reference: str
    slug: str
    name: str
    category: str
    country: str
    international: bool
    owned: int
    leads: tuple[str, ...]


@dataclass(frozen=True)
class Organisations:
    panel: Panel
    count: int
    entries: tuple[Entry, ...]
    orders: tuple[Order, ...]
    pages: Pages
    query: str
    past_end: str  # the last page, when the reader is beyond it


@dataclass(frozen=True)
class Counted:
    code: str
    name: str
    count: int


@dataclass(frozen=True)
class Organisation:
    row: Row
    category: str
    sub_category: str
    country: str
    region: str
    origin: str
    leads: tuple[Theme, ...]
    owned: int
    items: tuple[Item, ...]
    shared: tuple[Item, ...]
    by_stage: tuple[Counted, ...]
    pledged: object
    pledged_net: object
    website: str


def organisations_page(asked: Asked) -> Organisations:
    release, selection = asked.release, asked.selection
    hits = release.search(selection.filters, sort=selection.sort or "name", page=selection.page, size=SIZE, table=TABLE)
    counts = release.facets(selection.filters, table=TABLE, figures=()).counts
    owned = _owned(asked, [row["reference"] for row in hits.rows])
    return Organisations(
        panel=panel(asked, counts, release.tables[TABLE], FACETS),
        count=hits.count,
        entries=tuple(_entry(asked, row, owned) for row in hits.rows),
        orders=_orders(selection),
        pages=pages(selection, hits.count, hits.capped, SIZE),
        query=selection.at_page(1).sorted_by("").address(),
        past_end=past_end(selection, hits.count, SIZE),
    )


def _owned(asked: Asked, references: list[str]) -> dict[str, int]:
    if not references:
        return {}
    places = ", ".join("?" * len(references))
    return dict(asked.release.rows(f"select owner, count(*) from commitments where owner in ({places}) group by 1", references))


def _entry(asked: Asked, row: Row, owned: Mapping[str, int]) -> Entry:
    labels = asked.labels
    return Entry(
        reference=row["reference"],
        slug=row["slug"] or row["reference"],
        name=row["name"] or "",
        category=labels.name("categories", row["category"]),
        country=labels.name("countries", row["country"]),
        international=bool(row["international"]),
        owned=owned.get(row["reference"], 0),
        leads=tuple(labels.themes[code].short for code in row["leads"] or () if code in labels.themes),
    )


def organisation_page(asked: Asked, name: str) -> Organisation:
    """By its slug or its reference."""
    release, labels = asked.release, asked.labels
    row = organisation_row(asked, name)
    reference = row["reference"]
    owned = release.search(Filters(values={"owner": (reference,)}), sort="", page=1, size=MOST_ITEMS)
    stages = release.rows(
        "select coalesce(stage, 'not-reported'), count(*), sum(pledged_usd), sum(pledged_net_usd) "
        "from commitments where owner = ? group by 1",
        [reference],
    )
    return Organisation(
        row=row,
        category=labels.name("categories", row["category"]),
        sub_category=labels.name("sub_categories", row["sub_category"]),
        country=labels.name("countries", row["country"]),
        region=labels.name("regions", row["region"]),
        origin=labels.name("origins", row["origin"]),
        leads=tuple(labels.themes[code] for code in row["leads"] or () if code in labels.themes),
        owned=owned.count,
        items=tuple(item_of(asked, one) for one in owned.rows),
        shared=_shared(asked, reference),
        by_stage=tuple(Counted(code, labels.name("stages", code), count) for code, count, _gross, _net in stages),
        pledged=_added(stage[2] for stage in stages),
        pledged_net=_added(stage[3] for stage in stages),
        website=web_address(row["website"]),
    )


def organisation_row(asked: Asked, name: str) -> Row:
    """By reference or slug."""
    row = asked.release.find(TABLE, name) if _REFERENCE.fullmatch(name) else None
    if row is None:
        rows = asked.release.rows("select reference from organisations where slug = ? limit 1", [name])
        row = asked.release.find(TABLE, rows[0][0]) if rows else None
    if row is None:
        raise NotHere("organisation", name)
    return row


def _shared(asked: Asked, reference: str) -> tuple[Item, ...]:
    """Commitments it is co-maker of; those a source only proposes it for are left out."""
    rows = asked.release.rows(
        "select commitment from commitment_makers where organisation = ? and role = 'co-maker' "
        "order by commitment desc limit ?",
        [reference, MOST_ITEMS],
    )
    held = (asked.release.find("commitments", commitment) for (commitment,) in rows)
    return tuple(item_of(asked, row) for row in held if row is not None)


def _added(amounts: Any) -> object:
    told = [amount for amount in amounts if amount is not None]
    return sum(told) if told else None


def _orders(selection: Selection) -> tuple[Order, ...]:
    named = (("", _("Name, A to Z")), ("-name", _("Name, Z to A")), ("reference", _("Oldest reference first")))
    return tuple(Order(code, name, code == selection.sort, selection.sorted_by(code).address() or "?") for code, name in named)
