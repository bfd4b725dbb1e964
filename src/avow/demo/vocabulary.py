"""The words the demonstration is made of, read once from ``words/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from avow.demo.chance import Odds

LANGUAGES = ("en", "fr", "es", "ru", "ar")
_THOUSANDS = {"en": ",", "fr": "\u202f", "es": "\u202f", "ru": "\u00a0", "ar": "\u066c"}


@dataclass(frozen=True, slots=True)
class TargetWords:
    """``slot`` names the drawn number that is promised: few, many, mass, pct, down, milestone, or the same with a 2."""

    statement: str
    indicator: str
    unit: str
    slot: str


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that can be promised: several titles from short to long, what is done, what is reached."""

    theme: str
    action: str | None
    type: str
    titles: tuple[str, ...]
    body: str
    target: TargetWords


@dataclass(frozen=True, slots=True)
class Language:
    """Everything that can be said in one language."""

    code: str
    promises: Mapping[str, tuple[Promise, ...]]  # by theme
    more: Mapping[str, tuple[str, ...]]
    extra: tuple[TargetWords, ...]

    def number(self, value: int) -> str:
        """Grouped as the language writes it; four digits stay together outside English."""
        if self.code != "en" and value < 10_000:
            return str(value)
        return f"{value:,}".replace(",", _THOUSANDS[self.code])


@dataclass(frozen=True, slots=True)
class Country:
    """``phrases`` say "in COUNTRY" with a leading space, by language, where the demonstration can say it."""

    code: str
    weight: int
    phrases: Mapping[str, str]
    languages: tuple[str, ...]
    places: str
    currency: str


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("avow.demo").joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def language(code: str) -> Language:
    words = _toml(code)
    promises: dict[str, list[Promise]] = {}
    for subject, types in words["promise"].items():
        compact = subject.startswith("compact-")
        theme, action = (subject, None) if compact else (subject.rpartition("-")[0], subject)
        for kind, entry in types.items():
            one = Promise(theme, action, kind, tuple(entry["titles"]), entry["body"], TargetWords(*entry["target"]))
            promises.setdefault(theme, []).append(one)
    more = {name: tuple(lines) for name, lines in words["more"].items() if name != "extra"}
    extra = tuple(TargetWords(*entry) for entry in words["more"]["extra"])
    return Language(code, {theme: tuple(several) for theme, several in promises.items()}, more, extra)


@cache
def countries() -> Mapping[str, Country]:
    return {code: _country(code, entry) for code, entry in _toml("world")["country"].items()}


def _country(code: str, entry: Mapping[str, Any]) -> Country:
    phrases = {name: f" {entry[name]}" for name in ("fr", "es", "ru", "ar") if name in entry} | {"en": f" in {entry['en']}"}
    return Country(code, entry["w"], phrases, tuple(entry["lang"]), entry["places"], entry["money"])


@cache
def country_odds() -> Odds[str]:
    return Odds({country.code: country.weight for country in countries().values()})


@cache
def theme_odds() -> Odds[str]:
    return Odds(framework()["themes"])


@cache
def places(family: str) -> tuple[tuple[str, ...], ...]:
    """The parts invented place names of a family are put together from."""
    world = _toml("world")
    parts = world[f"places_{family}"]["parts"] if family in ("ar", "ru") else world["places"][family]
    return tuple(tuple(several) for several in parts)


@cache
def names() -> Mapping[str, Any]:
    return _toml("names")


@cache
def framework() -> Mapping[str, Any]:
    """The codes of the framework the demonstration uses, with how often."""
    return _toml("framework")
