"""The filter panel: what can be chosen, how many it would show, and what is chosen now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from avow.base.columns import ASKED_AS, Table
from avow.public.asked import Asked
from avow.public.labels import Labels
from avow.ui.components.facets import Choice, Facet, FacetRow
from avow.ui.formatting import named as said

# The facets with a group in the panel, in its order. The other declared facets work by address and show as chips.
PANEL = (
    "themes",
    "actions",
    "types",
    "category",
    "countries",
    "maker_country",
    "standing",
    "stage",
    "trajectory",
    "change",
    "origin",
    "window",
    "year",
)
BY_COUNT = frozenset({"countries", "maker_country", "country"})
SHOWN = 7
LIVE = "live"
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Panel:
    """``held`` is everything chosen, as hidden fields of the search form. ``counts`` says what the numbers count."""

    facets: tuple[Facet, ...]
    choices: tuple[Choice, ...]
    words: str
    held: tuple[tuple[str, str], ...]
    clear: str
    counts: str


def titles(table: str = "commitments") -> dict[str, str]:
    """What each facet is called. Country never stands alone: where it is done, or where the maker is based."""
    own = {"category": _("Stakeholder category")} if table == "organisations" else {}
    return _titles() | own


def _titles() -> dict[str, str]:
    return {
        "themes": _("Theme"),
        "actions": _("Action"),
        "types": pgettext("of a commitment", "Type"),
        "category": _("Made by"),
        "reporting_group": _("Reporting group"),
        "countries": _("Carried out in"),
        "maker_country": _("Maker based in"),
        "maker_region": _("Region of the maker"),
        "country": _("Based in"),
        "region": _("Region"),
        "standing": _("Standing"),
        "stage": _("Stage, as the maker says"),
        "trajectory": _("Trajectory, computed"),
        "change": _("Last change"),
        "origin": _("Told by"),
        "language": _("Language of the text"),
        "owner": _("Owner"),
        "collective": _("Collective"),
        "window": _("Registered in"),
        "year": pgettext("of registration", "Year"),
    }


def panel(asked: Asked, counts: Counts, table: Table, shown: tuple[str, ...] = PANEL) -> Panel:
    selection, named = asked.selection, titles(table.name)
    groups = (_facet(asked, table, column, counts.get(column, {}), named.get(column, column)) for column in shown)
    return Panel(
        facets=tuple(group for group in groups if group.rows),
        choices=choices(asked, table, named),
        words=selection.words,
        held=tuple(pair for pair in parse_qsl(selection.at_page(1).query()) if pair[0] != "q"),
        clear=selection.bare().address() or "?",
        counts=_("Numbers count every commitment: ended, lapsed and withdrawn ones too.") if mixed(asked, counts) else "",
    )


def mixed(asked: Asked, counts: Counts) -> bool:
    """Whether the numbers count more than live commitments without the reader having asked for it."""
    standings = counts.get("standing", {})
    return not asked.selection.chosen("standing") and any(count for code, count in standings.items() if code != LIVE)


def choices(asked: Asked, table: Table, titled: Mapping[str, str]) -> tuple[Choice, ...]:
    """The filters in force, each with the address without it."""
    selection = asked.selection
    found = [
        Choice(
            said(titled.get(column, column), code_name(asked, table, column, code), asked.language),
            selection.without(column, code).address() or "?",
        )
        for column in sorted(selection.values)
        for code in selection.values[column]
    ]
    if selection.words:
        found.insert(0, Choice(said(_("Words"), selection.words, asked.language), selection.wordless().address() or "?"))
    return tuple(found)


def code_name(asked: Asked, table: Table, column: str, code: str) -> str:
    declared = table[column]
    if declared.refers_to:
        row = asked.release.find(declared.refers_to, code)
        return str(row["name"]) if row else code
    return asked.labels.name(declared.codes, code) if declared.codes else code


def _facet(asked: Asked, table: Table, column: str, counts: Mapping[str, int], title: str) -> Facet:
    selection, labels = asked.selection, asked.labels
    chosen = selection.chosen(column)
    codes = _ordered(labels, table, column, counts, chosen)
    if column == "actions":  # an action is chosen within a theme
        codes = [code for code in codes if code in chosen or _theme_of(labels, code) in selection.chosen("themes")]
    turned, named = selection.turning(column), _namer(labels, table, column)
    rows = tuple(FacetRow(code, named(code), counts.get(code, 0), turned(code), code in chosen) for code in codes)
    return Facet(ASKED_AS.get(column, column), title, rows, SHOWN)


def _namer(labels: Labels, table: Table, column: str) -> Callable[[str], str]:
    if column == "themes":
        return lambda code: labels.themes[code].short if code in labels.themes else code
    entries = labels.entries(table[column].codes) if table[column].codes else {}
    return lambda code: entries[code].name if code in entries else code


def _ordered(labels: Labels, table: Table, column: str, counts: Mapping[str, int], chosen: tuple[str, ...]) -> list[str]:
    """The pack's order; places by how many, years backwards. Codes nothing has are left out unless chosen."""
    present = {code for code, count in counts.items() if count and code} | set(chosen)
    if column == "year":
        return sorted(present, reverse=True)
    if column in BY_COUNT:
        named = _namer(labels, table, column)
        return sorted(present, key=lambda code: (-counts.get(code, 0), named(code)))
    order = {code: at for at, code in enumerate(labels.entries(table[column].codes))}
    return sorted(present, key=lambda code: (order.get(code, len(order)), code))


def _theme_of(labels: Labels, action: str) -> str:
    found = labels.actions.get(action)
    return found.theme if found else ""
