"""The charts of the public pages: counts by code turned into drawings with direct labels, each with its own address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from avow.charts import ROOM, Bands, Chart, Kind, Stack, TileRegion, crosstab, cut, stacked, tiles
from avow.public.asked import Asked
from avow.public.selection import Selection
from avow.ui.components.markup import SHAPES
from avow.ui.components.passages import Downloads
from avow.ui.components.status import LOOKS
from avow.ui.formatting import number
from avow.ui.frames import direction

STAGES = ("completed", "in-progress", "planning", "not-reported")
TRAJECTORIES = ("ahead", "on-track", "behind", "too-early", "cannot-tell")
WIDE = 560.0  # pixels a chart of a wide page's main column can count on
Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Charted:
    """A chart with its place on the page, the sentence that defines it, and where its numbers are."""

    name: str
    title: str
    says: str
    chart: Chart
    downloads: Downloads
    total: int
    wide: Chart | None = None  # the same drawn for a wide page, where headings need less wrapping


@dataclass(frozen=True)
class Tiled:
    name: str
    title: str
    says: str
    regions: tuple[TileRegion, ...]
    bands: Bands
    downloads: Downloads


def writer(asked: Asked) -> partial[str]:
    return partial(number, language=asked.language)


def rtl(asked: Asked) -> bool:
    return direction(asked.language) == "rtl"


def downloads_of(asked: Asked, dimension: str, selection: Selection | None = None) -> Downloads:
    """Where the numbers of a chart are defined and had as data; the rows themselves where no indicator counts so."""
    query = (selection or asked.selection).sorted_by("").at_page(1).address()
    name = counting(asked, dimension) if dimension else ""
    if not name:
        return Downloads(csv=reverse("commitments-csv") + query, json=reverse("commitments-json") + query)
    address = reverse("figure", args=[name]) + query
    return Downloads(
        csv=reverse("figure-csv", args=[name]) + query,
        json=reverse("figure-json", args=[name]) + query,
        definition=address,
        address=f"{settings.PUBLIC_URL}{address}" if settings.PUBLIC_URL else "",
    )


def counting(asked: Asked, dimension: str) -> str:
    """The indicator that counts live commitments by a dimension, which is named after it."""
    told = {one["id"] for one in asked.labels.pack.get("indicators", ()) if dimension in one.get("by", ())}
    return next((name for name in (f"commitments.by_{dimension}", f"commitments.{dimension}") if name in told), "")


def stages_against_trajectories(
    asked: Asked, selection: Selection, counts: Counts, identity: str = "stages", room: float = ROOM
) -> Chart:
    """What makers say in rows, what is computed in columns; silence is one hatched row. Cells lead to the selection's rows."""
    labels = asked.labels
    rows = [Kind(code, labels.name("stages", code)) for code in STAGES]
    columns = [Kind(code, labels.name("trajectories", code)) for code in TRAJECTORIES]
    base, held = reverse("commitments"), _silences(counts)
    hrefs = {
        (stage, band): base + selection.only("stage", stage).only("trajectory", band).address()
        for stage, band in held
        if stage != "not-reported" and band in TRAJECTORIES
    }
    return crosstab(
        identity,
        _("Stage against trajectory"),
        rows,
        columns,
        held,
        write=writer(asked),
        description=_("Rows: the stage makers declared. Columns: the trajectory computed from targets."),
        corner=_("Stage, as the maker says"),
        total=_("all"),
        hrefs=hrefs,
        marks={code: SHAPES[LOOKS[code][0]] for code in TRAJECTORIES},
        rtl=rtl(asked),
        room=room,
    )


def _silences(counts: Counts) -> dict[tuple[str, str], int]:
    """Rows with nothing told count as not reported, bands not computed as cannot tell."""
    held: dict[tuple[str, str], int] = {}
    for (stage, band), count in counts.items():
        key = (stage or "not-reported", band or "cannot-tell")
        held[key] = held.get(key, 0) + count
    return held


def by_stage(
    asked: Asked, identity: str, title: str, head: str, codes: Sequence[tuple[str, str, str]], counts: Counts
) -> Chart:
    """One stacked bar a code, its parts by declared stage. ``codes``: code, label, address."""
    kinds = [Kind(code, asked.labels.name("stages", code)) for code in STAGES]
    held = {(code, stage or "not-reported"): 0 for code, stage in counts}
    for (code, stage), count in counts.items():
        held[code, stage or "not-reported"] += count
    rows = [
        Stack(
            label,
            [held.get((code, kind.code), 0) for kind in kinds],
            href,
            "" if any(c == code for c, _s in held) else _("nothing promised"),
        )
        for code, label, href in codes
    ]
    return stacked(identity, title, kinds, rows, write=writer(asked), heads=(head, _("all")), rtl=rtl(asked))


def tile_map(
    asked: Asked, identity: str, title: str, values: Mapping[str, int], column: str
) -> tuple[tuple[TileRegion, ...], Bands]:
    labels = asked.labels
    here = {code: value for code, value in values.items() if value}
    bands = cut(here.values())
    address, pin = reverse("countries"), asked.pinned
    regions = tiles(
        identity,
        title,
        here,
        country=lambda code: labels.name("countries", code),
        region=lambda code: labels.name("regions", code),
        href=lambda code: f"{address}{code}/{pin}",
        write=writer(asked),
        others=_("Other places"),
        heads=(column, _("Commitments")),
        bands=bands,
    )
    return tuple(regions), bands
