"""Which column of a file holds what: guessed from its headings, printed, saved as a file, and read back."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import fuzz

from avow.base.refusals import Refusal
from avow.sheets.cells import folded

_CLOSE = 90.0
_SETTINGS = {"dates": ("", "day-first", "month-first"), "numbers": ("", "1,234.5", "1.234,5")}


@dataclass(frozen=True, slots=True)
class Field:
    """Something an import can take from a column. ``headings`` are what people call it, in any language."""

    name: str
    meaning: str
    headings: tuple[str, ...] = ()

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(folded(heading) for heading in (self.name, *self.headings))


@dataclass(slots=True)
class ColumnMap:
    """Field name to heading, value maps by field, and how the file writes dates and numbers."""

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    dates: str = ""
    numbers: str = ""
    unused: tuple[str, ...] = ()

    @property
    def decimal(self) -> str:
        return {"1,234.5": ".", "1.234,5": ","}.get(self.numbers, "")


def read_fields(path: Path) -> tuple[Field, ...]:
    """The fields an import declares in its ``fields.toml``: one table each, in order of importance."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(Field(name, one["meaning"], tuple(one.get("headings", ()))) for name, one in told.items())


def recogniser(fields: Sequence[Field]) -> Callable[[str], bool]:
    """A function that says whether a text is a heading of one of ``fields``."""
    known = {name for one in fields for name in one.folded}
    return lambda text: folded(text) in known


def guess(headings: Sequence[str], fields: Sequence[Field]) -> ColumnMap:
    """Each field's most likely column: the same word first, nearly the same word next. A column serves one field."""
    columns: dict[str, str] = {}
    free = list(headings)
    for rank in range(max(len(one.folded) for one in fields)):
        for one in fields:
            if one.name not in columns and rank < len(one.folded):
                found = next((heading for heading in free if folded(heading) == one.folded[rank]), None)
                if found is not None:
                    columns[one.name] = found
                    free.remove(found)
    for one in fields:
        if one.name not in columns and free:
            score, found = max((max(fuzz.ratio(folded(heading), name) for name in one.folded), heading) for heading in free)
            if score >= _CLOSE and len(folded(found)) > 4:
                columns[one.name] = found
                free.remove(found)
    return ColumnMap(columns=columns, unused=tuple(free))


def load(path: Path, fields: Sequence[Field], headings: Sequence[str]) -> ColumnMap:
    """A saved map. Raises ``Refusal`` naming the first thing in it that does not fit."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise Refusal("no-such-file", f"There is no column map {path}.", "Make one with --save-map.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Refusal(
            "broken-map",
            f"The column map {path.name} is no valid TOML: {problem}.",
            "Correct it, or make a new one with --save-map.",
        ) from None
    _check_keys(path, told)
    names = {one.name for one in fields}
    columns = {name: heading for name, heading in _texts(path, "columns", told.get("columns", {})).items() if heading}
    for name, heading in columns.items():
        if name not in names:
            raise Refusal(
                "broken-map",
                f"[columns] in {path.name} names {name!r}, which is nothing an import takes.",
                f"Take one of: {', '.join(sorted(names))}.",
            )
        if heading not in headings:
            raise Refusal(
                "missing-column",
                f"{path.name} maps {name!r} to the column {heading!r}, which the file does not have.",
                f"Its columns are: {', '.join(headings)}.",
            )
    values = {name: _texts(path, f"values.{name}", table) for name, table in told.get("values", {}).items()}
    used = set(columns.values())
    return ColumnMap(
        columns=columns,
        values=values,
        dates=told.get("dates", ""),
        numbers=told.get("numbers", ""),
        unused=tuple(heading for heading in headings if heading not in used),
    )


def _check_keys(path: Path, told: Mapping[str, object]) -> None:
    for key in told:
        if key not in ("columns", "values", *_SETTINGS):
            raise Refusal(
                "broken-map",
                f"{path.name} has the unknown key {key!r}.",
                "A column map has dates, numbers, [columns] and [values.…].",
            )
    for key, allowed in _SETTINGS.items():
        if told.get(key, "") not in allowed:
            raise Refusal(
                "broken-map",
                f"{key} in {path.name} is {told[key]!r}.",
                f"Use one of: {', '.join(repr(one) for one in allowed if one)}.",
            )
    if not isinstance(told.get("values", {}), dict):
        raise Refusal(
            "broken-map", f"[values] in {path.name} is no table.", "Write [values.themes] and under it told names and codes."
        )


def _texts(path: Path, name: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise Refusal(
            "broken-map", f"[{name}] in {path.name} is no table of texts.", 'Write lines such as "told name" = "code".'
        )
    return dict(table)


def save(path: Path, mapping: ColumnMap, fields: Sequence[Field]) -> None:
    """Writes the map so that a person can edit it: every field is listed, those without a column as a comment."""
    lines = [
        "# Column map for `avow import`: which column of the file holds what. Give it back with --map.",
        f'dates = {_quoted(mapping.dates)}    # "day-first" or "month-first" for files that write 03/04/2021',
        f'numbers = {_quoted(mapping.numbers)}  # "1,234.5" or "1.234,5" for files that write thousands with marks',
        "",
        "[columns]",
    ]
    for one in fields:
        heading = mapping.columns.get(one.name)
        lines.append(f"{one.name} = {_quoted(heading)}  # {one.meaning}" if heading else f'# {one.name} = ""  # {one.meaning}')
    if mapping.unused:
        lines.append(f"# not used: {', '.join(_quoted(heading) for heading in mapping.unused)}")
    for name, table in mapping.values.items():
        lines += ["", f"[values.{name}]  # told name = code; an empty code means none"]
        lines += [f"{_quoted(told)} = {_quoted(code)}" for told, code in table.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def statements(mapping: ColumnMap) -> list[str]:
    """How the columns were understood, for the report."""
    told = [
        f"{name} from {heading!r}" if folded(heading) != folded(name) else name for name, heading in mapping.columns.items()
    ]
    lines = [f"Columns: {'; '.join(told)}."] if told else []
    if mapping.unused:
        lines.append(f"Columns not used: {', '.join(repr(heading) for heading in mapping.unused)}.")
    return lines
