"""The first page: what was promised, what is kept, what is silent, each with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from avow.base import clock
from avow.public.asked import Asked
from avow.public.labels import Theme
from avow.public.opened import record
from avow.public.pages.themes import Tally, tallies
from avow.record.reading import Filters, ReleaseLine

NEWEST = 4

# Kept: the term is over or the maker calls it completed, every target is met, and each meeting value came with more than a statement.
KEPT = """
select count(*) from commitments as c
where (c.standing = 'ended' or c.stage = 'completed')
  and exists (select 1 from targets as t where t.commitment = c.reference)
  and not exists (
    select 1 from targets as t
    where t.commitment = c.reference
      and not exists (
        select 1 from target_values as v
        where v.commitment = t.commitment and v.target = t.number and coalesce(v.proof, 'statement') <> 'statement'
          and ((coalesce(t.baseline, 0) <= t.target and v.value >= t.target) or (t.baseline > t.target and v.value <= t.target))
      )
  )
"""
PROMISED = """
select count(*), count(distinct owner), count(*) filter (origin = 'public-source'), count(*) filter (standing = 'live'),
       count(*) filter (standing = 'ended' or stage = 'completed'),
       count(*) filter (standing = 'live' and origin <> 'public-source'),
       count(*) filter (standing = 'live' and origin <> 'public-source' and coalesce(stage, 'not-reported') = 'not-reported'),
       sum(pledged_usd), sum(pledged_net_usd), count(pledged_usd)
from commitments
"""


@dataclass(frozen=True)
class Window:
    code: str
    name: str
    closes: datetime


@dataclass(frozen=True)
class Home:
    """``told`` counts commitments only told of by public sources: their makers were never asked, so they cannot be silent."""

    promised: int
    makers: int
    told: int
    live: int
    over: int
    kept: int
    asked_live: int
    silent: int
    pledged: object
    pledged_net: object
    with_money: int
    stages: Mapping[tuple[str, str], int]
    themes: tuple[tuple[Theme, Tally], ...]
    releases: tuple[ReleaseLine, ...]
    window: Window | None


def home_page(asked: Asked) -> Home:
    release, labels = asked.release, asked.labels
    (promised, makers, told, live, over, asked_live, silent, gross, net, with_money) = release.rows(PROMISED)[0]
    counted = tallies(asked, "themes")
    return Home(
        promised=promised,
        makers=makers,
        told=told,
        live=live,
        over=over,
        kept=release.rows(KEPT)[0][0],
        asked_live=asked_live,
        silent=silent,
        pledged=gross,
        pledged_net=net,
        with_money=with_money,
        stages=release.crosstab("stage", "trajectory", Filters(values={"standing": ("live",)})),
        themes=tuple((theme, counted.get(code, Tally(0, 0, 0))) for code, theme in labels.themes.items()),
        releases=newest_releases(),
        window=open_window(asked),
    )


def newest_releases(count: int = NEWEST) -> tuple[ReleaseLine, ...]:
    return tuple(sorted(record().numbers(), key=lambda line: line.number, reverse=True)[:count])


def open_window(asked: Asked) -> Window | None:
    """The registration window that is open now, by the pack's own instants."""
    now = clock.now()
    for told in asked.labels.pack.get("windows", ()):
        opens, closes = _instant(told, "opens"), _instant(told, "closes")
        if opens and closes and opens <= now < closes:
            return Window(told["code"], asked.labels.of(told.get("name")), closes)
    return None


def _instant(told: Mapping[str, Any], key: str) -> datetime | None:
    text = told.get(key)
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
