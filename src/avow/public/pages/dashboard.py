"""The dashboard: headline figures and charts of whatever the filters leave, silence and coverage included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from avow.public.asked import Asked
from avow.public.facets import Panel, panel
from avow.public.pages.charts import WIDE, Charted, Tiled, by_stage, downloads_of, stages_against_trajectories, tile_map
from avow.public.pages.counted import TOLD, Base, base_note, base_of, from_sources
from avow.public.shares import share
from avow.record.reading import Headline
from avow.ui.components.figures import Figure
from avow.ui.components.passages import Downloads
from avow.ui.formatting import money_compact, number

CHANGES = ("weakened", "mixed", "neutral", "extended", "strengthened")


@dataclass(frozen=True)
class Changed:
    """``code`` empty: withdrawn."""

    code: str
    name: str
    count: int
    href: str


@dataclass(frozen=True)
class Dashboard:
    panel: Panel
    total: int
    live: int
    told: int  # known only from public sources, of all
    base: Base
    note: str
    figures: tuple[Figure, ...]
    stages: Charted
    left: tuple[Charted, ...]
    right: tuple[Charted, ...]
    places: Tiled
    unplaced: int
    changes: tuple[Changed, ...]
    changed: Downloads
    registry: str
    csv: str
    json: str


def dashboard_page(asked: Asked) -> Dashboard:
    release, selection = asked.release, asked.selection
    counted = release.facets(selection.filters, figures=())
    origins = release.crosstab("origin", "standing", selection.filters)
    base = base_of(asked, origins)
    figures = release.facets(base.selection.filters, names=()).headline
    places = _summed(release.crosstab("countries", "standing", base.selection.filters))
    live = sum(count for (_origin, standing), count in origins.items() if standing == "live")
    told = sum(count for (origin, _standing), count in origins.items() if origin == TOLD)
    query = selection.sorted_by("").address()
    left, right = _columns(asked, base)
    return Dashboard(
        panel=panel(asked, counted.counts, release.tables["commitments"]),
        total=counted.total,
        live=live,
        told=told,
        base=base,
        note=base_note(asked, base, figures.commitments),
        figures=headline(asked, base, figures, Totals(counted.total, live, told)),
        stages=stages(asked, base),
        left=left,
        right=right,
        places=_places(asked, base, places),
        unplaced=places.get("", 0),
        changes=_changes(asked, origins),
        changed=downloads_of(asked, "", selection),
        registry=reverse("commitments") + query,
        csv=reverse("commitments-csv") + query,
        json=reverse("commitments-json") + query,
    )


@dataclass(frozen=True)
class Totals:
    commitments: int
    live: int
    told: int


def headline(asked: Asked, base: Base, told: Headline, totals: Totals) -> tuple[Figure, ...]:
    """Every share is of the base; how many are known only from public sources stands with the count of all."""
    language = asked.language
    silent, never = told.commitments - told.reported, base.told if base.only_told else 0
    return (
        Figure(
            name=_("Commitments"),
            value=number(totals.commitments, language),
            of=ngettext("%(live)s of them is live", "%(live)s of them are live", totals.live)
            % {"live": number(totals.live, language)},
            note=from_sources(totals.told, language),
            href=_definition(asked, "commitments.count"),
        ),
        Figure(
            name=_("Stage reported"),
            value="–" if base.only_told else share(told.reported, told.commitments, language),
            of=_("their makers were never asked") if base.only_told else _of(base, told.reported, told.commitments, language),
            covers=""
            if never
            else ngettext("%(n)s without a report", "%(n)s without a report", silent) % {"n": number(silent, language)},
            share=told.reported / told.commitments if told.commitments and not never else None,
            href=_definition(asked, "commitments.reported"),
        ),
        Figure(
            name=_("On track or ahead"),
            value="–" if base.only_told else share(told.on_track_or_ahead, told.commitments, language),
            of=_("no values were reported")
            if base.only_told
            else _of(base, told.on_track_or_ahead, told.commitments, language),
            note=_("computed from targets, not from what makers say"),
            href=_definition(asked, "commitments.on_track"),
        ),
        Figure(
            name=_("Money pledged"),
            value=money_compact(told.pledged_usd, "USD", language),
            of=_("gross; %(net)s without double counting") % {"net": money_compact(told.pledged_net_usd, "USD", language)},
            note=_("as told by public sources, not confirmed")
            if base.only_told
            else _("%(secured)s secured, without double counting")
            % {"secured": money_compact(told.secured_net_usd, "USD", language)},
            href=_definition(asked, "money.pledged.gross"),
        ),
    )


def _of(base: Base, part: int, whole: int, language: str) -> str:
    told = {"part": number(part, language), "whole": number(whole, language)}
    if base.selection.chosen("standing") == ("live",):
        return _("%(part)s of all %(whole)s live") % told
    return _("%(part)s of %(whole)s") % told


def _definition(asked: Asked, identity: str) -> str:
    """The address of a figure, where the pack of this release declares it; else the page on method."""
    if any(one["id"] == identity for one in asked.labels.pack.get("indicators", ())):
        return reverse("figure", args=[identity]) + asked.selection.sorted_by("").at_page(1).address()
    return reverse("method") + asked.pinned


def stages(asked: Asked, base: Base) -> Charted:
    counts = asked.release.crosstab("stage", "trajectory", base.selection.filters)
    return Charted(
        "stage",
        _("Stage and trajectory of live commitments")
        if base.selection.chosen("standing") == ("live",)
        else _("Stage and trajectory"),
        _("Rows are what makers say. Columns are computed from targets and the values reported for them.")
        + " "
        + _("The hatched row counts those whose makers have reported nothing."),
        stages_against_trajectories(asked, base.selection, counts),
        charted_downloads(asked, base, "stage"),
        sum(counts.values()),
        stages_against_trajectories(asked, base.selection, counts, "stages-wide", WIDE),
    )


def charted_downloads(asked: Asked, base: Base, dimension: str) -> Downloads:
    """The indicator that counts exactly what the chart shows, with its definition; else the rows themselves."""
    return downloads_of(asked, dimension if base.cited else "", asked.selection if base.cited else base.selection)


def _columns(asked: Asked, base: Base) -> tuple[tuple[Charted, ...], tuple[Charted, ...]]:
    """Two columns of about one height. A single chosen theme has nothing to be compared with: its actions stand there."""
    chosen = asked.selection.chosen("themes")
    if len(chosen) == 1:
        return (*_actions(asked, base), _years(asked, base)), (_categories(asked, base),)
    return (_themes(asked, base),), (*_actions(asked, base), _categories(asked, base), _years(asked, base))


def _themes(asked: Asked, base: Base) -> Charted:
    counts = asked.release.crosstab("themes", "stage", base.selection.filters)
    codes = [
        (theme.code, theme.short, reverse("commitments") + base.selection.only("themes", theme.code).address())
        for theme in asked.labels.themes.values()
        if not asked.selection.chosen("themes") or theme.code in asked.selection.chosen("themes")
    ]
    chart = by_stage(asked, "themes", _("By theme"), _("Theme"), codes, counts)
    says = _("A commitment that serves several themes counts in each, so the bars add up to more than all.")
    return Charted("theme", _("By theme"), says, chart, charted_downloads(asked, base, "theme"), 0)


def _actions(asked: Asked, base: Base) -> tuple[Charted, ...]:
    """The actions of the chosen themes; without a chosen theme, the themes' own pages show them."""
    chosen = asked.selection.chosen("themes")
    if not chosen:
        return ()
    counts = asked.release.crosstab("actions", "stage", base.selection.filters)
    codes = [
        (action.code, action.short, reverse("commitments") + base.selection.only("actions", action.code).address())
        for action in asked.labels.actions.values()
        if action.theme in chosen
    ]
    chart = by_stage(asked, "actions", _("By action"), _("Action"), codes, counts)
    says = _("The actions of the chosen themes. An action without a bar has no commitment.")
    return (Charted("action", _("By action"), says, chart, charted_downloads(asked, base, "action"), 0),)


