"""Rows on their way from Python to DuckDB: text files, read back without loss.

Bulk rows go to DuckDB through files. A file has one line a row and no quoting (quoted line breaks are where fast readers
go wrong): fields are parted by U+001F, items of a list are each preceded by U+001E, an empty text is U+001D, an empty list
too, nothing between two separators is NULL, and line breaks inside texts are written as U+001B and U+001C. Texts that
hold one of these control characters, or NUL, are refused: they mean nothing to a reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from avow.base.clock import instant_text
from avow.base.columns import Column, Table, Type
from avow.base.references import Reference
from avow.base.refusals import Refusal
from avow.record.duck import DUCK_TYPES, literal, quoted

FIELD, ITEM, EMPTY, LINE_FEED, RETURN = "\x1f", "\x1e", "\x1d", "\x1b", "\x1c"
_REFUSED = ("\0", FIELD, ITEM, EMPTY, LINE_FEED, RETURN)
_FIELD, _ITEM, _EMPTY = (mark.encode() for mark in (FIELD, ITEM, EMPTY))
_UNHEARD = tuple(mark.encode() for mark in ("\0", LINE_FEED, RETURN))
_CHUNK = 500  # small enough to stay in the processor's cache
_PLAIN: Mapping[type, Callable[[Any], str]] = {
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    Decimal: Decimal.__str__,  # what is no finite number is refused when it is typed
    date: date.isoformat,
}
_PLACES = {Type.MONEY: 2, Type.NUMBER: 6}


@dataclass
class Piece:
    """A file of rows. No root lies in two pieces: each begins with the root ``first``, and the one before ended earlier."""

    path: Path
    first: str = ""
    rows: int = 0


@dataclass
class Spilled:
    """What was written: how many rows, the longest line in bytes, and which decoding the texts need.

    ``ordered`` says that the rows came in the order of their roots: then each piece can be worked on by itself.
    """

    pieces: list[Piece]
    rows: int = 0
    longest: int = 0
    empties: bool = False
    breaks: bool = False
    ordered: bool = True

    def only(self, piece: Piece) -> Spilled:
        return replace(self, pieces=[piece], rows=piece.rows)

    def drop(self) -> None:
        for piece in self.pieces:
            piece.path.unlink(missing_ok=True)


def spill(
    table: Table, rows: Iterable[Sequence[object]], path: Path, told: Callable[[int], None], *, aim: int | None = None
) -> Spilled:
    """Writes the rows. Raises a ``Refusal`` naming table and row for a text no line can hold. ``aim``: begin another piece
    with the first root after so many rows, as long as the rows come in order."""
    spilled = Spilled([Piece(path)])
    lists = [at for at, column in enumerate(table.columns) if column.type is Type.LIST]
    source, size, last = iter(rows), min(_CHUNK, aim or _CHUNK), ""
    with ExitStack() as opened:
        file = opened.enter_context(path.open("wb"))
        while chunk := list(islice(source, size)):
            before = spilled.rows
            roots = _ordered_roots(table, chunk, last) if aim and spilled.ordered else None
            spilled.ordered = roots is not None
            if roots and not before:
                spilled.pieces[0].first = roots[0]
            if aim and roots and spilled.pieces[-1].rows >= aim and roots[-1] != last:
                at = next(at for at, root in enumerate(roots) if root != last)
                if at:
                    _write_chunk(table, chunk[:at], lists, spilled, file)
                opened.close()
                spilled.pieces.append(Piece(path.with_name(f"{path.name}.{len(spilled.pieces)}"), roots[at]))
                file = opened.enter_context(spilled.pieces[-1].path.open("wb"))
                chunk = chunk[at:]
            _write_chunk(table, chunk, lists, spilled, file)
            last = roots[-1] if roots else ""
            told(spilled.rows)
    return spilled


def _ordered_roots(table: Table, rows: list[Sequence[object]], last: str) -> list[str] | None:
    """The roots of the rows when they are in order, beginning not before ``last``; else ``None``."""
    root = table.names.index(table.root)
    try:
        roots: list[Any] = [row[root] for row in rows]
        told = [last, *roots] if last else roots
        # Among references of one length the order of numbers is the order of letters.
        keys: list[Any] = told if len(set(map(len, told))) == 1 else [Reference.parse(one).order for one in told]
    except (IndexError, TypeError, ValueError):
        return None
    return roots if sorted(keys) == keys else None


def _write_chunk(table: Table, rows: list[Sequence[object]], lists: list[int], spilled: Spilled, file: BinaryIO) -> None:
    if set(map(len, rows)) != {len(table.columns)}:
        _refuse(table, rows)
    items = 0
    empties: list[None] = []
    columns: list[Iterable[str]] = []
    for at, values in enumerate(zip(*rows, strict=True)):
        if at in lists:
            items += sum(map(len, filter(None, values)))
            columns.append([_told_list(value, empties) for value in values])
        else:
            columns.append(_told_column(values, empties))
    lines = list(map(FIELD.join, zip(*columns, strict=True)))
    try:
        encoded = "\n".join(lines).encode()
    except UnicodeEncodeError:
        _refuse(table, rows)
        raise
    if (
        encoded.count(_FIELD) != (len(table.columns) - 1) * len(rows)
        or encoded.count(_ITEM) != items
        or encoded.count(_EMPTY) != len(empties)
        or any(mark in encoded for mark in _UNHEARD)
    ):
        _refuse(table, rows)
    if encoded.count(b"\n") != len(rows) - 1 or b"\r" in encoded:
        spilled.breaks = True
        encoded = "\n".join(line.replace("\n", LINE_FEED).replace("\r", RETURN) for line in lines).encode()
    spilled.rows += len(rows)
    spilled.pieces[-1].rows += len(rows)
    spilled.empties = spilled.empties or bool(empties)
    # A chunk is at least as long as its longest line; only a chunk of unusual size is worth measuring line by line.
    if len(encoded) > spilled.longest:
        spilled.longest = max(spilled.longest, *(len(line) for line in encoded.split(b"\n")))
    file.write(encoded)
    file.write(b"\n")


def _told_column(values: tuple[Any, ...], empties: list[None]) -> Sequence[str]:
    """The texts of a column's values. Nearly every column holds one kind of value: then it is written without asking each."""
    kinds = set(map(type, values))
    untold = type(None) in kinds
    kinds.discard(type(None))
    if not kinds:
        return [""] * len(values)
    kind = kinds.pop()
    if kinds or not (kind in _PLAIN or (kind is str and "" not in values)):
        return ["" if value is None else _told(value, empties) for value in values]
    if kind is str:
        return ["" if value is None else value for value in values] if untold else values
    write = _PLAIN[kind]
    return ["" if value is None else write(value) for value in values]


