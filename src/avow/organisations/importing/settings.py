"""How one import was asked for, what of the framework it needs, and values taken where a file tells none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from avow.base.refusals import Refusal
from avow.framework import queries as framework
from avow.sheets import codes, mapping
from avow.sheets.limits import DEFAULT, Limits
from avow.sheets.mapping import ColumnMap, Field
from avow.sheets.reading import Sheet, open_sheet
from avow.sheets.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Options:
    """``source`` names the file's origin in keys and pages; ``batch`` rows are written in one transaction."""

    path: Path
    at: datetime
    actor: str = "system"
    dry_run: bool = False
    map_file: Path | None = None
    save_map: Path | None = None
    sheet: str | None = None
    encoding: str | None = None
    source: str = ""
    batch: int = 500
    limits: Limits = DEFAULT
    defaults: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[str, int, int | None], None] = lambda what, done, total: None

    @property
    def source_name(self) -> str:
        return self.source or self.path.stem


@dataclass(slots=True)
class Opened:
    """A file ready to be walked: its rows, which column holds what, and the names its values may go by."""

    sheet: Sheet
    columns: ColumnMap
    vocabularies: dict[str, Vocabulary]
    form: Mapping[str, Any]
    defaults: Mapping[str, str]

    def cell(self, cells: Mapping[str, str], name: str) -> str:
        """What a row tells for a field, or the value given for rows that tell nothing."""
        heading = self.columns.columns.get(name)
        told = cells.get(heading, "") if heading else ""
        return told or self.defaults.get(name, "")


def open_file(options: Options, fields: tuple[Field, ...], adjust: Callable[[ColumnMap], None] | None = None) -> Opened:
    """Opens the file, finds its columns, and takes over value maps. Raises ``Refusal``.

    ``adjust`` corrects a guess by what only the caller knows of its fields; a column map is taken as it is.
    """
    form = framework.current().form
    known = {one.name for one in fields}
    for name in options.defaults:
        if name not in known:
            raise Refusal(
                "unknown-field",
                f"--set names {name!r}, which is nothing this import takes.",
                f"Take one of: {', '.join(sorted(known))}.",
            )
    sheet = open_sheet(
        options.path,
        recognise=mapping.recogniser(fields),
        limits=options.limits,
        sheet=options.sheet,
        encoding=options.encoding,
    )
    columns = (
        mapping.load(options.map_file, fields, sheet.headings) if options.map_file else mapping.guess(sheet.headings, fields)
    )
    if adjust and not options.map_file:
        adjust(columns)
    sheet.statements.extend(mapping.statements(columns))
    vocabularies = codes.vocabularies(form)
    _learn(columns, vocabularies)
    if options.save_map:
        mapping.save(options.save_map, columns, fields)
        sheet.statements.append(f"The column map was saved as {options.save_map}; edit it and give it back with --map.")
    return Opened(sheet, columns, vocabularies, form, options.defaults)


_LISTS = {
    "category": "categories", "sub_category": "sub_categories", "country": "countries", "maker_country": "countries",
    "leads": "themes", "scope": "scopes", "endorsement_level": "endorsement_levels", "pledge": "pledges",
    "currency": "currencies", "origin": "origins", "language": "languages",
}  # fmt: skip


def _learn(columns: ColumnMap, vocabularies: dict[str, Vocabulary]) -> None:
    for name, told in columns.values.items():
        vocabulary = vocabularies.get(_LISTS.get(name, name))
        if vocabulary is None:
            if name != "makers":
                remedy = f"Use one of: {', '.join([*_LISTS, 'makers'])}."
                raise Refusal("broken-map", f"[values.{name}] in the column map is about no list of codes.", remedy)
            continue
        unknown = vocabulary.learn(told)
        if unknown:
            reason = f"[values.{name}] maps to {unknown[0]!r}, which is no code of {vocabulary.name}."
            raise Refusal("broken-map", reason, vocabulary.remedy(unknown[0]))
