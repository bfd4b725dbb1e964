"""Who makes a commitment, as a row tells it: one name, several in one cell, or a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avow.organisations.importing.cells import Cells
from avow.organisations.importing.rows import NAME_LENGTH
from avow.organisations.importing.settings import Opened
from avow.sheets.cells import folded, split_items
from avow.sheets.codes import listed_states, state_named

OWNER, CO_MAKER, PROPOSED = "owner", "co-maker", "proposed"


@dataclass(frozen=True, slots=True)
class ToldMaker:
    """A maker by reference, or by name with what the row tells of it. ``state`` is the country whose government it is."""

    name: str
    role: str
    reference: str = ""
    category: str = ""
    country: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ToldMakers:
    """``listed`` are the countries a sentence names: proposals for a person to enter, never entered here."""

    makers: tuple[ToldMaker, ...]
    listed: tuple[str, ...] = ()


def read_makers(cells: Cells, opened: Opened) -> ToldMakers:
    """The owner first. Further names of one cell are proposed co-makers: the source names them, they have not agreed."""
    countries = opened.vocabularies["countries"]
    names = _names(cells, opened)
    if not names and not cells["owner"]:
        cells.refuse("makers", "", "maker-missing", "The row names nobody who makes the commitment.", "Name the organisation.")
        return ToldMakers(())
    listed = listed_states(names[0], countries) if len(names) == 1 and not state_named(names[0], countries) else ()
    categories = _categories(cells, names)
    places = _places(cells, opened, names, sentence=bool(listed))
    told = [
        ToldMaker(
            name=name,
            role=OWNER if position == 0 else PROPOSED,
            reference=cells["owner"] if position == 0 else "",
            category=categories[position],
            country=places[position],
            state=state_named(name, countries) or "",
        )
        for position, name in enumerate(names or [""])
    ]
    if listed:
        labels = ", ".join(countries.label(code) for code in listed)
        cells.warn(
            "makers",
            names[0],
            "unlisted-makers",
            f"The makers are told in a sentence and kept as one name; it seems to list: {labels}.",
            "To enter each, part them by semicolons, or map the sentence in [values.makers].",
        )
    return ToldMakers((*told, *_named(cells, "co_makers", CO_MAKER), *_named(cells, "proposed_makers", PROPOSED)), listed)


def _names(cells: Cells, opened: Opened) -> list[str]:
    text = cells["makers"]
    told = {folded(name): makers for name, makers in opened.columns.values.get("makers", {}).items()}
    names = [" ".join(name.split()) for name in split_items(told.get(folded(text), text))]
    for name in names:
        if len(name) > NAME_LENGTH:
            cells.refuse(
                "makers", name, "name-too-long", f"A maker's name has more than {NAME_LENGTH} characters.", "Shorten it."
            )
    return list({folded(name): name for name in names}.values())


def _named(cells: Cells, name: str, role: str) -> list[ToldMaker]:
    """Makers of a column of their own: references (O-0117) or names."""
    found = []
    for item in split_items(cells[name]):
        reference = item if item[:2] == "O-" and item[2:].isdecimal() else ""
        found.append(ToldMaker(name="" if reference else item[:NAME_LENGTH], role=role, reference=reference))
    return found


def _categories(cells: Cells, names: Sequence[str]) -> list[str]:
    """A category for each name. One told for several is that of the first: the others' is not known from it."""
    told = split_items(cells["category"])
    if len(told) == len(names) > 1:
        return [cells.code("category", "categories", item) for item in told]
    first = cells.code("category", "categories", told[0]) if told else ""
    return [first, *[""] * (len(names) - 1)]


def _places(cells: Cells, opened: Opened, names: Sequence[str], *, sentence: bool) -> list[str]:
    """A country for each name: its state's own, else by position when there are as many, else the first's alone."""
    vocabulary = opened.vocabularies["countries"]
    told = [cells.code("maker_country", "countries", item) for item in split_items(cells["maker_country"])]
    own = [state_named(name, vocabulary) or "" for name in names]
    if sentence:
        return [""]
    if told and len(told) == len(names):
        return told
    left = [code for code in told if code not in own]
    places = list(own) or [""]
    if len(told) == 1:
        places[0] = places[0] or told[0]
    elif len(left) == 1 and told[0] == left[0] and not places[0]:
        places[0] = left[0]
    elif left:
        cells.warn(
            "maker_country",
            cells["maker_country"],
            "countries-unpaired",
            f"There are {len(told)} countries for {len(names)} makers: {', '.join(left)} could not be given to one.",
            "Give one country for each maker, in the same order.",
        )
    return places
