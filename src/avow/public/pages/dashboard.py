"""The dashboard: headline figures and charts of whatever the filters leave, silence and coverage included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avow.public.asked import Asked
from avow.public.facets import Panel, panel
from avow.public.pages.charts import Charted, Tiled, by_stage, downloads_of, stages_against_trajectories, tile_map
from avow.public.selection import Selection
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
    counted = release.facets(selection.filters)
    living = living_of(selection)
    places = release.crosstab("countries", "standing", selection.filters)
    query = selection.sorted_by("").address()
    return Dashboard(
        panel=panel(asked, counted.counts, release.tables["commitments"]),
        total=counted.total,
        live=counted.headline.live,
        figures=headline(asked, counted.headline),
        stages=_stages(asked, living),
        left=(_themes(asked),),
        right=(*_actions(asked), _categories(asked), _years(asked)),
        places=_places(asked, _summed(places)),
        unplaced=_summed(places).get("", 0),
        changes=_changes(asked),
        changed=downloads_of(asked, "change"),
        registry=reverse("commitments") + query,
        csv=reverse("commitments-csv") + query,
        json=reverse("commitments-json") + query,
    )


def living_of(selection: Selection) -> Selection:
    """Live commitments, unless the reader chose a standing."""
    return selection if selection.chosen("standing") else selection.only("standing", "live")


def headline(asked: Asked, told: Headline) -> tuple[Figure, ...]:
    """Every share is of all live commitments; the share of those that reported stands second."""
    language = asked.language
    return (
        Figure(
            name=_("Commitments"),
            value=number(told.commitments, language),
            of=_("%(live)s of them live") % {"live": number(told.live, language)},
            note=ngettext("made by %(n)s organisation", "made by %(n)s organisations", told.makers) % {"n": number(told.makers, language)},
            href=_definition(asked, "commitments.count"),
        ),
        Figure(
            name=_("Stage reported"),
            value=share(told.reported, told.live, language),
            of=_of(told.reported, told.live, language),
            covers=_silence(asked, told),
            share=told.reported / told.live if told.live else None,
            href=_definition(asked, "commitments.reported"),
        ),
        Figure(
            name=_("On track or ahead"),
            value=share(told.on_track_or_ahead, told.live, language),
            of=_of(told.on_track_or_ahead, told.live, language),
            note=_("computed from targets, not from what makers say"),
            href=_definition(asked, "commitments.on_track"),
        ),
        Figure(
            name=_("Money pledged"),
            value=money_compact(told.pledged_usd, "USD", language),
            of=_("gross; %(net)s net of double counting") % {"net": money_compact(told.pledged_net_usd, "USD", language)},
            note=_("%(secured)s secured, net") % {"secured": money_compact(told.secured_net_usd, "USD", language)},
            href=_definition(asked, "money.pledged.gross"),
        ),
    )


def _silence(asked: Asked, told: Headline) -> str:
    """How many live ones have no report, and how many of these nobody was asked about."""
    living = living_of(asked.selection)
    never = asked.release.crosstab("origin", "standing", living.filters).get(("public-source", "live"), 0)
    n = {"n": number(told.live - told.reported, asked.language), "never": number(never, asked.language)}
    if never:
        return _("%(n)s without a report; %(never)s of them told by public sources only, never asked") % n
    return _("%(n)s without a report") % n


def _of(part: int, whole: int, language: str) -> str:
    return _("%(part)s of all %(whole)s live") % {"part": number(part, language), "whole": number(whole, language)}


def _definition(asked: Asked, identity: str) -> str:
    """The address of a figure, where the pack of this release declares it; else the page on method."""
    if any(one["id"] == identity for one in asked.labels.pack.get("indicators", ())):
        return reverse("figure", args=[identity]) + asked.selection.sorted_by("").address()
    return reverse("method") + asked.pinned


def _stages(asked: Asked, living: Selection) -> Charted:
    counts = asked.release.crosstab("stage", "trajectory", living.filters)
    return Charted(
        "stage",
        _("Stage and trajectory of live commitments"),
        _("Rows are what makers say. Columns are computed from targets and the values reported for them. Whoever said nothing is hatched."),
        stages_against_trajectories(asked, counts),
        downloads_of(asked, "stage", living),
        sum(counts.values()),
    )


def _themes(asked: Asked) -> Charted:
    counts = asked.release.crosstab("themes", "stage", asked.selection.filters)
    codes = [
        (theme.code, theme.short, reverse("commitments") + asked.selection.only("themes", theme.code).address())
        for theme in asked.labels.themes.values()
        if not asked.selection.chosen("themes") or theme.code in asked.selection.chosen("themes")
    ]
    chart = by_stage(asked, "themes", _("By theme"), _("Theme"), codes, counts)
    says = _("A commitment that serves several themes counts in each, so the bars add up to more than all.")
    return Charted("theme", _("By theme"), says, chart, downloads_of(asked, "theme"), 0)


def _actions(asked: Asked) -> tuple[Charted, ...]:
    """The actions of the chosen themes; without a chosen theme, the themes' own pages show them."""
    chosen = asked.selection.chosen("themes")
    if not chosen:
        return ()
    counts = asked.release.crosstab("actions", "stage", asked.selection.filters)
    codes = [
        (action.code, action.short, reverse("commitments") + asked.selection.only("actions", action.code).address())
        for action in asked.labels.actions.values()
        if action.theme in chosen
    ]
    chart = by_stage(asked, "actions", _("By action"), _("Action"), codes, counts)
    says = _("The actions of the chosen themes. An action without a bar is one nothing is promised for.")
    return (Charted("action", _("By action"), says, chart, downloads_of(asked, "action"), 0),)


