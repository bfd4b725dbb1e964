"""Horizontal bars: one number a row, its label and value written at the bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .figures import Chart, Grid, Plane, Value, Write, fill, frame, hatch, linked
from .text import ROOM, width, wrapped

BESIDE = 96.0  # widest label, in pixels, that may stand beside its bar instead of above it
BAR = 16


@dataclass(frozen=True, slots=True)
class Bar:
    """``kind`` fills it: empty for the accent colour, or a status code; ``note`` follows the value."""

    label: str
    value: Value
    href: str = ""
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows of a bar chart stand: labels beside short-labelled bars, above long-labelled ones."""

    beside: bool
    origin: float
    span: float
    tops: tuple[float, ...]
    height: float

    @classmethod
    def of(cls, words: Sequence[str], value_room: float, room: float = ROOM) -> Rows:
        widest = max(map(width, words), default=0.0)
        beside = widest <= BESIDE
        origin = (widest + 12) / room * 100 * 0.9 if beside else 0.0
        span = max(20.0, 100 - origin - min(45.0, (value_room + 10) / room * 100))
        tops, top = [], 0.0
        for one in words:
            head = 0 if beside else 16 * len(wrapped(one, room).lines) + 5
            tops.append(top + head)
            top += head + BAR + (12 if beside else 14)
        return cls(beside, origin, span, tuple(tops), top - 4)

    def label(self, plane: Plane, n: int, words: str, room: float = ROOM) -> str:
        if self.beside:
            return plane.text(0, self.tops[n] + 12.5, words, "l")
        line = wrapped(words, room)
        return plane.label(0, self.tops[n] - 16 * len(line.lines) + 8, line)


def bars(
    identity: str,
    title: str,
    rows: Sequence[Bar],
    *,
    write: Write = str,
    description: str = "",
    heads: tuple[str, str] = ("", ""),
    rtl: bool = False,
    room: float = ROOM,
) -> Chart:
    """``heads`` are the table's two headings. ``room`` is the least width, in pixels, the chart will ever have."""
    plane = Plane(rtl)
    shown = [write(row.value) for row in rows]
    most = max((float(row.value) for row in rows), default=0.0) or 1.0
    place = Rows.of(
        [row.label for row in rows],
        max((width(s) * 1.08 + width(r.note, 12) for s, r in zip(shown, rows, strict=True)), default=0),
        room,
    )
    parts = [hatch(identity)]
    for n, row in enumerate(rows):
        top, long = place.tops[n], max(0.0, float(row.value)) / most * place.span
        kind, extra = fill(row.kind, identity)
        body = place.label(plane, n, row.label, room)
        if long:
            body += plane.rect(place.origin, top, max(long, 0.4), BAR, kind, extra)
        body += plane.text(place.origin + long, top + 12.5, shown[n], "v", 7)
        if row.note:
            body += plane.text(place.origin + long, top + 12.5, row.note, "m", 15 + width(shown[n]) * 1.08)
        parts.append(linked(body, row.href))
    svg = frame(identity, title, description, place.height, "".join(parts), rtl=rtl, links=any(row.href for row in rows))
    return Chart(svg, title, description, Grid(title, heads, tuple((row.label, s) for row, s in zip(rows, shown, strict=True))))
