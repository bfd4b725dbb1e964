"""The drawn map: an image of its own, coloured by the server. The tiles and the table say the same in text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from pathlib import Path

_ASSET = Path(__file__).with_name("world.svg")
_SHAPE = re.compile(r'<(?:path|circle) id="([A-Z]{3})"[^>]*/>')

BANDS = 6
# Presentation attributes colour the map where a page's policy allows no style; the style sheet inside adds the dark scheme.
LIGHT = ("#e9e4e3", "#f0d6e6", "#dba6c6", "#bb6c9f", "#8f3872", "#5c1448")
DARK = ("#332c36", "#47233c", "#6d3359", "#98497e", "#c877ab", "#f4c1e2")
LINES = ("#fbfaf7", "#161218")


@lru_cache(maxsize=1)
def _asset() -> tuple[str, dict[str, str], str]:
    """Opening, country shapes by code, and what follows them: shapes without a code included."""
    text = _ASSET.read_text(encoding="utf-8")
    start = text.index('<g id="countries"')
    start = text.index(">", start) + 1
    end = text.index("</g>", start)
    shapes: dict[str, str] = {}
    for found in _SHAPE.finditer(text, start, end):
        shapes[found[1]] = found[0]
    unnamed = _SHAPE.sub("", text[start:end])
    return text[:start], shapes, unnamed + text[end:]


def countries() -> frozenset[str]:
    """The codes the map can colour."""
    return frozenset(_asset()[1])


def colour_map(values: Mapping[str, int], title: str = "", description: str = "") -> bytes:
    """The map with every country in the class of its band, 0 to 5. A code the map does not draw is left out.

    ``title`` and ``description`` are for those who open the image by itself; it names no country, so that it stays light.
    """
    opening, shapes, rest = _asset()
    groups: list[list[str]] = [[] for _ in range(BANDS)]
    for code, shape in shapes.items():
        groups[min(BANDS - 1, max(0, values.get(code, 0)))].append(shape)
    body = "".join(f'<g class="b{n}" fill="{LIGHT[n]}">{"".join(group)}</g>' for n, group in enumerate(groups) if group)
    for name, told in (("title", title), ("desc", description)):
        if told:
            opening = opening.replace(_inside(opening, name), f"<{name}>{escape(told)}</{name}>", 1)
    return (opening + body + rest).encode()


def _inside(opening: str, name: str) -> str:
    end = f"</{name}>"
    return opening[opening.index(f"<{name}>") : opening.index(end) + len(end)]