def _categories(asked: Asked) -> Charted:
    counts = asked.release.crosstab("category", "stage", asked.selection.filters)
    present = {code for code, _stage in counts}
    codes = [
        (code, entry.name, reverse("commitments") + asked.selection.only("category", code).address())
        for code, entry in asked.labels.entries("categories").items()
        if code in present
    ]
    chart = by_stage(asked, "categories", _("By who made it"), _("Stakeholder category"), codes, counts)
    says = _("The stakeholder category of the owner.")
    return Charted("category", _("By who made it"), says, chart, downloads_of(asked, "category"), 0)


def _years(asked: Asked) -> Charted:
    counts = asked.release.crosstab("year", "stage", asked.selection.filters)
    codes = [
        (code, code, reverse("commitments") + asked.selection.only("year", code).address())
        for code in sorted({str(year) for year, _stage in counts if year})
    ]
    chart = by_stage(asked, "years", _("By year of registration"), _("Year"), codes, {(str(y), s): n for (y, s), n in counts.items()})
    says = _("The year in the commitment's reference, with the stage it is in now.")
    return Charted("year", _("By year of registration"), says, chart, downloads_of(asked, "year"), 0)


def _places(asked: Asked, here: Mapping[str, int]) -> Tiled:
    title = _("Where commitments are carried out")
    regions, bands = tile_map(asked, "map", title, {code: count for code, count in here.items() if code}, _("Carried out in"))
    says = _("Not where makers sit. A commitment carried out in several countries counts in each.")
    return Tiled("map", title, says, regions, bands, downloads_of(asked, "country"))


def _changes(asked: Asked) -> tuple[Changed, ...]:
    selection, labels, base = asked.selection, asked.labels, reverse("commitments")
    counts = _summed(asked.release.crosstab("change", "standing", selection.filters))
    standings = _summed(asked.release.crosstab("standing", "category", selection.filters))
    lines = [
        Changed(code, labels.name("changes", code), counts.get(code, 0), base + selection.only("change", code).address())
        for code in CHANGES
        if code in labels.entries("changes")
    ]
    gone = standings.get("withdrawn", 0)
    lines.append(Changed("withdrawn", labels.name("standings", "withdrawn"), gone, base + selection.only("standing", "withdrawn").address()))
    return tuple(lines)


def _summed(counts: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Counts by the first code. The second facet holds one code a row, so nothing is counted twice."""
    summed: dict[str, int] = {}
    for (code, _other), count in counts.items():
        summed[code] = summed.get(code, 0) + count
    return summed
