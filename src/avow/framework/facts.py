"""What rules and disclosure need to know of the installed pack, looked up without a query. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from avow.packs.shape import Pack


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a commitment may run, in years, and the last year of the framework."""

    min_years: int
    max_years: int
    leader_years: int
    ends: int


@dataclass(frozen=True, slots=True)
class Facts:
    """``tracks`` by theme, ``themes`` by action, ``regions`` by country, ``years`` by window; reporting groups by category."""

    tracks: Mapping[str, str]
    themes: Mapping[str, str]
    regions: Mapping[str, str]
    years: Mapping[str, int]
    groups: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    terms: Terms

    def reporting_group(self, category: str, sub_category: str = "") -> str:
        """Where shares by category count it: by its sub-category where the pack says so, else by its category."""
        return self.groups.get(f"{category} {sub_category}") or self.groups.get(category, "")

    def tracks_of(self, themes: tuple[str, ...]) -> list[str]:
        return sorted({self.tracks[theme] for theme in themes if theme in self.tracks})

    def knows(self, list_name: str, code: str) -> bool:
        return code in self.lists.get(list_name, frozenset())


def of_pack(pack: Pack) -> dict[str, Any]:
    """The facts of a pack as plain JSON: what ``install`` stores and ``from_json`` reads."""
    categories, subs = pack.lists["categories"].codes, pack.lists["sub_categories"].codes
    groups = {category: pack.reporting_group(category) for category in categories}
    groups |= {f"{category} {sub}": pack.reporting_group(category, sub) for category in categories for sub in subs}
    return {
        "tracks": {theme.code: theme.track for theme in pack.themes},
        "themes": {action.code: theme.code for theme in pack.themes for action in theme.actions},
        "regions": {country: region for country in pack.lists["countries"].codes if (region := pack.region_of(country))},
        "years": {window.code: window.opens.year for window in pack.windows},
        "groups": {key: group for key, group in groups.items() if group},
        "lists": {name: list(entries.codes) for name, entries in pack.lists.items()},
        "terms": {
            "min_years": pack.terms.min_years,
            "max_years": pack.terms.max_years,
            "leader_years": pack.terms.leader_years,
            "ends": pack.terms.ends,
        },
    }


def from_json(stored: Mapping[str, Any]) -> Facts:
    return Facts(
        tracks=stored["tracks"],
        themes=stored["themes"],
        regions=stored["regions"],
        years=stored["years"],
        groups=stored["groups"],
        lists={name: frozenset(codes) for name, codes in stored["lists"].items()},
        terms=Terms(**stored["terms"]),
    )
