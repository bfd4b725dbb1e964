"""Rows on their way from Python to DuckDB: text files, read back without loss.

Bulk rows go to DuckDB through files. A file has one line a row and no quoting (quoted line breaks are where fast readers
go wrong): fields are parted by U+001F, items of a list are each preceded by U+001E, an empty text is U+001D, an empty list
too, nothing between two separators is NULL, and line breaks inside texts are written as U+001B and U+001C. Texts that
hold one of these control characters, or NUL, are refused: they mean nothing to a reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

from avow.base.clock import instant_text
from avow.base.columns import Column, Table, Type
from avow.base.references import Reference
from avow.base.refusals import Refusal
from avow.record.duck import DUCK_TYPES, literal, quoted

FIELD, ITEM, EMPTY, LINE_FEED, RETURN = "\x1f", "\x1e", "\x1d", "\x1b", "\x1c"
_REFUSED = ("\0", FIELD, ITEM, EMPTY, LINE_FEED, RETURN)
_TEXTS = {Type.TEXT, Type.DATE, Type.INSTANT, Type.LIST}
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
    """What was written: how many rows, the longest line in bytes, and by column which marks stand for something in its texts.

    ``ordered`` says that the rows came in the order of their roots: then each piece can be worked on by itself; ``sorted`` that
    they also came in the order of their keys within each root.
    """

    pieces: list[Piece]
    rows: int = 0
    longest: int = 0
    marks: dict[str, set[str]] = field(default_factory=dict)
    ordered: bool = True
    sorted: bool = True

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
    spilled = Spilled([Piece(path)], ordered=aim is not None, sorted=aim is not None)
    source, size, order = iter(rows), min(_CHUNK, aim or _CHUNK), _Order(table)
    with ExitStack() as opened:
        file = opened.enter_context(path.open("wb"))
        while chunk := list(islice(source, size)):
            last = order.last
            roots = order.follow(chunk) if spilled.ordered else None
            spilled.ordered = roots is not None
            spilled.sorted = spilled.ordered and order.sorted
            if roots and not spilled.rows:
                spilled.pieces[0].first = roots[0]
            if aim and roots and spilled.pieces[-1].rows >= aim and roots[-1] != last:
                at = next(at for at, root in enumerate(roots) if root != last)
                if at:
                    _write_chunk(table, chunk[:at], spilled, file)
                opened.close()
                spilled.pieces.append(Piece(path.with_name(f"{path.name}.{len(spilled.pieces)}"), roots[at]))
                file = opened.enter_context(spilled.pieces[-1].path.open("wb"))
                chunk = chunk[at:]
            _write_chunk(table, chunk, spilled, file)
            told(spilled.rows)
    return spilled


class _Order:
    """Follows the order in which rows come: by roots at least, and ``sorted`` while it is by root and key."""

    def __init__(self, table: Table) -> None:
        self._root = itemgetter(table.names.index(table.root))
        self._key = itemgetter(*(table.names.index(name) for name in table.key))
        self._before: list[Sequence[object]] = []
        self.last = ""
        self.sorted = True

    def follow(self, rows: list[Sequence[object]]) -> list[str] | None:
        """The roots of the rows when they go on in order; else ``None``."""
        told = self._before + rows
        try:
            roots: list[Any] = list(map(self._root, told))
            # Among references of one length the order of numbers is the order of letters.
            orders = roots if len(set(map(len, roots))) == 1 else [Reference.parse(root).order for root in roots]
        except (IndexError, TypeError, ValueError):
            return None
        if sorted(orders) != orders:
            return None
        self.sorted = self.sorted and self._by_key(list(zip(orders, map(self._key, told), strict=True)))
        self._before, self.last = rows[-1:], roots[-1]
        return roots[-len(rows) :]

    def _by_key(self, keys: list[Any]) -> bool:
        try:
            return sorted(keys) == keys
        except TypeError:  # a key that is not told, or of several kinds
            return False


def _write_chunk(table: Table, rows: list[Sequence[object]], spilled: Spilled, file: BinaryIO) -> None:
    if set(map(len, rows)) != {len(table.columns)}:
        _refuse(table, rows)
    teller = _Teller(spilled)
    columns = [teller.tell(column, values) for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)]
    try:
        encoded = "\n".join(map(FIELD.join, zip(*columns, strict=True))).encode()
    except (UnicodeEncodeError, ValueError):
        _refuse(table, rows)
        raise
    put = {**teller.put, FIELD: (len(table.columns) - 1) * len(rows), "\0": 0}
    if any(encoded.count(mark.encode()) != count for mark, count in put.items()):
        _refuse(table, rows)
    spilled.rows += len(rows)
    spilled.pieces[-1].rows += len(rows)
    # A chunk is at least as long as its longest line; only a chunk of unusual size is worth measuring line by line.
    if len(encoded) > spilled.longest:
        spilled.longest = max(spilled.longest, *(len(line) for line in encoded.split(b"\n")))
    file.write(encoded)
    file.write(b"\n")


class _Teller:
    """Writes the columns of a chunk as texts. ``put`` counts the marks it put in: others were there before."""

    def __init__(self, spilled: Spilled) -> None:
        self._spilled = spilled
        self.put = {ITEM: 0, EMPTY: 0, LINE_FEED: 0, RETURN: 0}

    def tell(self, column: Column, values: tuple[Any, ...]) -> Sequence[str]:
        """The texts of a column's values. Nearly every column holds one kind of value: then it is told without asking each."""
        kinds = set(map(type, values))
        kinds.discard(type(None))
        if not kinds:
            return [""] * len(values)
        if column.type is Type.LIST:
            return self._in_one_line(column, self._lists(column, values))
        kind = kinds.pop()
        if kinds or not (kind in _PLAIN or kind is str):
            return self._in_one_line(column, self._strings(column, tuple(map(_told, values))))
        if kind is str:
            return self._in_one_line(column, self._strings(column, values))
        write = _PLAIN[kind]
        return ["" if value is None else write(value) for value in values]

    def _lists(self, column: Column, values: tuple[Any, ...]) -> list[str]:
        self.put[ITEM] += sum(map(len, filter(None, values)))
        texts = [ITEM + ITEM.join(value) if value else "" if value is None else EMPTY for value in values]
        self._count(column, EMPTY, texts.count(EMPTY))
        return texts

    def _strings(self, column: Column, values: tuple[str | None, ...]) -> list[str]:
        self._count(column, EMPTY, values.count(""))
        return [value or ("" if value is None else EMPTY) for value in values]

    def _in_one_line(self, column: Column, texts: list[str]) -> list[str]:
        whole = FIELD.join(texts)
        for letter, mark in (("\n", LINE_FEED), ("\r", RETURN)):
            if letter in whole:
                self._count(column, mark, whole.count(letter))
                texts = [text.replace(letter, mark) for text in texts]
        return texts

    def _count(self, column: Column, mark: str, count: int) -> None:
        if count:
            self.put[mark] += count
            self._spilled.marks.setdefault(column.name, set()).add(mark)


def _told(value: object) -> str | None:
    if value is None:
        return None
    if value.__class__ in _PLAIN:
        return _PLAIN[value.__class__](value)
    if isinstance(value, str):
        return str.__str__(value)
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
    name, marks = quoted(column.name), spilled.marks.get(column.name, set())
    if column.type in _TEXTS:
        text = f"replace({name}, chr(27), chr(10))" if LINE_FEED in marks else name
        text = f"replace({text}, chr(28), chr(13))" if RETURN in marks else text
        if column.type is Type.LIST:
            items = f"string_split({text}[2:], chr(30))"
            return f"case when {name} = chr(29) then cast([] as varchar[]) else {items} end" if EMPTY in marks else items
        return f"case when {name} = chr(29) then '' else {text} end" if EMPTY in marks else text
    typed = f"{'cast' if strict else 'try_cast'}({name} as {DUCK_TYPES[column.type]})"
    if column.type in _PLACES:
        # DuckDB 1.5 reads decimals of up to 18 digits 300 times faster than longer ones: the long way is for the few.
        return f"coalesce(cast(try_cast({name} as decimal(18,{_PLACES[column.type]})) as {DUCK_TYPES[column.type]}), {typed})"
    return typed
