"""Going to another day: the form every page with a past has, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl

from avow.public.asked import Asked


@dataclass(frozen=True)
class AnotherDay:
    """``held`` is what the form carries along, ``last`` the last day the release knows, ``without`` the query of the same page
    as it stands in the release."""

    held: tuple[tuple[str, str], ...]
    last: date
    without: str


def another_day(asked: Asked) -> AnotherDay | None:
    """Nothing where the release keeps no past."""
    if not asked.past_kept:
        return None
    bare = replace(asked.selection, as_of=None, page=1)
    return AnotherDay(tuple(parse_qsl(bare.query())), date.fromisoformat(asked.release.at[:10]), bare.address() or "?")