def _told_list(value: Any, empties: list[None]) -> str:
    if value:
        return ITEM + ITEM.join(value)
    return "" if value is None else _told("", empties)


def _told(value: object, empties: list[None]) -> str:
    """The text of a value; ``empties`` counts the empty ones among them."""
    if value.__class__ in _PLAIN:
        return _PLAIN[value.__class__](value)
    if isinstance(value, str):
        if not value:
            empties.append(None)
        return str.__str__(value) or EMPTY
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be published")


def _refuse(table: Table, rows: list[Sequence[object]]) -> None:
    """Finds the row that made a chunk unwritable and names it."""
    key = [table.names.index(name) for name in table.key]
    for row in rows:
        if len(row) != len(table.columns):
            raise ValueError(f"a row of {table.name} has {len(row)} values for {len(table.columns)} columns")
        for column, value in zip(table.columns, row, strict=True):
            if any(_unwritable(text) for text in _texts(value)):
                name = " ".join(str(row[at]) for at in key)
                raise Refusal(
                    "control-character",
                    f"The {column.name} of {name} in {table.name} holds a character that no text may hold.",
                    "Remove the invisible control characters from it (often left by a copy from a document).",
                )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        yield from value


def _unwritable(text: str) -> bool:
    return any(mark in text for mark in _REFUSED) or any("\ud800" <= letter <= "\udfff" for letter in text)


def reading_sql(table: Table, spilled: Spilled) -> str:
    """DuckDB's reading of the file, every field still a text."""
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in table.names)
    files = ", ".join(literal(str(piece.path)) for piece in spilled.pieces)
    longest = max(2_097_152, spilled.longest + 1)
    return (
        f"read_csv([{files}], auto_detect = false, header = false, delim = '{FIELD}', quote = '', "
        f"escape = '', nullstr = '', new_line = '\\n', max_line_size = {longest}, buffer_size = {longest * 4}, "
        f"columns = {{{columns}}})"
    )


def typed_sql(column: Column, spilled: Spilled, *, strict: bool = True) -> str:
    """The typed value of a field. ``strict=False`` gives NULL where the text is no value of the type."""
    name = quoted(column.name)
    if column.type in {Type.TEXT, Type.DATE, Type.INSTANT, Type.LIST}:
        text = f"translate({name}, chr(27) || chr(28), chr(10) || chr(13))" if spilled.breaks else name
        if column.type is Type.LIST:
            return f"case when {name} = chr(29) then cast([] as varchar[]) else string_split({text}[2:], chr(30)) end"
        return f"case when {name} = chr(29) then '' else {text} end" if spilled.empties else text
    typed = f"{'cast' if strict else 'try_cast'}({name} as {DUCK_TYPES[column.type]})"
    if column.type in _PLACES:
        # DuckDB 1.5 reads decimals of up to 18 digits 300 times faster than longer ones: the long way is for the few.
        return f"coalesce(cast(try_cast({name} as decimal(18,{_PLACES[column.type]})) as {DUCK_TYPES[column.type]}), {typed})"
    return typed
