"""One row of a file as an organisation would be entered, or the findings that keep it out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from avow.base.refusals import Finding, Refusal
from avow.organisations.commands import Registration
from avow.organisations.identifiers import RegistryIdentifier
from avow.organisations.importing.settings import Opened
from avow.sheets.cells import folded, split_items
from avow.sheets.codes import state_named
from avow.sheets.reading import Row
from avow.sheets.report import finding
from avow.sheets.told_dates import told_date

NAME_LENGTH = 300
YES = {"yes", "y", "true", "1", "oui", "si", "sí", "да", "نعم", "x"}
NO = {"no", "n", "false", "0", "non", "нет", "لا"}


@dataclass(slots=True)
class ToldOrganisation:
    """What a row tells. ``told`` names the fields it tells about; ``reference`` and ``key`` are how it is found again."""

    row: int
    entry: Registration
    reference: str = ""
    key: str = ""
    named_key: bool = False
    told: frozenset[str] = frozenset()
    warnings: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)


class RowReader:
    """Reads rows of one opened file."""

    def __init__(self, opened: Opened, source: str) -> None:
        self._opened, self._source = opened, source

    def read(self, row: Row) -> ToldOrganisation:
        told = ToldOrganisation(row.number, Registration(name="", category=""))
        cells = self._readable(row, told)
        if told.errors:
            return told
        name = self._name(cells, told)
        country, international = self._place(cells, told)
        told.entry = Registration(
            name=name,
            category=self._category(cells, told, name),
            country=country,
            international=international,
            sub_category=self._code(cells, told, "sub_category", "sub_categories"),
            aliases=self._aliases(cells, name),
            identifiers=self._identifiers(cells, told),
            website=self._website(cells, told),
            leads=self._leads(cells, told),
            signatory=self._flag(cells, told, "signatory"),
            joined_on=self._day(cells, told),
            origin=self._code(cells, told, "origin", "origins") or "public-source",
            notes=cells["notes"],
        )
        told.reference = cells["reference"]
        told.named_key = bool(cells["id"])
        told.key = row_key(self._source, cells["id"]) if cells["id"] else row_key("name", folded(name), folded(country))
        told.entry = replace(told.entry, source_key=told.key)
        told.told = frozenset(name for name, text in cells.items() if text)
        return told

    def _readable(self, row: Row, told: ToldOrganisation) -> dict[str, str]:
        """The cells by field; a fault in a column that is used keeps the row out."""
        used = {heading: name for name, heading in self._opened.columns.columns.items()}
        for heading, fault in row.faults.items():
            if heading in used or fault.code in ("more-cells-than-headings", "too-many-columns", "open-quote", "not-an-object"):
                told.errors.append(finding(row.number, heading, row[heading], fault.code, fault.reason, fault.remedy))
        return {name: self._opened.cell(row.cells, name) for name in _NAMES}

    def _heading(self, name: str) -> str:
        return self._opened.columns.columns.get(name, name)

    def _refuse(self, told: ToldOrganisation, name: str, value: str, code: str, reason: str, remedy: str) -> None:
        told.errors.append(finding(told.row, self._heading(name), value, code, reason, remedy))

    def _warn(self, told: ToldOrganisation, name: str, value: str, code: str, reason: str, remedy: str = "") -> None:
        told.warnings.append(finding(told.row, self._heading(name), value, code, reason, remedy))

    def _name(self, cells: Mapping[str, str], told: ToldOrganisation) -> str:
        name = " ".join((cells["name"] or next(iter(split_items(cells["aliases"])), "")).split())
        if not name:
            self._refuse(told, "name", "", "name-missing", "The organisation has no name.", "Write the name it goes by.")
        elif not cells["name"]:
            self._warn(
                told,
                "name",
                name,
                "name-from-alias",
                "Its name is empty, so its short name was taken.",
                "Write the full name when you know it.",
            )
        if len(name) > NAME_LENGTH:
            self._refuse(
                told,
                "name",
                name,
                "name-too-long",
                f"The name has more than {NAME_LENGTH} characters.",
                "Shorten it; keep the long form in the notes.",
            )
        return name

    def _category(self, cells: Mapping[str, str], told: ToldOrganisation, name: str) -> str:
        vocabulary = self._opened.vocabularies["categories"]
        text = cells["category"]
        if text:
            return self._code(cells, told, "category", "categories")
        if state_named(name, self._opened.vocabularies["countries"]) and "government" in vocabulary:
            return "government"
        if "other" in vocabulary:
            self._warn(
                told,
                "category",
                "",
                "category-not-told",
                f"The file tells no stakeholder category of {name or 'it'}: entered as 'other'.",
                "Add a column, or give one for all rows with --set category=….",
            )
            return "other"
        self._refuse(
            told,
            "category",
            "",
            "category-missing",
            "The file tells no stakeholder category.",
            "Give one for all rows with --set category=….",
        )
        return ""

    def _code(self, cells: Mapping[str, str], told: ToldOrganisation, name: str, list_name: str) -> str:
        text = cells[name]
        if not text:
            return ""
        vocabulary = self._opened.vocabularies[list_name]
        code = vocabulary.find(text)
        if code is None:
            self._refuse(
                told,
                name,
                text,
                f"unknown-{name.replace('_', '-')}",
                f"{text!r} is none of the {vocabulary.name}.",
                vocabulary.remedy(text),
            )
        return code or ""

    def _place(self, cells: Mapping[str, str], told: ToldOrganisation) -> tuple[str, bool]:
        country = self._code(cells, told, "country", "countries")
        international = self._flag(cells, told, "international")
        if country and international:
            self._refuse(
                told,
                "international",
                cells["international"],
                "country-of-international",
                "It is told as international and with a country.",
                "Leave one of the two out.",
            )
        return country, international

    def _flag(self, cells: Mapping[str, str], told: ToldOrganisation, name: str) -> bool:
        text = cells[name].casefold()
        if text and text not in YES | NO:
            self._refuse(
                told, name, cells[name], "unknown-answer", f"{cells[name]!r} is neither yes nor no.", "Write yes or no."
            )
        return text in YES

    def _aliases(self, cells: Mapping[str, str], name: str) -> tuple[str, ...]:
        found = {folded(alias): " ".join(alias.split())[:NAME_LENGTH] for alias in split_items(cells["aliases"])}
        found.pop(folded(name), None)
        return tuple(found.values())

    def _identifiers(self, cells: Mapping[str, str], told: ToldOrganisation) -> tuple[str, ...]:
        found: list[str] = []
        for text in split_items(cells["identifiers"]):
            try:
                found.append(str(RegistryIdentifier.parse(text)))
            except Refusal as problem:
                self._refuse(told, "identifiers", text, problem.code, problem.reason, problem.remedy)
        return tuple(dict.fromkeys(found))

    def _website(self, cells: Mapping[str, str], told: ToldOrganisation) -> str:
        text = cells["website"]
        if text and not (is_address(text) and len(text) <= 500):
            self._refuse(
                told,
                "website",
                text,
                "not-an-address",
                f"{text!r} is not a web address.",
                "Write it whole, beginning with https://.",
            )
            return ""
        return text

    def _leads(self, cells: Mapping[str, str], told: ToldOrganisation) -> tuple[str, ...]:
        vocabulary = self._opened.vocabularies["themes"]
        found: list[str] = []
        for text in split_items(cells["leads"]):
            code = vocabulary.find(text)
            if code:
                found.append(code)
            else:
                self._refuse(told, "leads", text, "unknown-theme", f"{text!r} is none of the themes.", vocabulary.remedy(text))
        return tuple(dict.fromkeys(found))

    def _day(self, cells: Mapping[str, str], told: ToldOrganisation) -> date | None:
        text = cells["joined_on"]
        if not text:
            return None
        try:
            found = told_date(text, order=self._opened.columns.dates)
        except Refusal as problem:
            self._refuse(told, "joined_on", text, problem.code, problem.reason, problem.remedy)
            return None
        if found.precision != "day":
            self._refuse(told, "joined_on", text, "not-a-day", f"{text!r} is no single day.", "Write the day: 2021-06-30.")
            return None
        return found.first


_NAMES = (
    "reference", "id", "name", "aliases", "category", "sub_category", "country", "international", "identifiers", "website", "leads",
    "signatory", "joined_on", "origin", "notes",
)  # fmt: skip


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
    return found.scheme in ("http", "https") and "." in found.netloc and not any(map(_breaks, text))


def _breaks(mark: str) -> bool:
    return mark.isspace() or not mark.isprintable()
