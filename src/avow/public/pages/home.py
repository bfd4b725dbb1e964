"""The first page: what was promised, what is kept, what is silent, each with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from avow.base import clock
from avow.public.asked import Asked
from avow.public.labels import Theme
from avow.public.opened import record
from avow.public.pages.charts import Charted
from avow.public.pages.counted import base_note, base_of, from_sources
from avow.public.pages.dashboard import stages
from avow.public.pages.themes import Tally, tallies
from avow.public.shares import share
from avow.ui.components.figures import Figure
from avow.ui.formatting import number

NEWEST = 4

# Kept: the term is over or the maker calls it completed, every target is met, each by a value with more than a statement.
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
       count(*) filter ((standing = 'ended' or stage = 'completed') and origin = 'public-source'),
       count(*) filter (standing = 'live' and origin <> 'public-source'),
       count(*) filter (standing = 'live' and origin <> 'public-source' and coalesce(stage, 'not-reported') = 'not-reported')
from commitments
"""


@dataclass(frozen=True)
class Window:
    code: str
    name: str
    closes: datetime


@dataclass(frozen=True)
class Sealed:
    """A release in the list of the newest."""

    number: int
    at: datetime
    commitments: int


@dataclass(frozen=True)
class Home:
    title: str
    lead: str
    figures: tuple[Figure, ...]
    stages: Charted
    only_told: bool  # makers have confirmed nothing, so nothing has a stage
    counts: str  # what the chart counts, where it could be taken for something else
    themes: tuple[tuple[Theme, Tally], ...]
    releases: tuple[Sealed, ...]
    window: Window | None
    note: str


@dataclass(frozen=True)
class Promises:
    """``told`` counts commitments only told of by public sources: their makers were never asked, so they cannot be silent."""

    promised: int
    makers: int
    told: int
    live: int
    over: int
    over_told: int
    asked_live: int
    silent: int
    kept: int


def home_page(asked: Asked) -> Home:
    labels = asked.labels
    bare = replace(asked, selection=asked.selection.bare())
    base = base_of(bare)
    chart = stages(bare, base)
    counted = tallies(asked, "themes")
    return Home(
        title=labels.wording("home.promise") or labels.initiative,
        lead=labels.wording("home.lead"),
        figures=_figures(asked, promises(asked)),
        stages=chart,
        only_told=base.only_told,
        counts=base_note(bare, base, chart.total),
        themes=tuple((theme, counted.get(code, Tally(0, 0, 0))) for code, theme in labels.themes.items()),
        releases=newest_releases(),
        window=open_window(asked),
        note=labels.wording("note.official"),
    )


def promises(asked: Asked) -> Promises:
    promised, makers, told, live, over, over_told, asked_live, silent = asked.release.rows(PROMISED)[0]
    kept = asked.release.rows(KEPT)[0][0]
    return Promises(promised, makers, told, live, over, over_told, asked_live, silent, kept)


def _figures(asked: Asked, told: Promises) -> tuple[Figure, ...]:
    """Promised, kept, silent: each with what it is of and what it rests on."""
    language, method = asked.language, reverse("method") + asked.pinned

    def n(count: int) -> str:
        return number(count, language)

    return (
        Figure(
            name=_("Promised"),
            value=n(told.promised),
            of=ngettext("commitments by %(n)s organisation", "commitments by %(n)s organisations", told.makers)
            % {"n": n(told.makers)},
            note=from_sources(told.told, language),
            href=f"{method}#promised",
        ),
        Figure(
            name=pgettext("of a promise", "Kept"),
            value=n(told.kept),
            of=ngettext(
                "of %(n)s that ended or was called completed", "of %(n)s that ended or were called completed", told.over
            )
            % {"n": n(told.over)},
            note=" ".join(
                filter(None, (_("Every target met, each with more proof than a statement."), _sourced(told, language)))
            ),
            share=told.kept / told.over if told.over else None,
            covers=_("%(n)s of all commitments have ended or are completed") % {"n": share(told.over, told.promised, language)},
            href=f"{method}#kept",
        ),
        Figure(
            name=_("Silent"),
            value=n(told.silent) if told.asked_live else "–",
            of=ngettext(
                "of %(n)s live commitment whose maker is asked to report",
                "of %(n)s live commitments whose makers are asked to report",
                told.asked_live,
            )
            % {"n": n(told.asked_live)},
            note=_("Their makers have not said how far they are.") if told.silent else "",
            share=(told.asked_live - told.silent) / told.asked_live if told.asked_live else None,
            covers=_("%(n)s have reported a stage") % {"n": share(told.asked_live - told.silent, told.asked_live, language)}
            if told.asked_live
            else "",
            href=f"{method}#silent",
        ),
    )


def _sourced(told: Promises, language: str) -> str:
    if not told.over_told:
        return ""
    return ngettext(
        "%(n)s of those that ended is known only from a public source, so nobody was asked for proof.",
        "%(n)s of those that ended are known only from public sources, so nobody was asked for proof.",
        told.over_told,
    ) % {"n": number(told.over_told, language)}


def newest_releases(count: int = NEWEST) -> tuple[Sealed, ...]:
    lines = sorted(record().numbers(), key=lambda line: line.number, reverse=True)[:count]
    return tuple(Sealed(line.number, datetime.fromisoformat(line.at), line.rows.get("commitments", 0)) for line in lines)


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
    return datetime.fromisoformat(text) if text else None
