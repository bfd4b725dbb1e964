"""Charts on a page: the drawing, its key, and its numbers as a table one press away."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from avow.charts import Bands, Chart, Grid, Key, TileRegion
from avow.ui.formatting import number

from .markup import SHAPES, safe, text
from .status import LOOKS
from .tables import Column, data_table


def key(entries: Sequence[Key]) -> str:
    """The legend: the fill of each part, the shape its status has elsewhere, and its word."""
    items = []
    for one in entries:
        if one.hatched:
            swatch = f'<svg viewBox="0 0 12 12" aria-hidden="true" class="hatch">{SHAPES["slashes"]}</svg>'
        else:
            form = LOOKS.get(one.kind, ("box", ""))[0] if one.kind in ("ahead", "on-track", "behind") else "box"
            swatch = f'<svg viewBox="0 0 12 12" aria-hidden="true" class="s-{text(one.kind)}">{SHAPES[form]}</svg>'
        items.append(f"<li>{swatch}{text(one.label)}</li>")
    return f'<ul class="key">{"".join(items)}</ul>'


def bands_key(bands: Bands, language: str = "") -> SafeString:
    """The legend of a map: each shade with the numbers it stands for."""
    items = [f'<li><svg viewBox="0 0 12 12" aria-hidden="true" class="b0">{SHAPES["box"]}</svg>{gettext("none")}</li>']
    for n, (low, high) in enumerate(bands.spans(), start=1):
        first = number(low, language)
        words = f"{first}+" if high is None else first if high == low else f"{first}–{number(high, language)}"
        items.append(
            f'<li><svg viewBox="0 0 12 12" aria-hidden="true" class="b{n}">{SHAPES["box"]}</svg>'
            f'<bdi dir="ltr">{words}</bdi></li>'
        )
    return safe(f'<ul class="key">{"".join(items)}</ul>')


def grid(one: Grid) -> SafeString:
    columns = [Column(title, numeric=place > 0, main=place == 0) for place, title in enumerate(one.head)]
    return data_table(one.caption, columns, one.rows, dense=True, sticky=False, caption_seen=False)


def chart(one: Chart, after: object = "", legend: bool = True, wide: Chart | None = None) -> SafeString:
    """A chart with its table. ``after`` is safe HTML that follows: what it is computed from, its downloads.

    ``wide`` is the same chart drawn for more room; the style sheet shows whichever fits.
    """
    said = key(one.key) if one.key and legend else ""
    drawn = f'<div class="slim">{one.svg}</div><div class="wide">{wide.svg}</div>' if wide else one.svg
    return safe(
        f'<figure class="chart">{drawn}{said}<div class="under"><details><summary>{gettext("Table")}'
        f'<span class="seen-by-ear">: {text(one.title)}</span></summary>{grid(one.grid)}</details>{text(after)}</div></figure>'
    )


def multiples(many: Sequence[Chart], title: str) -> SafeString:
    """Small multiples with one table for all of them."""
    if not many:
        return safe("")
    head = ("", *(row[0] for row in many[0].grid.rows))
    rows = tuple((one.title.partition(": ")[2] or one.title, *(row[1] for row in one.grid.rows)) for one in many)
    drawn = "".join(f'<div class="chart">{one.svg}</div>' for one in many)
    return safe(
        f'<figure class="chart"><div class="multiples">{drawn}</div><div class="under"><details><summary>{gettext("Table")}'
        f'<span class="seen-by-ear">: {text(title)}</span></summary>{grid(Grid(title, head, rows))}</details></div></figure>'
    )


def tiles(
    regions: Sequence[TileRegion], bands: Bands | None = None, language: str = "", after: object = "", level: int = 3
) -> SafeString:
    """The world as tiles, by region, with one table of all countries that have a value. ``after`` as for a chart."""
    blocks = "".join(f'<div class="region"><h{level}>{text(one.name)}</h{level}>{one.chart.svg}</div>' for one in regions)
    rows = tuple((one.name, *row) for one in regions for row in one.chart.grid.rows)
    head = regions[0].chart.grid.head if regions else ("", "")
    title = regions[0].chart.title.rpartition(": ")[0] if regions else ""
    table = grid(Grid(title, (gettext("Region"), *head), rows))
    shades = bands_key(bands, language) if bands else ""
    return safe(
        f'<figure class="chart"><div class="tiles">{blocks}</div>{shades}'
        f'<div class="under"><details><summary>{gettext("Table")}'
        f'<span class="seen-by-ear">: {text(title)}</span></summary>{table}</details>{text(after)}</div></figure>'
    )
