"""A target over time: the path from baseline to target, and the values that were reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor, log10

from .figures import Chart, Grid, Plane, Value, Write, frame
from .text import ROOM, width

HEIGHT, TOP, BOTTOM, FLOOR = 230.0, 30.0, 26.0, 24.0


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day. ``when`` is the day in words; ``note`` the kind of proof it came with."""

    on: date
    value: Value
    when: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Scale:
    left: float
    first: float
    last: float
    low: float
    high: float

    def across(self, on: date) -> float:
        return self.left + (on.toordinal() - self.first) / ((self.last - self.first) or 1) * (97 - self.left)

    def down(self, value: float) -> float:
        return HEIGHT - BOTTOM - FLOOR - (value - self.low) / ((self.high - self.low) or 1) * (HEIGHT - TOP - BOTTOM - FLOOR)


def ticks(low: float, high: float) -> list[float]:
    """Two to four round marks that cover ``low`` to ``high``: the finest steps of 1, 2 or 5 that are no more."""
    if high == low:
        high = low + 1
    power = floor(log10(high - low)) - 1
    while True:
        for lead in (1, 2, 5):
            step = lead * 10.0**power
            first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
            if last - first <= 3:
                return [round(n * step, 12) for n in range(first, max(last, first + 1) + 1)]
        power += 1


def line(
    identity: str,
    title: str,
    *,
    baseline: Point | None,
    target: Point | None,
    reported: Sequence[Point],
    words: tuple[str, str, str] = ("baseline", "target", "reported"),
    heads: tuple[str, str, str] = ("", "", ""),
    write: Write = str,
    description: str = "",
    rtl: bool = False,
    room: float = ROOM,
) -> Chart:
    """``words`` name baseline, target and reported value; ``heads`` are the table's: what, when, value."""
    known = [one for one in (baseline, *reported, target) if one is not None]
    if not known:
        return Chart(frame(identity, title, description, 0, "", rtl=rtl), title, description, Grid(title, heads, ()))
    values = [float(one.value) for one in known]
    marks = ticks(min(0.0, *values), max(0.0, *values))
    left = min(24.0, max(width(write(_whole(mark)), 12) for mark in marks) / room * 100 + 4)
    days = [one.on.toordinal() for one in known]
    scale = _Scale(left, min(days), max(days), marks[0], marks[-1])
    plane = Plane(rtl)
    parts = [_axes(plane, scale, marks, write)]
    if baseline and target:
        parts.append(
            plane.stroke(
                scale.across(baseline.on),
                scale.down(float(baseline.value)),
                scale.across(target.on),
                scale.down(float(target.value)),
                "path",
            )
        )
    chain = [one for one in (baseline, *sorted(reported, key=lambda one: one.on)) if one is not None]
    for one, other in pairwise(chain):
        parts.append(
            plane.stroke(
                scale.across(one.on),
                scale.down(float(one.value)),
                scale.across(other.on),
                scale.down(float(other.value)),
                "told",
            )
        )
    parts += [plane.dot(scale.across(one.on), scale.down(float(one.value)), 5, "dot") for one in chain]
    rising = not (baseline and target) or target.value >= baseline.value
    if baseline:
        parts.append(_named(plane, scale, baseline, f"{words[0]} {write(baseline.value)}", rising, "m h"))
    if target:
        below = chain[-1].value >= target.value if reported and _near(scale, chain[-1], target) else not rising
        parts.append(plane.dot(scale.across(target.on), scale.down(float(target.value)), 5.5, "goal"))
        parts.append(_named(plane, scale, target, f"{words[1]} {write(target.value)}", below, "v h"))
    if reported:
        due = float(target.value) if target and _near(scale, chain[-1], target) else _expected(baseline, target, chain[-1].on)
        parts.append(_latest(plane, scale, chain[-1], due, write))
    table = [(words[0], baseline.when, write(baseline.value))] if baseline else []
    table += [(words[2], one.when + (f" ({one.note})" if one.note else ""), write(one.value)) for one in reported]
    table += [(words[1], target.when, write(target.value))] if target else []
    return Chart(
        frame(identity, title, description, HEIGHT, "".join(parts), rtl=rtl),
        title,
        description,
        Grid(title, heads, tuple(table)),
    )


def _whole(value: float) -> Value:
    return int(value) if value == int(value) else value


def _axes(plane: Plane, scale: _Scale, marks: Sequence[float], write: Write) -> str:
    parts = []
    for mark in marks:
        top = scale.down(mark)
        parts.append(plane.stroke(0, top, 100, top, "axis zero" if mark == 0 else "axis"))
        parts.append(plane.text(0, top - 4, write(_whole(mark)), "m"))
    first, last = date.fromordinal(int(scale.first)).year, date.fromordinal(int(scale.last)).year
    every = max(1, -(-(last - first + 1) // 7))
    for year in range(first, last + 1, every):
        on = max(date(year, 1, 1), date.fromordinal(int(scale.first)))
        place = scale.across(on)
        if year == first and last > first and scale.across(date(year + 1, 1, 1)) - place < 9:
            continue
        parts.append(
            plane.text(
                place, HEIGHT - 6, str(year), "m", 0, "end" if place > 93 else "middle" if place > scale.left + 5 else ""
            )
        )
    return "".join(parts)


def _named(plane: Plane, scale: _Scale, point: Point, words: str, below: bool, kind: str) -> str:
    place, top, axis = scale.across(point.on), scale.down(float(point.value)), scale.down(0)
    under = axis + 15 if top < axis < top + 24 else top + 20  # never across the line of zero
    return plane.text(place, under if below else top - 12, words, kind, 0, "end" if place > 55 else "")


def _near(scale: _Scale, one: Point, other: Point) -> bool:
    """So near that words beside both would stand on each other."""
    across = abs(scale.across(one.on) - scale.across(other.on))
    return across < 35 and abs(scale.down(float(one.value)) - scale.down(float(other.value))) < 40


def _expected(baseline: Point | None, target: Point | None, on: date) -> float | None:
    if not baseline or not target or target.on == baseline.on:
        return None
    share = (on - baseline.on).days / (target.on - baseline.on).days
    return float(baseline.value) + (float(target.value) - float(baseline.value)) * share


def _latest(plane: Plane, scale: _Scale, point: Point, expected: float | None, write: Write) -> str:
    """The newest value beside its point, on the side away from the path."""
    place, top = scale.across(point.on), scale.down(float(point.value))
    under = expected is None or float(point.value) < expected
    late = place > 58
    words = write(point.value)
    y = top + 20 if under else top - 12
    if top + 20 > HEIGHT - BOTTOM - 4:
        y = top - 12
    return plane.text(place, y, f"{words} · {point.when}", "v h", -4 if late else 4, "end" if late else "")
