"""Stacked bars: what a whole is made of, row by row, with silence hatched and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .bars import BAR, Rows
from .figures import Chart, Grid, Key, Plane, Value, Write, fill, frame, hatch, linked
from .text import ROOM, width


@dataclass(frozen=True, slots=True)
class Kind:
    """A part every row may have: its code (which fills it) and its word."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Stack:
    """One row: ``parts`` in the order of the kinds. ``note`` follows the total."""

    label: str
    parts: Sequence[Value]
    href: str = ""
    note: str = ""


def stacked(
    identity: str,
    title: str,
    kinds: Sequence[Kind],
    rows: Sequence[Stack],
    *,
    write: Write = str,
    description: str = "",
    heads: tuple[str, str] = ("", ""),
    whole: bool = False,
    rtl: bool = False,
    room: float = ROOM,
) -> Chart:
    """``heads`` are the headings of the row labels and of the total. ``whole`` makes every row equally long: shares."""
    plane = Plane(rtl)
    totals = [sum(float(part) for part in row.parts) for row in rows]
    most = max(totals, default=0.0) or 1.0
    shown = [write(sum(row.parts)) for row in rows]
    value_room = max((width(s) * 1.08 + width(row.note, 12) for s, row in zip(shown, rows, strict=True)), default=0.0)
    place = Rows.of([row.label for row in rows], value_room, room)
    parts = [hatch(identity)]
    for n, row in enumerate(rows):
        parts.append(
            linked(_row(plane, place, n, row, kinds, shown[n], (totals[n] or 1.0) if whole else most, identity, room), row.href)
        )
    svg = frame(identity, title, description, place.height, "".join(parts), rtl=rtl, links=any(row.href for row in rows))
    grid = Grid(
        title,
        (heads[0], *(kind.label for kind in kinds), heads[1]),
        tuple((row.label, *(write(part) for part in row.parts), s) for row, s in zip(rows, shown, strict=True)),
    )
    present = tuple(Key(kind.code, kind.label) for n, kind in enumerate(kinds) if any(row.parts[n] for row in rows))
    return Chart(svg, title, description, grid, present)


def _row(
    plane: Plane, place: Rows, n: int, row: Stack, kinds: Sequence[Kind], total: str, most: float, identity: str, room: float
) -> str:
    top, at = place.tops[n], place.origin
    body = [place.label(plane, n, row.label, room)]
    for kind, part in zip(kinds, row.parts, strict=True):
        if not part:
            continue
        long = float(part) / most * place.span
        look, extra = fill(kind.code, identity)
        body.append(plane.rect(at, top, long, BAR, look, extra))
        at += long
    body.append(plane.text(at, top + 12.5, total, "v", 7))
    if row.note:
        body.append(plane.text(at, top + 12.5, row.note, "m", 15 + width(total) * 1.08))
    return "".join(body)
