"""The data dictionary in five languages. Columns are declared in English; the catalogues translate what is declared.

``scripts/translations`` collects every declared text of every room under one context, so that none can be forgotten. A text
of an older release that is declared differently today comes out in English.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from io import StringIO

from django.utils.translation import override, pgettext

from avow.base.columns import Column, Source, Table, Type
from avow.record.datapackage import DictionaryLine, dictionary
from avow.ui.frames import LANGUAGES

CONTEXT = "dictionary"


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared text in the active language, or in English where the catalogue does not know it: ``foreign``."""

    text: str
    foreign: bool


@dataclass(frozen=True, slots=True)
class ColumnLine:
    name: str
    meaning: Declared
    type: str
    unit: str
    codes: str
    refers_to: str
    source: str


def declared(text: str, language: str) -> Declared:
    """``language`` is the active one."""
    translated = _told(text)
    return Declared(translated, foreign=language != "en" and translated == text)


def column_line(column: Column, language: str) -> ColumnLine:
    return ColumnLine(
        column.name,
        declared(column.meaning, language),
        type_names()[column.type],
        _told(column.unit),
        column.codes,
        column.refers_to,
        source_names()[column.source],
    )


def type_names() -> dict[Type, str]:
    return {
        Type.TEXT: pgettext("of a column", "text"),
        Type.INTEGER: pgettext("of a column", "whole number"),
        Type.MONEY: pgettext("of a column", "amount, two decimals"),
        Type.NUMBER: pgettext("of a column", "number, up to six decimals"),
        Type.BOOLEAN: pgettext("of a column", "true or false"),
        Type.DAY: pgettext("of a column", "day"),
        Type.DATE: pgettext("of a column", "date, as precise as told"),
        Type.INSTANT: pgettext("of a column", "instant, UTC"),
        Type.LIST: pgettext("of a column", "list of texts"),
    }


def source_names() -> dict[Source, str]:
    """Who says what a column holds."""
    return {
        Source.MAKER: pgettext("who says so", "the maker"),
        Source.SECRETARIAT: pgettext("who says so", "the secretariat"),
        Source.TOLD: pgettext("who says so", "whoever the row's origin names"),
        Source.COMPUTED: pgettext("who says so", "computed"),
        Source.PACK: pgettext("who says so", "the framework"),
        Source.SYSTEM: pgettext("who says so", "Avow"),
    }


def dictionary_files(tables: Sequence[Table]) -> Mapping[str, bytes]:
    """The dictionary as a CSV file for each language: what every release carries beside its tables."""
    return {f"dictionary.{language}.csv": _dictionary_csv(tables, language) for language in LANGUAGES}


def _dictionary_csv(tables: Sequence[Table], language: str) -> bytes:
    """A line without a column is about the table itself. Names and codes are those of the files, texts are translated."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(field.name for field in fields(DictionaryLine))
    with override(language):
        for table in tables:
            writer.writerow([table.name, *[""] * 6, f"{_told(table.title)}. {_told(table.meaning)}"])
            writer.writerows(map(_told_line, dictionary([table])))
    return out.getvalue().encode("utf-8")


def _told_line(line: DictionaryLine) -> tuple[str, ...]:
    *names, meaning = astuple(line)
    return (*names, _told(meaning))


def _told(text: str) -> str:
    return pgettext(CONTEXT, text) if text else ""
