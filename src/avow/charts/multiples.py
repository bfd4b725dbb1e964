"""Small multiples: one little column chart per row, years along the bottom, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .figures import Chart, Grid, Plane, Value, Write, fill, frame, hatch
from .text import wrapped

HEIGHT, COLUMN = 118.0, 62.0


@dataclass(frozen=True, slots=True)
class Panel:
    """``values`` in the order of the years; ``None`` is a year nobody asked or nobody answered, drawn hatched."""

    label: str
    values: Sequence[Value | None]
    kind: str = ""


def multiples(
    identity: str,
    title: str,
    years: Sequence[str],
    panels: Sequence[Panel],
    *,
    write: Write = str,
    silent: str = "",
    most: float | None = None,
    rtl: bool = False,
    room: float = 150,
) -> list[Chart]:
    """One chart a panel. ``most`` is the top of the shared scale; without it, the largest value. ``silent`` names a gap."""
    top_value = most or max((float(v) for panel in panels for v in panel.values if v is not None), default=0.0) or 1.0
    return [
        _panel(f"{identity}-{n}", title, years, panel, top_value, write, silent, rtl, room) for n, panel in enumerate(panels)
    ]


def _panel(
    identity: str,
    title: str,
    years: Sequence[str],
    panel: Panel,
    most: float,
    write: Write,
    silent: str,
    rtl: bool,
    room: float,
) -> Chart:
    plane = Plane(rtl)
    step = 100 / max(1, len(years))
    label = wrapped(panel.label, room / 1.1)  # set in bold
    floor = HEIGHT - 18
    parts = [hatch(identity), plane.label(0, 12, label, "v")]
    look, extra = fill(panel.kind, identity)
    table = []
    for n, (year, value) in enumerate(zip(years, panel.values, strict=True)):
        middle = step * (n + 0.5)
        parts.append(plane.text(middle, HEIGHT - 3, year, "m", 0, "middle"))
        if value is None:
            parts.append(
                plane.rect(step * n + step * 0.12, floor - 16, step * 0.76, 16, "hatched", f' fill="url(#{identity}-h)"')
            )
            table.append((year, silent))
            continue
        tall = max(0.0, float(value)) / most * (COLUMN - 14)
        parts.append(plane.rect(step * n + step * 0.12, floor - max(tall, 1), step * 0.76, max(tall, 1), look, extra))
        parts.append(plane.text(middle, floor - tall - 4, write(value), "m", 0, "middle"))
        table.append((year, write(value)))
    parts.append(plane.stroke(0, floor, 100, floor, "axis zero"))
    full = f"{title}: {panel.label}"
    description = ", ".join(f"{year} {value}" for year, value in table)
    return Chart(
        frame(identity, full, description, HEIGHT, "".join(parts), rtl=rtl),
        full,
        description,
        Grid(full, ("", ""), tuple(table)),
    )
