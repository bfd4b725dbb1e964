"""Escaping, and the shapes that stand beside words."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString, mark_safe


def text(value: object) -> str:
    """``value`` escaped for element or attribute, unless it already is safe HTML."""
    if isinstance(value, SafeString):
        return value
    return escape(str(value))


def safe(html: str) -> SafeString:
    """Marks HTML whose every variable part went through ``text``."""
    return mark_safe(html)  # noqa: S308 -- the one door: callers escape with text()


def attribute(name: str, value: object) -> str:
    """`` name="value"``, or nothing for an empty value."""
    return f' {name}="{text(value)}"' if value not in ("", None, False) else ""


# Drawn in a box of 12 by 12, filled with the current colour.
SHAPES = {
    "up": '<path d="M6 1l5.5 10H.5z"/>',
    "down": '<path d="M6 11L.5 1h11z"/>',
    "disc": '<circle cx="6" cy="6" r="5.5" stroke="none"/>',
    "ring": '<circle cx="6" cy="6" r="4.6" fill="none" stroke-width="1.8"/>',
    "dots": '<circle cx="6" cy="6" r="4.6" fill="none" stroke-width="1.8" stroke-dasharray="2.2 2.6"/>',
    "box": '<path d="M1 1h10v10H1z" stroke="none"/>',
    "frame": '<path d="M1.5 1.5h9v9h-9z" fill="none" stroke-width="1.8"/>',
    "half": '<path d="M1.5 1.5h9v9h-9z" fill="none" stroke-width="1.8"/><path d="M1.5 6h9v4.5h-9z" stroke="none"/>',
    "tick": '<path d="M1 6.5l3.5 3.7L11 2" fill="none" stroke-width="2.4"/>',
    "cross": '<path d="M2 2l8 8M10 2l-8 8" fill="none" stroke-width="2.4"/>',
    "diamond": '<path d="M6 .5L11.5 6 6 11.5.5 6z" stroke="none"/>',
    "dash": '<path d="M1 6h10" fill="none" stroke-width="2.4"/>',
    "arrow": '<path d="M0 6h9M6 2l4.5 4L6 10" fill="none" stroke-width="2"/>',
    "slashes": '<path d="M1 5l4-4M1 10.5L10.5 1M6.5 11L11 6.5" fill="none" stroke-width="1.7"/>',
    "alert": '<path d="M6 .5l6 11H0z" stroke="none"/>',
    "dot": '<circle cx="6" cy="6" r="3" stroke="none"/>',
}


def shape(name: str) -> str:
    turn = ' class="turns"' if name == "arrow" else ""  # follows the reading direction
    return f'<svg viewBox="0 0 12 12"{turn} aria-hidden="true" focusable="false">{SHAPES[name]}</svg>'
