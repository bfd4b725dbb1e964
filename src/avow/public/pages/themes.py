"""Themes and their actions: what the framework asks for, how much is promised for it, and where nothing is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse

from avow.public.asked import Asked, NotHere
from avow.public.labels import Action, Theme, Track
from avow.public.pages.charts import Charted
from avow.public.pages.counted import base_note, base_of, from_sources
from avow.public.pages.dashboard import stages
from avow.public.pages.registry import Item, item_of

SHOWN = 5


@dataclass(frozen=True)
class Tally:
    """Commitments that serve a code: all of them, those live, and those of the live ones whose maker has reported a stage."""

    all: int
    live: int
    reported: int


@dataclass(frozen=True)
class Standing:
    """How many of a list have one standing, and where these alone are listed."""

    code: str
    name: str
    count: int
    href: str


@dataclass(frozen=True)
class ActionLine:
    action: Action
    tally: Tally
    items: tuple[Item, ...] = ()
    standings: tuple[Standing, ...] = ()


@dataclass(frozen=True)
class ThemeLine:
    theme: Theme
    tally: Tally
    actions: tuple[ActionLine, ...]

    @property
    def bare(self) -> tuple[ActionLine, ...]:
        """Actions nothing is promised for."""
        return tuple(line for line in self.actions if not line.tally.all)


@dataclass(frozen=True)
class TrackPart:
    track: Track
    themes: tuple[ThemeLine, ...]


@dataclass(frozen=True)
class Themes:
    tracks: tuple[TrackPart, ...]
    without_theme: int
    unconfirmed: bool  # whether a wording shown is marked so


@dataclass(frozen=True)
class ThemePage:
    line: ThemeLine
    track: Track | None
    makers: int
    pledged: Decimal | None
    pledged_net: Decimal | None
    told: str  # how many are known only from public sources, in words
    told_live: str
    items: tuple[Item, ...]
    standings: tuple[Standing, ...]
    categories: tuple[tuple[str, str, int], ...]
    leaders: tuple[tuple[str, str], ...]  # slug, name
    chart: Charted
    only_told: bool  # makers have confirmed nothing, so nothing has a stage
    counts: str  # what the chart counts, in words


def themes_page(asked: Asked) -> Themes:
    themes, actions = tallies(asked, "themes"), tallies(asked, "actions")
    labels = asked.labels
    parts = tuple(
        TrackPart(track, tuple(_line(theme, themes, actions) for theme in labels.themes.values() if theme.track == track.code))
        for track in labels.tracks
    )
    without = asked.release.rows("select count(*) from commitments where themes is null or len(themes) = 0")[0][0]
    marked = any(not action.confirmed for theme in labels.themes.values() for action in theme.actions)
    return Themes(parts, without, marked)


def theme_page(asked: Asked, slug: str) -> ThemePage:
    theme = asked.labels.theme_at(slug)
    if theme is None:
        raise NotHere("theme", slug)
    release, labels = asked.release, asked.labels
    here = replace(asked, selection=asked.selection.bare().only("themes", theme.code))
    base = base_of(here)
    chart = stages(here, base)
    money = release.facets(base.selection.filters, names=(), figures=("pledged_usd", "pledged_net_usd")).headline
    makers, told = release.rows(
        "select count(distinct owner), count(*) filter (origin = 'public-source') "
        "from commitments where list_contains(themes, ?)",
        [theme.code],
    )[0]
    categories = release.rows(
        "select category, count(*) as n from commitments where list_contains(themes, ?) and category is not null "
        "group by 1 order by n desc",
        [theme.code],
    )
    leaders = release.rows("select slug, name from organisations where list_contains(leads, ?) order by name", [theme.code])
    return ThemePage(
        line=_line(theme, tallies(asked, "themes"), tallies(asked, "actions")),
        track=next((track for track in labels.tracks if track.code == theme.track), None),
        makers=makers,
        pledged=money.pledged_usd or None,
        pledged_net=money.pledged_net_usd,
        told=from_sources(told, asked.language),
        told_live=from_sources(base.told, asked.language),
        items=tuple(item_of(asked, row) for row in _newest(here, SHOWN)),
        standings=_standings(here),
        categories=tuple((code, labels.name("categories", code), count) for code, count in categories),
        leaders=tuple((slug, name) for slug, name in leaders),
        chart=chart,
        only_told=base.only_told,
        counts=base_note(here, base, chart.total),
    )


def action_page(asked: Asked, slug: str, code: str) -> tuple[Theme, ActionLine]:
    """One action of a theme with the commitments that serve it."""
    theme = asked.labels.theme_at(slug)
    action = next((action for action in theme.actions if action.code == code), None) if theme else None
    if theme is None or action is None:
        raise NotHere("action", code)
    here = replace(asked, selection=asked.selection.bare().only("actions", code))
    tally = tallies(asked, "actions").get(code, Tally(0, 0, 0))
    items = tuple(item_of(asked, row) for row in _newest(here, SHOWN * 4))
    return theme, ActionLine(action, tally, items, _standings(here))


def _newest(asked: Asked, count: int) -> list[dict[str, Any]]:
    return asked.release.search(asked.selection.filters, sort="", page=1, size=count).rows


def _standings(asked: Asked) -> tuple[Standing, ...]:
    """What became of the commitments of a list, in the platform's order; nothing where all share one standing."""
    counts = asked.release.facets(asked.selection.filters, names=("standing",), figures=()).counts["standing"]
    base, found = reverse("commitments"), [code for code in asked.labels.entries("standings") if counts.get(code)]
    if len(found) < 2:
        return ()
    return tuple(
        Standing(
            code, asked.labels.name("standings", code), counts[code], base + asked.selection.only("standing", code).address()
        )
        for code in found
    )


def tallies(asked: Asked, column: str) -> dict[str, Tally]:
    """Per code of a list column of ``commitments``."""
    rows = asked.release.rows(
        f"select code, count(*), count(*) filter (standing = 'live'), "
        "count(*) filter (standing = 'live' and coalesce(stage, 'not-reported') <> 'not-reported') "
        f"from (select unnest({column}) as code, standing, stage from commitments) group by 1"
    )
    return {code: Tally(every, live, reported) for code, every, live, reported in rows}


def _line(theme: Theme, themes: Mapping[str, Tally], actions: Mapping[str, Tally]) -> ThemeLine:
    none = Tally(0, 0, 0)
    return ThemeLine(
        theme,
        themes.get(theme.code, none),
        tuple(ActionLine(action, actions.get(action.code, none)) for action in theme.actions),
    )
