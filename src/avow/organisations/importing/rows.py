"""One row of a file as an organisation would be entered, or the findings that keep it out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from avow.base.refusals import Finding, Refusal
from avow.organisations.commands import Registration
from avow.organisations.identifiers import RegistryIdentifier
from avow.organisations.importing.cells import Cells
from avow.organisations.importing.settings import Opened
from avow.sheets.cells import folded, split_items
from avow.sheets.codes import state_named
from avow.sheets.reading import Row

NAME_LENGTH = 300
_WEBSITE_LENGTH = 500
_FIELDS = (
    "name", "aliases", "category", "sub_category", "country", "international", "identifiers", "website", "leads", "signatory",
    "joined_on", "origin", "notes",
)  # fmt: skip


@dataclass(slots=True)
class ToldOrganisation:
    """What a row tells. ``told`` names the fields it tells about; ``reference`` and ``key`` are how it is found again.

    ``named_key`` says that the source gives the row a key of its own.
    """

    row: int
    entry: Registration
    reference: str = ""
    key: str = ""
    named_key: bool = False
    told: frozenset[str] = frozenset()
    warnings: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)


def read_organisation(opened: Opened, row: Row, source: str) -> ToldOrganisation:
    """Reads one row; ``source`` names the file in the row's key."""
    cells = Cells(opened, row)
    name = _name(cells)
    country, international = _place(cells)
    own = cells["id"] or cells["reference"]
    key = row_key(source, own) if own else row_key("name", folded(name), folded(country))
    entry = Registration(
        name=name,
        category=category_of(cells, opened, name),
        country=country,
        international=international,
        sub_category=cells.code("sub_category", "sub_categories"),
        aliases=_aliases(cells, name),
        identifiers=_identifiers(cells),
        website=_website(cells),
        leads=cells.codes("leads", "themes"),
        signatory=bool(cells.flag("signatory")),
        joined_on=cells.day("joined_on"),
        origin=cells.code("origin", "origins") or "public-source",
        source_key=key,
        notes=cells["notes"],
    )
    return ToldOrganisation(
        row.number, entry, cells["reference"], key, bool(own), cells.told(_FIELDS), cells.warnings, cells.errors
    )


def category_of(cells: Cells, opened: Opened, name: str) -> str:
    """The stakeholder category told; else what the name makes plain; else ``other``, with a warning."""
    if cells["category"]:
        return cells.code("category", "categories")
    categories = opened.vocabularies["categories"]
    if "government" in categories and state_named(name, opened.vocabularies["countries"]):
        return "government"
    remedy = "Add a column, or give one for all rows with --set category=…."
    if "other" not in categories:
        cells.refuse("category", "", "category-missing", "The file tells no stakeholder category.", remedy)
        return ""
    cells.warn("category", name, "category-not-told", "No stakeholder category is told: entered as 'other'.", remedy)
    return "other"


def _name(cells: Cells) -> str:
    name = cells.line("name", NAME_LENGTH)
    if name:
        return name
    name = next(iter(split_items(cells["aliases"])), "")[:NAME_LENGTH]
    if name:
        cells.warn("name", name, "name-from-alias", "Its name is empty, so its short name was taken.", "Write the full name.")
    else:
        cells.refuse("name", "", "name-missing", "The organisation has no name.", "Write the name it goes by.")
    return name


def _place(cells: Cells) -> tuple[str, bool]:
    country, international = cells.code("country", "countries"), bool(cells.flag("international"))
    if country and international:
        cells.refuse(
            "international",
            cells["international"],
            "country-of-international",
            "It is told as international and with a country.",
            "Leave one of the two out.",
        )
    return country, international


def _aliases(cells: Cells, name: str) -> tuple[str, ...]:
    found = {folded(alias): " ".join(alias.split())[:NAME_LENGTH] for alias in split_items(cells["aliases"])}
    found.pop(folded(name), None)
    return tuple(found.values())


def _identifiers(cells: Cells) -> tuple[str, ...]:
    found: list[str] = []
    for text in split_items(cells["identifiers"]):
        try:
            found.append(str(RegistryIdentifier.parse(text)))
        except Refusal as problem:
            cells.refuse_as("identifiers", text, problem)
    return tuple(dict.fromkeys(found))


def _website(cells: Cells) -> str:
    text = cells.line("website", _WEBSITE_LENGTH)
    if text and not is_address(text):
        cells.refuse("website", text, "not-an-address", f"{text!r} is not a web address.", "Write it whole, with https://.")
    return text


def row_key(*parts: str) -> str:
    """A key that is the same each time a file tells the same row: short parts as they are, long ones by their hash."""
    text = ":".join(parts)
    return (
        text
        if len(text) <= 120 and text.isprintable()
        else "hash:" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]
    )


def is_address(text: str) -> bool:
    """Whether a text is an address that a page may link to."""
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    plain = text.isprintable() and not any(mark.isspace() for mark in text)
    return plain and found.scheme in ("http", "https") and "." in found.netloc
