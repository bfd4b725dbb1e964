"""Two readings of the same rows against one another: stage in rows, trajectory in columns, shade by count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .bands import cut
from .figures import SILENT, Chart, Grid, Plane, Write, frame, hatch, linked
from .stacked import Kind
from .text import ROOM, wrapped

ROW = 38


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
    rtl: bool = False,
    room: float = ROOM,
) -> Chart:
    """Rows that mean silence are one hatched cell: who did not report has no second reading."""
    plane, hrefs = Plane(rtl), hrefs or {}
    bands = cut(count for (row, _), count in counts.items() if row not in SILENT)
    side, last = 25.0, 13.0
    step = (100 - side - last) / max(1, len(columns))
    cell = step / 100 * room
    heads = [wrapped(column.label, cell, 3, 11.5) for column in columns]
    head = 14 * max((len(one.lines) for one in heads), default=1) + 8
    parts = [hatch(identity)]
    for n, one in enumerate(heads):
        down = head - 8 - 14 * (len(one.lines) - 1)
        words = "".join(plane.text(side + step * (n + 0.5), down + 14 * k, part, "m", 0, "middle") for k, part in enumerate(one.lines))
        parts.append(f"<g><title>{_safe(one.full)}</title>{words}</g>" if one.cut else words)
    parts.append(plane.text(100, head - 8, total, "m", 0, "end"))
    table = []
    for n, row in enumerate(rows):
        top = head + n * ROW
        here = [counts.get((row.code, column.code), 0) for column in columns]
        label = wrapped(row.label, side / 100 * room - 4, 2, 12.5)
        parts.append(plane.label(0, top + (22 if len(label.lines) == 1 else 14), label))
        if row.code in SILENT:
            parts.append(plane.rect(side, top + 1, step * len(columns) - 0.4, ROW - 4, "hatched", f' fill="url(#{identity}-h)"'))
        else:
            for k, column in enumerate(columns):
                band = bands.of(here[k])
                body = plane.rect(side + step * k, top + 1, step - 0.4, ROW - 4, f"b{band}")
                body += plane.text(side + step * (k + 0.5), top + 22, write(here[k]) if here[k] else "·", f"v on{band}", 0, "middle")
                parts.append(linked(body, hrefs.get((row.code, column.code), "") if here[k] else ""))
        parts.append(plane.text(100, top + 22, write(sum(here)), "v", 0, "end"))
        table.append((row.label, *(write(one) for one in here), write(sum(here))))
    svg = frame(identity, title, description, head + len(rows) * ROW, "".join(parts), rtl=rtl, links=bool(hrefs))
    return Chart(svg, title, description, Grid(title, (corner, *(one.label for one in columns), total), tuple(table)))


def _safe(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
