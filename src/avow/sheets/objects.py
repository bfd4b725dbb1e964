"""JSON read as a table: a list of objects, or an object that holds one list of them under some name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from avow.base.refusals import Refusal
from avow.sheets.cells import join_items
from avow.sheets.delimited import too_large
from avow.sheets.encoding import detect
from avow.sheets.limits import MEGABYTE, Limits
from avow.sheets.records import Fault, RawSheet, Record

_SHAPE = 'Give a list of objects, such as [{"title": "…"}], or an object with one such list, such as {"commitments": […]}.'


class _TwiceError(ValueError):
    """An object names one key twice: which value is meant cannot be known."""


class _NotANumberError(ValueError):
    """NaN and Infinity are no JSON."""


def open_objects(path: Path, limits: Limits, *, encoding: str | None = None) -> RawSheet:
    """The table in a JSON file. Raises ``Refusal`` when it is no such table, too deep, or says one thing twice."""
    size = path.stat().st_size
    if size == 0:
        raise Refusal("empty-file", f"{path.name} is empty.", "Export the table again and check that the file has rows.")
    if size > limits.json_bytes:
        raise Refusal(
            "file-too-large",
            f"{path.name} is larger than {limits.json_bytes // MEGABYTE} MB, the most that is read of JSON.",
            "Split it, or use CSV.",
        )
    found = detect(path, encoding)
    value = _parsed(path, path.read_text(encoding=found.name, errors="strict" if not found.broken else "replace"), limits)
    name, items = _list_of_objects(path, value)
    headed = tuple(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))
    if len(headed) > limits.columns:
        raise Refusal("too-many-columns", f"The objects in {path.name} have more than {limits.columns} different keys.", _SHAPE)
    statements = [found.statement, f"The file is JSON: {len(items):,} objects{f' under {name!r}' if name else ''}."]
    return RawSheet(
        path=path, format="json", records=_records(items, headed, limits), statements=statements, headed=headed, escaped=False
    )


def _parsed(path: Path, text: str, limits: Limits) -> object:
    if _depth(text) > limits.depth:
        raise Refusal("too-deep", f"{path.name} nests more than {limits.depth} levels; a table needs two.", _SHAPE)
    try:
        return json.loads(
            text, object_pairs_hook=_once, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse_constant
        )
    except _TwiceError as problem:
        raise Refusal(
            "duplicate-key", f"An object in {path.name} has the key {problem} twice.", "Keep one of the two."
        ) from None
    except _NotANumberError as problem:
        raise Refusal(
            "not-a-number",
            f"{path.name} holds {problem}, which is no JSON number.",
            "Write null for a value that is not known.",
        ) from None
    except json.JSONDecodeError as problem:
        raise Refusal(
            "broken-json",
            f"{path.name} is no valid JSON: {problem.msg} in line {problem.lineno}, column {problem.colno}.",
            "Correct that place.",
        ) from None
    except (RecursionError, ArithmeticError):
        raise Refusal("broken-json", f"{path.name} holds a structure or number too large to read.", _SHAPE) from None


def _depth(text: str) -> int:
    """The deepest nesting, counted outside of strings, without building anything."""
    deepest = depth = 0
    at, size = 0, len(text)
    while at < size:
        mark = text[at]
        if mark == '"':
            at = _string_end(text, at)
        elif mark in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in "]}":
            depth -= 1
        at += 1
    return deepest


def _string_end(text: str, at: int) -> int:
    while True:
        at = text.find('"', at + 1)
        if at < 0:
            return len(text)
        before = at - 1
        while text[before] == "\\":
            before -= 1
        if (at - before) % 2:
            return at


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _TwiceError(repr(key[:80]))
        found[key] = value
    return found


def _refuse_constant(name: str) -> object:
    raise _NotANumberError(name)


def _list_of_objects(path: Path, value: object) -> tuple[str, list[object]]:
    name = ""
    if isinstance(value, dict):
        lists = {key: one for key, one in value.items() if isinstance(one, list)}
        if len(lists) != 1:
            told = f"holds {len(lists)} lists ({', '.join(list(lists)[:5])})" if lists else "holds no list"
            raise Refusal("not-a-table", f"The object in {path.name} {told}.", _SHAPE)
        name, value = next(iter(lists.items()))
    if not isinstance(value, list):
        raise Refusal("not-a-table", f"{path.name} holds a single value, not a table.", _SHAPE)
    if not value:
        raise Refusal("empty-file", f"The list in {path.name} is empty.", "Export the table again and check that it has rows.")
    if not any(isinstance(item, dict) for item in value):
        raise Refusal("not-a-table", f"The list in {path.name} holds no objects.", _SHAPE)
    return name, value


def _records(items: list[object], headed: tuple[str, ...], limits: Limits) -> Iterator[Record]:
    for number, item in enumerate(items, start=1):
        if number > limits.rows:
            raise Refusal(
                "too-many-rows",
                f"The file has more than {limits.rows:,} rows.",
                "Split it and import the parts one after the other.",
            )
        if not isinstance(item, dict):
            fault = Fault("not-an-object", f"Item {number} of the list is not an object.", _SHAPE)
            yield Record(number, (_text(item)[:80],), {0: fault})
            continue
        cells = [_text(item.get(key)) for key in headed]
        faults = {}
        for index, cell in enumerate(cells):
            if len(cell) > limits.cell_characters:
                faults[index] = too_large(number, index, len(cell), limits)
                cells[index] = cell[:80]
        yield Record(number, tuple(cells), faults)


def _text(value: object) -> str:
    """The cell a value becomes: scalars plain, lists of scalars joined, anything nested as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, list) and all(isinstance(item, (str, Decimal)) for item in value):
        return join_items(_text(item) for item in value)
    return json.dumps(value, ensure_ascii=False, default=_plain_json)


def _plain(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > 100:
        return str(value)  # left as told; whoever needs a number refuses it
    return format(value, "f")


def _plain_json(value: object) -> str:
    return _plain(value) if isinstance(value, Decimal) else str(value)
