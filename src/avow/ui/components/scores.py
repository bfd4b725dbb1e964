"""A score of a few steps: filled and empty squares beside the words that say the same."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from .markup import safe, text


def score(value: int, of: int = 3) -> SafeString:
    """``2`` as two filled squares of three, and “2 of 3”."""
    return _score(value, of, get_language() or "")


@lru_cache(maxsize=256)
def _score(value: int, of: int, _language: str) -> SafeString:
    kinds = ["full" if place < value else "empty" for place in range(of)]
    squares = "".join(f'<path class="{kind}" d="M{14 * place + 1} 1h10v10h-10z"/>' for place, kind in enumerate(kinds))
    words = gettext("%(score)s of %(of)s") % {"score": value, "of": of}
    return safe(
        f'<span class="score"><svg viewBox="0 0 {14 * of - 2} 12" aria-hidden="true" focusable="false">{squares}</svg>'
        f"{text(words)}</span>"
    )
