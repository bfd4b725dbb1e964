"""What every published column means is said in five languages: on the site, and in each release."""

from __future__ import annotations

import csv
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from tests.public.small_record import publish

from avow.base.columns import Source, Table, Type
from avow.publishing.collecting import TABLES
from avow.record.layout import FILES, load
from avow.record.verification import verify
from avow.ui.dictionary import declared, dictionary_files, source_names, type_names
from avow.ui.frames import LANGUAGES

SCRIPT = Path(__file__).parents[2] / "scripts" / "translations"


def collector() -> Any:
    loader = SourceFileLoader("translations", str(SCRIPT))
    module = module_from_spec(ModuleSpec("translations", loader, origin=str(SCRIPT)))
    module.__file__ = str(SCRIPT)
    loader.exec_module(module)
    return module


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode())))


def test_every_declared_text_is_collected_for_translation() -> None:
    """That none is left untranslated is for `avow check`."""
    told = {text for table in TABLES for text in (table.title, table.meaning, *(one.meaning for one in table.columns))}
    assert told <= {text for text, _file in collector().of_declarations()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_types_and_sources_have_a_name(language: str) -> None:
    with override(language):
        assert set(type_names()) == set(Type)
        assert set(source_names()) == set(Source)


def test_a_text_no_catalogue_knows_stays_in_english_and_says_so() -> None:
    with override("fr"):
        assert declared("Said by a release of long ago.", "fr").foreign
    assert not declared("Said by a release of long ago.", "en").foreign


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dictionary_of_a_release_has_a_line_for_every_table_and_column(tmp_path: Path, language: str) -> None:
    report = publish(tmp_path / "record", tmp_path / "keys")
    content = (report.path / f"dictionary.{language}.csv").read_bytes()
    named = [(line["table"], line["column"]) for line in lines(content)]
    expected = [(table.name, name) for table in sorted(TABLES, key=_name) for name in ("", *table.names)]
    assert named == expected
    assert all(line["meaning"] for line in lines(content))
    assert f"dictionary.{language}.csv" in load(report.path / FILES)["files"]
    assert verify(report.path).ok


def test_a_dictionary_keeps_names_and_codes_and_translates_meanings() -> None:
    files = dictionary_files(TABLES)
    english, french = lines(files["dictionary.en.csv"]), lines(files["dictionary.fr.csv"])
    for one, other in zip(english, french, strict=True):
        assert {**one, "meaning": ""} == {**other, "meaning": ""}
    assert french[1]["meaning"] == "Référence courte permanente de l’organisation."


def _name(table: Table) -> str:
    return table.name
