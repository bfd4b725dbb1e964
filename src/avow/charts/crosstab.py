"""Two readings of the same rows against one another: stage in rows, trajectory in columns, shade by count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import radians, sin

from .bands import cut
from .figures import SILENT, Chart, Grid, Plane, Write, frame, hatch, linked
from .stacked import Kind
from .text import ROOM, width, wrapped

ROW = 38
MARK = 16  # pixels the shapes above the headings take


def crosstab(
    identity: str,
    title: str,
    rows: Sequence[Kind],
    columns: Sequence[Kind],
    counts: Mapping[tuple[str, str], int],
    *,
    write: Write = str,
    description: str = "",
    corner: str = "",
    total: str = "",
    hrefs: Mapping[tuple[str, str], str] | None = None,
    marks: Mapping[str, str] | None = None,
    rtl: bool = False,
    room: float = ROOM,
) -> Chart:
    """Rows that mean silence are one hatched cell: who did not report has no second reading.

    ``marks`` are the shapes of columns by code, as SVG in a box of 12 by 12: a status never is a word or a colour alone.
    """
    plane, hrefs, marks = Plane(rtl), hrefs or {}, marks or {}
    bands = cut(count for (row, _), count in counts.items() if row not in SILENT)
    side = 30.0
    step = (100 - side) / max(1, len(columns))
    head, body = _heads(plane, columns, side, step, room)
    shapes = "".join(
        plane.mark(side + step * (n + 0.5), 0, marks[column.code], f"mk c-{column.code}")
        for n, column in enumerate(columns)
        if column.code in marks
    )
    lift = MARK if shapes else 0
    parts = [hatch(identity), shapes, plane.moved(lift, body)]
    head += lift
    table = []
    for n, row in enumerate(rows):
        top = head + n * ROW
        here = [counts.get((row.code, column.code), 0) for column in columns]
        label = wrapped(row.label, side / 100 * room - 6, 1)
        parts.append(plane.label(0, top + 15, label))
        parts.append(plane.text(0, top + 30, write(sum(here)), "m"))
        if row.code in SILENT:
            parts.append(plane.rect(side, top + 1, 100 - side, ROW - 4, "hatched", f' fill="url(#{identity}-h)"'))
        else:
            for k, column in enumerate(columns):
                band = bands.of(here[k])
                cell = plane.rect(side + step * k, top + 1, step - 0.4, ROW - 4, f"b{band}")
                cell += plane.text(
                    side + step * (k + 0.5), top + 22, write(here[k]) if here[k] else "·", f"v on{band}", 0, "middle"
                )
                parts.append(linked(cell, hrefs.get((row.code, column.code), "") if here[k] else ""))
        table.append((row.label, *(write(one) for one in here), write(sum(here))))
    svg = frame(identity, title, description, head + len(rows) * ROW, "".join(parts), rtl=rtl, links=bool(hrefs), kind="cross")
    return Chart(svg, title, description, Grid(title, (corner, *(one.label for one in columns), total), tuple(table)))


def _heads(plane: Plane, columns: Sequence[Kind], side: float, step: float, room: float) -> tuple[float, str]:
    """Height and drawing of the column headings: level where all words fit, else slanted so that none is cut."""
    cell = step / 100 * room
    fits = all(width(word, 11.5) <= cell for column in columns for word in column.label.split())
    if fits:
        heads = [wrapped(column.label, cell, 3, 11.5) for column in columns]
        height = 14 * max((len(one.lines) for one in heads), default=1) + 8
        return height, "".join(
            plane.text(side + step * (n + 0.5), height - 8 - 14 * (len(one.lines) - 1 - k), part, "m", 0, "middle")
            for n, one in enumerate(heads)
            for k, part in enumerate(one.lines)
        )
    longest = max(width(column.label, 12) for column in columns)
    last = step * 0.5 / 100 * room  # the last heading may lean this far before it leaves the chart
    slant = 35 if longest * 0.82 <= last + 12 else 55
    height = round(longest * sin(radians(slant))) + 16
    turn = slant if plane.rtl else -slant
    return height, "".join(
        f'<svg x="{plane.start(side + step * (n + 0.4))}" y="{height - 6}" overflow="visible">'
        f'<text transform="rotate({turn})" class="m">{escape(column.label)}</text></svg>'
        for n, column in enumerate(columns)
    )
