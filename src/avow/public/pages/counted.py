"""Which commitments charts and shares count, and what is said of those known only from public sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext

from avow.public.asked import Asked
from avow.public.selection import Selection
from avow.ui.formatting import number

TOLD = "public-source"


@dataclass(frozen=True)
class Base:
    """What charts and shares count: live commitments confirmed by their makers, as the indicators do.

    A standing or an origin the reader chose stands instead. Where makers have confirmed nothing that is left by the filters,
    what public sources tell is counted, and the page says so. ``told`` are the live ones left out, or all of them.
    """

    selection: Selection
    told: int
    only_told: bool
    included: bool  # what public sources tell is counted because the reader asked for it
    cited: bool  # the indicators count exactly this, so that a chart may give one as its definition


def base_of(asked: Asked, origins: Mapping[tuple[str, str], int] | None = None) -> Base:
    """``origins``: counts by origin and standing of the reader's selection, where they are known already."""
    selection = asked.selection
    if origins is None:
        origins = asked.release.crosstab("origin", "standing", selection.filters)
    living = selection if selection.chosen("standing") else selection.only("standing", "live")
    standings = living.chosen("standing")
    told = sum(origins.get((TOLD, standing), 0) for standing in standings)
    if selection.chosen("origin"):
        return Base(living, told, set(selection.chosen("origin")) == {TOLD}, included=True, cited=False)
    confirmed = tuple(code for code in asked.labels.entries("origins") if code != TOLD)
    if told and not any(origins.get((origin, standing), 0) for origin in confirmed for standing in standings):
        return Base(living, told, only_told=True, included=True, cited=False)
    single = all(len(codes) == 1 for codes in selection.values.values()) and not selection.words
    cited = single and not selection.chosen("standing")
    return Base(living.only("origin", *confirmed) if told else living, told, only_told=False, included=False, cited=cited)


def base_note(asked: Asked, base: Base, counted: int) -> str:
    """What the charts count, where readers could take them for something else."""
    if not base.told:
        return ""
    n = number(base.told, asked.language)
    if base.only_told:
        return ngettext(
            "%(n)s commitment here is known only from a public source; its maker has not confirmed it. The charts count it.",
            "All %(n)s commitments counted here are known only from public sources; their makers have not confirmed them.",
            base.told,
        ) % {"n": n}
    if base.included:
        return ngettext(
            "The charts include %(n)s commitment known only from a public source.",
            "The charts include %(n)s commitments known only from public sources.",
            base.told,
        ) % {"n": n}
    counts = ngettext(
        "Shares and charts count the %(n)s live commitment that its maker has confirmed.",
        "Shares and charts count the %(n)s live commitments that their makers have confirmed.",
        counted,
    ) % {"n": number(counted, asked.language)}
    left = ngettext(
        "%(n)s more is known only from a public source: it is in the list, not in the charts.",
        "%(n)s more are known only from public sources: they are in the list, not in the charts.",
        base.told,
    ) % {"n": n}
    return f"{counts} {left}"


def from_sources(told: int, language: str) -> str:
    """How many of a count are known only from public sources; nothing where none is."""
    if not told:
        return ""
    return ngettext(
        "%(n)s known only from a public source, not confirmed by its maker",
        "%(n)s known only from public sources, not confirmed by their makers",
        told,
    ) % {"n": number(told, language)}
