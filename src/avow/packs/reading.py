"""Reading the files of a pack: every key checked against its declaration, every problem kept, nothing stopped at the first."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any

from avow.packs.keys import LANGUAGES, SECTIONS, Key, Kind
from avow.packs.problems import PackProblem
from avow.packs.shape import Text

_CODE = re.compile(r"[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*\Z")
_LANGUAGE_NAMES = {"en": "English", "fr": "French", "es": "Spanish", "ru": "Russian", "ar": "Arabic"}
_FLAT = frozenset({"list", "windows", "criteria", "rules", "examples", "indicators", "anchors", "tracks"})
"""Sections whose tables are addressed directly: ``windows.2021``, not ``windows.window.2021``."""


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def _number(value: object) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) and not isinstance(value, bool)


def _points(value: object) -> bool:
    return isinstance(value, dict) and all(_number(number) for number in value.values())


_SHAPES: dict[Kind, tuple[Callable[[Any], bool], str]] = {
    Kind.TEXT: (lambda value: isinstance(value, str) and bool(value.strip()), "a sentence"),
    Kind.STRING: (lambda value: isinstance(value, str) and bool(value.strip()), "a text"),
    Kind.CODE: (lambda value: isinstance(value, str) and bool(_CODE.match(value)), "a code of letters, digits and hyphens"),
    Kind.CODES: (_strings, "a list of codes"),
    Kind.STRINGS: (_strings, "a list of texts"),
    Kind.INTEGER: (lambda value: isinstance(value, int) and not isinstance(value, bool), "a whole number"),
    Kind.NUMBER: (_number, "a number"),
    Kind.BOOLEAN: (lambda value: isinstance(value, bool), "true or false"),
    Kind.MOMENT: (lambda value: isinstance(value, datetime), "a date and time such as 2021-05-21T00:00:00"),
    Kind.NUMBERS: (lambda value: isinstance(value, list) and all(map(_number, value)), "a list of numbers"),
    Kind.POINTS: (_points, "a table of code to number"),
    Kind.TABLE: (lambda value: isinstance(value, dict), "a table"),
    Kind.TABLES: (lambda value: isinstance(value, list) and all(isinstance(item, dict) for item in value), "tables"),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A code somewhere in the pack that must exist in a list."""

    file: str
    key: str
    value: str
    listed_in: str


class Reader:
    """One folder of pack files, with what was found wrong in it so far."""

    def __init__(self, root: Path, prefix: str = "") -> None:
        self.root = root
        self.prefix = prefix
        self.problems: list[PackProblem] = []
        self.references: list[Reference] = []
        self.zone: tzinfo = UTC
        self.language = "en"
        self.languages: tuple[str, ...] = LANGUAGES
        self.sources: dict[str, str] = {}
        self.unreviewed: dict[str, frozenset[str]] = {}
        self._translations: dict[str, Mapping[str, object]] = {}
        self._addresses: set[str] = set()

    def problem(self, file: str, key: str, found: str, expected: str) -> None:
        self.problems.append(PackProblem(self.prefix + file, key, found, expected))

    def toml(self, file: str, *, required: bool = True) -> dict[str, Any]:
        """The parsed file; empty when it is absent or no TOML, which is then a problem."""
        path = self.root / file
        try:
            return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        except FileNotFoundError:
            if required:
                self.problem(file, "file", "no such file", "the file")
        except UnicodeDecodeError as error:
            self.problem(file, f"byte {error.start}", "bytes that are no UTF-8", "text in UTF-8")
        except tomllib.TOMLDecodeError as error:
            self.problem(file, "file", f"no TOML ({error})", "a file in TOML 1.0")
        return {}

    def names(self, folder: str, ending: str) -> Iterator[str]:
        """The stems of the files with that ending in a folder of the pack, sorted."""
        if (self.root / folder).is_dir():
            yield from sorted(
                path.name.removesuffix(ending) for path in (self.root / folder).iterdir() if path.name.endswith(ending)
            )

    def read_sources(self) -> None:
        for code, table in self.toml("sources.toml").items():
            if not isinstance(table, dict):
                self.problem("sources.toml", code, repr(table), "a table with a title")
                continue
            node = Node(self, "source", table, "sources.toml", code)
            address = node.string("address")
            self.sources[code] = node.string("title") + (f" ({address})" if address else "")

    def read_languages(self) -> None:
        """Loads every translation file, before any text is asked for."""
        for language in self.languages:
            self.unreviewed[language] = frozenset()
            if language == self.language:
                continue
            file = f"languages/{language}.toml"
            raw = self.toml(file)
            if not raw:  # one problem for the file, not one for each of its texts
                continue
            node = Node(self, "language", raw, file, "")
            self._translations[language] = node.table("texts")
            self.unreviewed[language] = frozenset(node.strings("unreviewed") if node.boolean("reviewed") else ("*",))
        for extra in set(self.names("languages", ".toml")) - set(self.languages):
            self.problem(
                f"languages/{extra}.toml", "file", f"the language {extra}", "a file for each declared language and no other"
            )

    def text(self, address: str, base: str) -> Text:
        """The text in every language; a missing or blank translation is a problem of its language's file."""
        self._addresses.add(address)
        found = {self.language: base}
        for language, translations in self._translations.items():
            text = translations.get(address)
            if isinstance(text, str) and text.strip():
                found[language] = text
            else:
                name = _LANGUAGE_NAMES.get(language, language)
                self.problem(
                    f"languages/{language}.toml",
                    address,
                    "nothing" if text is None else repr(text),
                    f"the text in {name}: {base!r}",
                )
        return {language: found[language] for language in self.languages if language in found}

    def close_languages(self) -> None:
        """Reports translations of texts that are not there (any more): a renamed code must not lose its words unseen."""
        for language, translations in self._translations.items():
            for address in sorted(set(translations) - self._addresses):
                self.problem(
                    f"languages/{language}.toml", address, "a translation of no text", "the address of a text of the pack"
                )
        for language, addresses in self.unreviewed.items():
            for address in sorted(addresses - self._addresses - {"*"}):
                self.problem(f"languages/{language}.toml", "unreviewed", repr(address), "the address of a text of the pack")

    def source(self, told: str) -> str | None:
        """``faq, question 6`` in full: the title of the source and the place in it. ``None`` for an undeclared source."""
        code, _, place = told.partition(",")
        title = self.sources.get(code.strip())
        if title is None:
            return None
        return f"{title}, {place.strip()}" if place.strip() else title


