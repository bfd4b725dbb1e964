"""The text of a cell: lists in it, and the guard that keeps a spreadsheet from taking it for a formula."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_COMPUTES = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_SHORT = 200
_SEPARATOR = re.compile(r"(?<!\\);")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z", re.ASCII)
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060"


def guarded(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would compute it. ``unguarded`` gives back exactly ``text``."""
    return f"'{text}" if _COMPUTES.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that ``guarded`` put before it."""
    return text[1:] if _GUARDED.match(text) else text


def tidied(text: str) -> str:
    """``text`` without space and invisible marks around it; what stands inside is left alone."""
    return text.strip().strip(_INVISIBLE).strip()


def split_items(text: str) -> tuple[str, ...]:
    r"""The items of a cell that holds several, parted by semicolons; ``\;`` is a semicolon inside an item."""
    items = (tidied(item.replace("\\;", ";")) for item in _SEPARATOR.split(text))
    return tuple(item for item in items if item)


def join_items(items: Iterable[object]) -> str:
    """The cell that ``split_items`` reads back."""
    return "; ".join(str(item).replace(";", "\\;") for item in items)


def plain_number(text: str) -> bool:
    """Whether ``text`` is a number in the one spelling the writers use."""
    return bool(_PLAIN_NUMBER.match(text))


def folded(text: str) -> str:
    """``text`` for comparing: without case, accents, punctuation, spacing; ``&`` is ``and``; letters of all scripts stay."""
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.replace("&", " and ").casefold())
    kept = ("" if unicodedata.combining(mark) else mark if mark.isalnum() else " " for mark in text)
    return " ".join("".join(kept).replace("ı", "i").split())


_remembered = lru_cache(maxsize=20_000)(_folded)  # names and codes come again in row after row
