"""The organisations of a release: a list to search and narrow, and one organisation with what it promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from avow.public.asked import Asked, NotHere
from avow.public.facets import Panel, panel
from avow.public.labels import Theme
from avow.public.pages.registry import Item, Order, item_of, pages
from avow.public.selection import Selection, sorts
from avow.record.reading import Filters
from avow.ui.components.passages import Pages

Row = Mapping[str, Any]
SIZE = 50
FACETS = ("category", "region", "country", "origin")
MOST_ITEMS = 12
_FOLDED = "strip_accents(lower(name || ' ' || coalesce(array_to_string(aliases, ' '), '')))"
_OWNED = "(select owner, count(*) as owned from commitments group by owner)"


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


def organisations_page(asked: Asked) -> Organisations:
    selection, table = asked.selection, asked.release.tables["organisations"]
    counts = {column: _counts(asked, column) for column in FACETS}
    count, rows = found(asked, (selection.page - 1) * SIZE, SIZE)
    labels = asked.labels
    entries = tuple(
        Entry(
            reference=reference,
            slug=slug or reference,
            name=name,
            category=labels.name("categories", category),
            country=labels.name("countries", country),
            international=bool(international),
            owned=owned or 0,
            leads=tuple(labels.themes[code].short for code in leads or () if code in labels.themes),
        )
        for reference, slug, name, category, country, international, owned, leads in rows
    )
    return Organisations(
        panel=panel(asked, counts, table, FACETS),
        count=count,
        entries=entries,
        orders=_orders(selection),
        pages=pages(selection, count, size=SIZE),
        query=selection.at_page(1).sorted_by("").address(),
    )


def found(asked: Asked, skip: int, size: int) -> tuple[int, list[tuple[Any, ...]]]:
    """How many organisations the selection finds, and some of them in its order."""
    condition, values = where(asked.selection, asked.language)
    count = asked.release.rows(f"select count(*) from organisations where {condition}", values)[0][0]
    rows = asked.release.rows(
        "select reference, slug, name, category, country, international, owned, leads "
        f"from organisations left join {_OWNED} as o on o.owner = organisations.reference "
        f"where {condition} order by {_order(asked)} limit ? offset ?",
        [*values, size, skip],
    )
    return count, rows


def where(selection: Selection, language: str, without: str = "") -> tuple[str, list[object]]:
    """The selection as SQL over ``organisations``. Column names come from the declaration, values are bound."""
    parts, values = ["true"], list[object]()
    for column, codes in selection.values.items():
        if column != without:
            parts.append(f"{column} in ({', '.join('?' * len(codes))})")
            values += codes
    for word in selection.words.split()[:8]:
        parts.append(f"contains({_FOLDED}, strip_accents(lower(?)))")
        values.append(word)
    return " and ".join(parts), values


def organisation_page(asked: Asked, name: str) -> Organisation:
    """By its slug or its reference."""
    release, labels = asked.release, asked.labels
    row = release.find("organisations", name) or _by_slug(asked, name)
    reference = row["reference"]
    owned = release.search(Filters(values={"owner": (reference,)}), sort="", page=1, size=MOST_ITEMS)
    stages = release.rows(
        "select coalesce(stage, 'not-reported'), count(*), sum(pledged_usd), sum(pledged_net_usd) from commitments where owner = ? group by 1",
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
    )


def _by_slug(asked: Asked, slug: str) -> Row:
    rows = asked.release.rows("select reference from organisations where slug = ? limit 1", [slug])
    row = asked.release.find("organisations", rows[0][0]) if rows else None
    if row is None:
        raise NotHere("organisation", slug)
    return row


def _shared(asked: Asked, reference: str) -> tuple[Item, ...]:
    """Commitments it is co-maker of; those a source only proposes it for are left out."""
    rows = asked.release.rows(
        "select commitment from commitment_makers where organisation = ? and role = 'co-maker' order by commitment desc limit ?",
        [reference, MOST_ITEMS],
    )
    held = (asked.release.find("commitments", commitment) for (commitment,) in rows)
    return tuple(item_of(asked, row) for row in held if row is not None)


def _added(amounts: Any) -> object:
    told = [amount for amount in amounts if amount is not None]
    return sum(told) if told else None


def _counts(asked: Asked, column: str) -> dict[str, int]:
    condition, values = where(asked.selection, asked.language, without=column)
    rows = asked.release.rows(
        f"select {column}, count(*) from organisations where {condition} and {column} is not null group by 1", values
    )
    return {str(code): count for code, count in rows}


def _order(asked: Asked) -> str:
    column = asked.selection.sort.removeprefix("-")
    allowed = sorts(asked.release.tables["organisations"])
    if column not in allowed:
        return "owned desc nulls last, reference"
    return f"{column} {'desc' if asked.selection.sort.startswith('-') else 'asc'} nulls last, reference"


def _orders(selection: Selection) -> tuple[Order, ...]:
    named = (("", _("Most commitments first")), ("name", _("Name, A to Z")), ("reference", _("Oldest reference first")))
    return tuple(Order(code, name, code == selection.sort, selection.sorted_by(code).address() or "?") for code, name in named)