class Node:
    """One table of a file, checked against the keys of its section. Values that are missing or wrong read as blanks."""

    def __init__(
        self, reader: Reader, section: str, raw: Mapping[str, Any], file: str, address: str, above: Node | None = None
    ) -> None:
        self.reader = reader
        self.section = section
        self.file = file
        self.address = address
        self.above = above
        self._keys = {key.name: key for key in SECTIONS[section]}
        self._raw = {name: value for name, value in raw.items() if self._accepts(name, value)}
        for key in self._keys.values():
            if key.required and key.name not in raw:
                self.problem(key.name, "nothing", _SHAPES[key.kind][1])

    def problem(self, key: str, found: str, expected: str) -> None:
        self.reader.problem(self.file, self._at(key), found, expected)

    def _at(self, key: str) -> str:
        return f"{self.address}.{key}" if self.address else key

    def _accepts(self, name: str, value: Any) -> bool:
        key = self._keys.get(name)
        if key is None:
            self.problem(name, "an unknown key", f"one of {', '.join(self._keys)}")
            return False
        fits, expected = _SHAPES[key.kind]
        if not fits(value):
            self.problem(name, repr(value), expected)
            return False
        if key.choices and value not in key.choices:
            self.problem(name, repr(value), f"one of {', '.join(key.choices)}")
        if key.refers:
            self.reader.references.append(Reference(self.file, self._at(name), value, key.refers))
        return True

    def has(self, key: str) -> bool:
        return key in self._raw

    def string(self, key: str) -> str:
        return str(self._raw.get(key, ""))

    def integer(self, key: str) -> int:
        return int(self._raw.get(key, 0))

    def number(self, key: str) -> Decimal | None:
        return Decimal(self._raw[key]) if key in self._raw else None

    def boolean(self, key: str) -> bool:
        return bool(self._raw.get(key, False))

    def strings(self, key: str) -> tuple[str, ...]:
        return tuple(self._raw.get(key, ()))

    def numbers(self, key: str) -> tuple[Decimal, ...]:
        return tuple(Decimal(value) for value in self._raw.get(key, ()))

    def points(self, key: str) -> dict[str, Decimal]:
        return {code: Decimal(value) for code, value in self._raw.get(key, {}).items()}

    def table(self, key: str) -> Mapping[str, Any]:
        return dict(self._raw.get(key, {}))

    def text(self, key: str) -> Text:
        return self.reader.text(self._at(key), self._raw[key]) if key in self._raw else {}

    def moment(self, key: str) -> datetime | None:
        """The instant in UTC; a date and time without an offset is one of the pack's time zone."""
        told: datetime | None = self._raw.get(key)
        if told is None:
            return None
        return (told if told.tzinfo else told.replace(tzinfo=self.reader.zone)).astimezone(UTC)

    def child(self, key: str) -> Node:
        """The one table under ``key``."""
        return Node(self.reader, self._keys[key].section, self.table(key), self.file, self._at(key), self)

    def children(self, key: str, *, by: str = "code") -> list[Node]:
        """The tables under ``key``; a code that is there twice is a problem."""
        declared: Key = self._keys[key]
        seen: set[str] = set()
        nodes = []
        for position, raw in enumerate(self._raw.get(key, ()), start=1):
            code = str(raw.get(by, f"number {position}"))
            place = self.address if self.section in _FLAT else self._at(f"{key}s")
            node = Node(self.reader, declared.section, raw, self.file, f"{place}.{code}", self)
            if code in seen:
                node.problem(by, f"{code!r} a second time", f"a {by} that no other {key} here has")
            seen.add(code)
            nodes.append(node)
        return nodes

    @property
    def told_source(self) -> str:
        return self.string("source") or (self.above.told_source if self.above else "")

    @property
    def told_confirmed(self) -> bool | None:
        if self.has("confirmed"):
            return self.boolean("confirmed")
        return self.above.told_confirmed if self.above else None

    def fact(self) -> dict[str, Any]:
        """``source`` and ``confirmed``, inherited where not told here. A fact without them is a problem."""
        told, confirmed = self.told_source, self.told_confirmed
        source = self.reader.source(told) if told else None
        if not told:
            self.problem("source", "nothing, here or above", "the id of a source from sources.toml")
        elif source is None:
            self.problem("source", repr(told), "the id of a source from sources.toml, then a comma and the place in it")
        if confirmed is None:
            self.problem("confirmed", "nothing, here or above", "true or false")
        return {"source": source or "", "confirmed": bool(confirmed)}
