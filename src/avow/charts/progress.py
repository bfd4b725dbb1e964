"""A target on one line: how far, and how far it should be today."""

from __future__ import annotations

from html import escape

from .figures import Plane, percent


def progress(identity: str, title: str, *, achieved: float | None, expected: float | None, rtl: bool = False) -> str:
    """``achieved`` and ``expected`` are shares of the way from baseline to target; ``None`` draws nothing in their place."""
    plane = Plane(rtl)
    body = plane.rect(0, 4, 100, 10, "track")
    if achieved is not None:
        body += plane.rect(0, 4, max(0.4, min(1.0, max(0.0, achieved)) * 100), 10, "s0")
    if expected is not None:
        place = percent(min(99.6, max(0.4, expected * 100)) if not rtl else min(99.6, max(0.4, 100 - expected * 100)))
        body += f'<line x1="{place}" x2="{place}" y1="0" y2="18" class="mark"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{escape(identity)}" role="img" aria-label="{escape(title)}" '
        f'width="100%" height="18">{body}</svg>'
    )
