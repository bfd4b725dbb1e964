"""An organisation's part of its page address: Latin letters, digits and hyphens, made from its name. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

LONGEST = 80

_LATIN = {
    "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n", "ə": "e",
    "&": " and ",
}  # fmt: skip
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћџђѓќѕ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
            "yo",
            "i",
            "yi",
            "ye",
            "g",
            "u",
            "j",
            "lj",
            "nj",
            "c",
            "dz",
            "dj",
            "gj",
            "kj",
            "dz",
        ],
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئ",
        [
            "a",
            "b",
            "t",
            "th",
            "j",
            "h",
            "kh",
            "d",
            "dh",
            "r",
            "z",
            "s",
            "sh",
            "s",
            "d",
            "t",
            "z",
            "a",
            "gh",
            "f",
            "q",
            "k",
            "l",
            "m",
            "n",
            "h",
            "w",
            "y",
            "a",
            "a",
            "_",
            "a",
            "i",
            "a",
            "w",
            "y",
        ],
        strict=True,
    )
)
_LETTERS = {letter: text.replace("_", "") for letter, text in {**_LATIN, **_CYRILLIC, **_GREEK, **_ARABIC}.items()}
_OTHER = re.compile(r"[^a-z0-9]+")


def slug_of(name: str) -> str:
    """The name in plain Latin letters; empty when nothing of it can be written so."""
    composed = unicodedata.normalize("NFC", name).casefold()
    bare = "".join(_spelled(letter) for letter in composed)
    text = _OTHER.sub("-", bare).strip("-")
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition("-")[0] or text[:LONGEST]
    return text


@lru_cache(maxsize=4096)
def _spelled(letter: str) -> str:
    """A letter with a spelling of its own (й) has that; of any other, marks are dropped and the base letter is spelled."""
    if letter in _LETTERS:
        return _LETTERS[letter]
    base = (part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return "".join(_LETTERS.get(part, part) for part in base)


def free_slugs(
    names: Sequence[str], references: Sequence[str], taken: Callable[[Collection[str]], Collection[str]]
) -> list[str]:
    """Slugs nobody has, for organisations entered together: the name's, with the organisation's number behind it where that is
    needed. ``taken`` tells which of some slugs are held already."""
    wanted = [slug_of(name) or reference.lower() for name, reference in zip(names, references, strict=True)]
    held, found = set(taken(wanted)), []
    for slug, reference in zip(wanted, references, strict=True):
        found.append(f"{slug}-{reference.lower()}" if slug in held else slug)
        held.add(found[-1])
    return found