def _categories(asked: Asked, base: Base) -> Charted:
    counts = asked.release.crosstab("category", "stage", base.selection.filters)
    present = {code for code, _stage in counts}
    codes = [
        (code, entry.name, reverse("commitments") + base.selection.only("category", code).address())
        for code, entry in asked.labels.entries("categories").items()
        if code in present
    ]
    chart = by_stage(asked, "categories", _("By who made it"), _("Stakeholder category"), codes, counts)
    says = _("The stakeholder category of the owner.")
    return Charted("category", _("By who made it"), says, chart, charted_downloads(asked, base, "category"), 0)


def _years(asked: Asked, base: Base) -> Charted:
    counts = asked.release.crosstab("year", "stage", base.selection.filters)
    codes = [
        (code, code, reverse("commitments") + base.selection.only("year", code).address())
        for code in sorted({str(year) for year, _stage in counts if year})
    ]
    chart = by_stage(
        asked,
        "years",
        _("By year of registration"),
        pgettext("of registration", "Year"),
        codes,
        {(str(y), s): n for (y, s), n in counts.items()},
    )
    says = _("The year in the commitment's reference, with the stage it is in now.")
    return Charted("year", _("By year of registration"), says, chart, charted_downloads(asked, base, "year"), 0)


def _places(asked: Asked, base: Base, here: Mapping[str, int]) -> Tiled:
    title = _("Where commitments are carried out")
    regions, bands = tile_map(asked, "map", title, {code: count for code, count in here.items() if code}, _("Carried out in"))
    says = _("Not where makers are based. A commitment carried out in several countries counts in each.")
    return Tiled("map", title, says, regions, bands, charted_downloads(asked, base, "country"))


def _changes(asked: Asked, origins: Mapping[tuple[str, str], int]) -> tuple[Changed, ...]:
    selection, labels, base = asked.selection, asked.labels, reverse("commitments")
    counts = _summed(asked.release.crosstab("change", "standing", selection.filters))
    lines = [
        Changed(code, labels.name("changes", code), counts.get(code, 0), base + selection.only("change", code).address())
        for code in CHANGES
        if code in labels.entries("changes")
    ]
    gone = sum(count for (_origin, standing), count in origins.items() if standing == "withdrawn")
    lines.append(
        Changed(
            "withdrawn", labels.name("standings", "withdrawn"), gone, base + selection.only("standing", "withdrawn").address()
        )
    )
    return tuple(lines)


def _summed(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Counts by the first code. The second facet holds one code a row, so nothing is counted twice."""
    summed: dict[str, int] = {}
    for (code, _other), count in counts.items():
        summed[code] = summed.get(code, 0) + count
    return summed
