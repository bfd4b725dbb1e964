"""Code lists: the platform's, shipped once with the software, and those a pack declares."""

from __future__ import annotations

import csv
from pathlib import Path

from avow.packs.building import build_entry
from avow.packs.keys import LANGUAGES, OPTIONAL_LISTS, PACK_LISTS, PLATFORM_LISTS, RENAMED_LISTS
from avow.packs.reading import Node, Reader
from avow.packs.shape import CodeList, Entry

COMMON = Path(__file__).parent / "common"


def read_list(reader: Reader, name: str) -> CodeList:
    """One list from ``lists/<name>.toml``."""
    file = f"lists/{name}.toml"
    node = Node(reader, "list", reader.toml(file), file, f"lists.{name}")
    return CodeList(name, tuple(build_entry(child) for child in node.children("entry")), name in PLATFORM_LISTS)


def _table(reader: Reader, name: str, marks: tuple[str, ...], source: str) -> CodeList:
    """A long list from ``<name>.csv``: code, group, marks, and the name in each language."""
    entries = []
    with (reader.root / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = {language: row[language] for language in LANGUAGES}
            entries.append(
                Entry(
                    code=row["code"],
                    name=names,
                    group=row.get("group") or None,
                    marks={mark: row[mark] for mark in marks if row[mark]},
                    source=reader.source("added" if row["note"] else source) or source,
                    confirmed=not row["note"],
                )
            )
    return CodeList(name, tuple(entries), True)


def platform_lists(reader: Reader) -> dict[str, CodeList]:
    """Every platform list, complete: a gap in it is a fault of the software, reported like one of a pack."""
    reader.read_sources()
    reader.read_languages()
    found = {
        "countries": _table(reader, "countries", ("alpha2", "numeric", "note"), "country-codes"),
        "currencies": _table(reader, "currencies", ("numeric", "minor_unit", "note"), "currency-names"),
    }
    for name in PLATFORM_LISTS:
        if name not in found:
            found[name] = read_list(reader, name)
    reader.close_languages()
    return {name: found[name] for name in PLATFORM_LISTS}


def pack_lists(reader: Reader, platform: dict[str, CodeList]) -> dict[str, CodeList]:
    """The pack's lists beside the platform's; ``stages`` and ``trajectories`` may get other names, never other codes."""
    found = dict(platform)
    present = set(reader.names("lists", ".toml"))
    for name in sorted(present):
        if name in PLATFORM_LISTS and name not in RENAMED_LISTS:
            reader.problem(
                f"lists/{name}.toml", "file", "a list of the platform", "a list of the pack: " + ", ".join(PACK_LISTS)
            )
        elif name not in PLATFORM_LISTS and name not in PACK_LISTS:
            reader.problem(
                f"lists/{name}.toml", "file", "an unknown list", "one of " + ", ".join((*PACK_LISTS, *RENAMED_LISTS))
            )
        else:
            found[name] = read_list(reader, name)
    for name in PACK_LISTS:
        if name not in present:
            if name not in OPTIONAL_LISTS:
                reader.problem(f"lists/{name}.toml", "file", "no such file", "the list, which every pack declares")
            found[name] = CodeList(name, (), False)
    _check_renamed(reader, found, platform, present)
    _check_categories(reader, found)
    return found


def _check_renamed(reader: Reader, found: dict[str, CodeList], platform: dict[str, CodeList], present: set[str]) -> None:
    for name in RENAMED_LISTS:
        if name in present and found[name].codes != platform[name].codes:
            told, expected = ", ".join(found[name].codes), ", ".join(platform[name].codes)
            reader.problem(
                f"lists/{name}.toml", "entry", told or "no entry", f"the platform's codes in their order: {expected}"
            )


def _check_categories(reader: Reader, found: dict[str, CodeList]) -> None:
    for entry in found["categories"].entries:
        if entry.reporting_group is None:
            key = f"lists.categories.{entry.code}.reporting_group"
            reader.problem("lists/categories.toml", key, "nothing", "the reporting group that counts the category")
    for entry in found["sub_categories"].entries:
        if entry.group not in found["categories"]:
            key = f"lists.sub_categories.{entry.code}.group"
            reader.problem("lists/sub_categories.toml", key, repr(entry.group), "the code of a category")
