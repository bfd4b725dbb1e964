"""What a chart is made of, and the plane it is drawn on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from .text import Line

Value = int | float | Decimal
Write = Callable[[Value], str]

SILENT = frozenset({"not-reported", "silent", "no-report"})  # kinds drawn hatched: silence is a category, not a colour


@dataclass(frozen=True, slots=True)
class Grid:
    """The chart's numbers as a table of texts: headings, and rows whose first cell heads the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: the class that fills it and its word."""

    kind: str
    label: str

    @property
    def hatched(self) -> bool:
        return self.kind in SILENT


@dataclass(frozen=True, slots=True)
class Chart:
    svg: str
    title: str
    description: str
    grid: Grid
    key: tuple[Key, ...] = ()


def percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


@dataclass(slots=True)
class Plane:
    """Collects shapes. Places run from 0 to 100 along the reading direction; heights are pixels from the top."""

    rtl: bool = False

    def start(self, place: float, width: float = 0) -> str:
        return percent(100 - place - width if self.rtl else place)

    def rect(self, place: float, top: float, width: float, height: float, kind: str, extra: str = "") -> str:
        x, long = self.start(place, width), percent(width)
        return f'<rect x="{x}" y="{top:g}" width="{long}" height="{height:g}" class="{kind}"{extra}/>'

    def stroke(self, place: float, top: float, place2: float, top2: float, kind: str) -> str:
        return f'<line x1="{self.start(place)}" y1="{top:g}" x2="{self.start(place2)}" y2="{top2:g}" class="{kind}"/>'

    def dot(self, place: float, top: float, radius: float, kind: str) -> str:
        return f'<circle cx="{self.start(place)}" cy="{top:g}" r="{radius:g}" class="{kind}"/>'

    def text(self, place: float, top: float, words: str, kind: str = "", shift: float = 0, anchor: str = "") -> str:
        """``shift`` is in pixels along the reading direction; ``anchor`` is SVG's: empty for start, ``middle``, ``end``."""
        off = f' dx="{-shift if self.rtl else shift:g}"' if shift else ""
        hold = f' text-anchor="{anchor}"' if anchor else ""
        look = f' class="{kind}"' if kind else ""
        return f'<text x="{self.start(place)}" y="{top:g}"{off}{hold}{look}>{escape(words)}</text>'

    def mark(self, place: float, top: float, shape: str, kind: str) -> str:
        """A shape drawn in a box of 12 by 12, its middle at ``place``."""
        inner = f'<svg x="-6" y="0" width="12" height="12" viewBox="0 0 12 12" class="{kind}">{shape}</svg>'
        return f'<svg x="{self.start(place)}" y="{top:g}" overflow="visible">{inner}</svg>'

    @staticmethod
    def moved(down: float, body: str) -> str:
        return f'<g transform="translate(0 {down:g})">{body}</g>' if down else body

    def label(self, place: float, top: float, line_: Line, kind: str = "l", shift: float = 0, anchor: str = "") -> str:
        """A wrapped label, 16 pixels a line; shortened ones carry their full text as a title."""
        parts = [self.text(place, top + n * 16, part, kind, shift, anchor) for n, part in enumerate(line_.lines)]
        if line_.cut:
            return f"<g><title>{escape(line_.full)}</title>{''.join(parts)}</g>"
        return "".join(parts)


def hatch(identity: str) -> str:
    """The pattern of silence."""
    return (
        f'<defs><pattern id="{identity}-h" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0v7" class="hatch"/></pattern></defs>'
    )


def fill(kind: str, identity: str) -> tuple[str, str]:
    """Class and extra attributes that fill a shape of this kind."""
    if kind in SILENT:
        return "hatched", f' fill="url(#{identity}-h)"'
    return f"s-{escape(kind)} cut" if kind else "s0", ""


def linked(body: str, href: str) -> str:
    return f'<a href="{escape(href)}">{body}</a>' if href else body


def frame(
    identity: str,
    title: str,
    description: str,
    height: float,
    body: str,
    *,
    rtl: bool,
    links: bool = False,
    box: tuple[int, int] | None = None,
    kind: str = "",
) -> str:
    """The outer SVG. One with links is a group whose parts can be reached; one without is a single image."""
    size = f'width="{box[0]}" height="{box[1]}" viewBox="0 0 {box[0]} {box[1]}"' if box else f'width="100%" height="{height:g}"'
    way = (' direction="rtl"' if rtl else "") + (f' class="{kind}"' if kind else "")
    described = f'<desc id="{identity}-d">{escape(description)}</desc>' if description else ""
    by = f"{identity}-t {identity}-d" if description else f"{identity}-t"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="{"group" if links else "img"}" aria-labelledby="{by}" {size}{way}>'
        f'<title id="{identity}-t">{escape(title)}</title>{described}{body}</svg>'
    )
