"""The reference of the format is complete: every key the loader accepts is documented, and nothing else is."""

from __future__ import annotations

from pathlib import Path

from avow.packs.keys import BY, FIELDS, FILES, PACK_LISTS, PLATFORM_LISTS, SECTIONS, TESTS
from avow.packs.reference import END, START, key_tables

REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "packs.md").read_text("utf-8")


def test_the_tables_of_keys_are_those_of_the_loader() -> None:
    written = REFERENCE.partition(START)[2].partition(END)[0].strip()
    assert written == key_tables(), "run `python -m avow.packs.reference docs/reference/packs.md`"


def test_every_key_of_every_section_has_its_line() -> None:
    lines = key_tables().splitlines()
    for section, keys in SECTIONS.items():
        for key in keys:
            assert any(line.startswith(f"| `{key.name}` |") and key.meaning in line for line in lines), (section, key.name)


def test_every_file_list_field_test_and_dimension_is_named() -> None:
    for name in (*FILES, *PACK_LISTS, *PLATFORM_LISTS, *FIELDS, *TESTS, *BY):
        assert f"`{name}`" in REFERENCE or name in REFERENCE.partition("## Facts")[0], name
