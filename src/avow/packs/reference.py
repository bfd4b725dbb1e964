"""The tables of keys in ``docs/reference/packs.md``, made from the declaration the loader goes by.

Run as ``python -m avow.packs.reference docs/reference/packs.md`` after a change of keys.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from avow.packs.keys import FILES, SECTIONS, Key, Kind

START, END = "<!-- keys: start -->", "<!-- keys: end -->"

_KINDS = {
    Kind.TEXT: "text, translated",
    Kind.STRING: "string",
    Kind.CODE: "code",
    Kind.CODES: "list of codes",
    Kind.STRINGS: "list of strings",
    Kind.INTEGER: "whole number",
    Kind.NUMBER: "number",
    Kind.BOOLEAN: "true or false",
    Kind.MOMENT: "date and time",
    Kind.NUMBERS: "list of numbers",
    Kind.POINTS: "table: code to number",
    Kind.TABLE: "table",
    Kind.TABLES: "tables",
}


def key_tables() -> str:
    """Markdown: one table of keys for each section, files first in the order a pack is written."""
    lines: list[str] = []
    for section, place in _places().items():
        lines += [f"### {place}", "", "| key | value | must | meaning |", "|---|---|---|---|"]
        lines += [_line(key) for key in SECTIONS[section]]
        lines.append("")
    return "\n".join(lines).rstrip()


def _places() -> dict[str, str]:
    """Section to its heading: the file it fills, or the table it is below one."""
    places: dict[str, str] = {}

    def visit(section: str, place: str) -> Iterator[tuple[str, str]]:
        yield section, place
        for key in SECTIONS[section]:
            if key.section:
                mark = f"`[[{key.name}]]`" if key.kind is Kind.TABLES else f"`[{key.name}]`"
                yield from visit(key.section, f"{mark} in {place.split(' in ')[-1]}")

    for file, section in FILES.items():
        if section in ("source", "cues"):
            places[section] = f"`[<id>]` in `{file}`"
        elif section in SECTIONS:
            for found, place in visit(section, f"`{file}`"):
                places.setdefault(found, place)
    return places


def _line(key: Key) -> str:
    value = _KINDS[key.kind]
    if key.choices:
        value += ": " + ", ".join(f"`{choice}`" for choice in key.choices)
    if key.refers:
        value += f" of `{key.refers}`"
    return f"| `{key.name}` | {value} | {'yes' if key.required else 'no'} | {key.meaning} |"


def main(path: str) -> None:
    document = Path(path)
    before, _, rest = document.read_text("utf-8").partition(START)
    after = rest.partition(END)[2]
    document.write_text(f"{before}{START}\n{key_tables()}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
