"""Invented organisations, one from a seed and a number.

The first 2,700 commitments are made by 1,500 organisations; beyond that organisations grow more slowly than what they
promise. An organisation enters with its first commitment, so the roll is known without drawing anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from random import Random

from avow.demo import vocabulary
from avow.demo.chance import Odds, fraction, stream
from avow.demo.days import after

SCALE, SHARE, SLOWING = 2700, 5 / 9, 0.75
LEADERS_AMONG = 240

Patterns = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Invented:
    """``strength`` scales its sums and headcounts; ``leaning`` is the theme most of its promises serve."""

    index: int
    name: str
    aliases: tuple[str, ...]
    category: str
    sub_category: str
    country: str
    international: bool
    language: str
    currency: str
    website: str
    leads: tuple[str, ...]
    signatory: bool
    window: str
    joined_on: date
    strength: float
    leaning: str


def count(commitments: int) -> int:
    """How many organisations make the first ``commitments`` promises."""
    if commitments <= SCALE:
        return -int(-commitments * SHARE // 1)
    return int(SCALE * SHARE * (commitments / SCALE) ** SLOWING)


def first_commitment(index: int) -> int:
    """The number of the commitment an organisation enters with."""
    guess = int(index / SHARE) if index < SCALE * SHARE else int(SCALE * ((index + 1) / (SCALE * SHARE)) ** (1 / SLOWING))
    guess = max(0, guess - 3)
    while count(guess + 1) <= index:
        guess += 1
    return guess


@cache
def window_odds() -> Odds[str]:
    return Odds(vocabulary.framework()["windows"])


def own_window(seed: int, commitment: int) -> str:
    """The window a commitment would come in by, were its owner there from the start."""
    return window_odds().at(fraction(seed, "window", commitment))


def joining_window(seed: int, index: int) -> str:
    return own_window(seed, first_commitment(index))


@lru_cache(maxsize=1 << 15)
def invent(seed: int, index: int) -> Invented:
    """The organisation of that number: the same one whatever else is asked for."""
    chance = stream(seed, "organisation", index)
    category = _categories().draw(chance)
    international = category == "international" or (category in ("civil-society", "philanthropy") and chance.random() < 0.07)
    code = vocabulary.country_odds().draw(chance)
    country = vocabulary.countries()[code]
    language = _language(chance, category, country.languages, international)
    name = _name(chance, category, language, country.places)
    window = joining_window(seed, index)
    leaning = vocabulary.theme_odds().draw(chance)
    return Invented(
        index=index,
        name=name,
        aliases=_aliases(chance, name, language),
        category=category,
        sub_category=_sub_category(name) if category == "government" else "",
        country="" if international else code,
        international=international,
        language=language,
        currency="USD" if international and chance.random() < 0.7 else country.currency,
        website=f"https://organisation-{index + 1}.example" if chance.random() < 0.6 else "",
        leads=_leads(chance, index, leaning),
        signatory=leaning.startswith("compact-") or chance.random() < 0.03,
        window=window,
        joined_on=after(date(int(window), 2, 1), chance.randrange(100)),
        strength=chance.lognormvariate(0.0, 0.7),
        leaning=leaning,
    )


def place(chance: Random, family: str) -> str:
    """An invented place name."""
    spelled = "".join(chance.choice(part) for part in vocabulary.places(family))
    return " ".join(word[:1].upper() + word[1:] for word in spelled.split())


def place_for(chance: Random, language: str, family: str) -> str:
    """An invented place in the letters of the language."""
    return place(chance, language if language in ("ar", "ru") else family)


@cache
def _categories() -> Odds[str]:
    return Odds({name: entry["weight"] for name, entry in vocabulary.names()["categories"].items()})


@cache
def _patterns(category: str) -> Patterns:
    entries = vocabulary.names()["categories"][category]
    return {language: tuple(entry["patterns"]) for language, entry in entries.items() if language != "weight"}


def _language(chance: Random, category: str, spoken: tuple[str, ...], international: bool) -> str:
    wanted = chance.choice(("en", "en", "en", "fr", "es")) if international else chance.choice(spoken)
    return wanted if wanted in _patterns(category) else "en"


def _name(chance: Random, category: str, language: str, family: str) -> str:
    pattern = chance.choice(_patterns(category)[language])
    words = vocabulary.names()["words"]
    word = "".join(chance.choice(part) for part in words.get(language, words["en"]))
    cause = chance.choice(vocabulary.names()["causes"][language])
    return pattern.format(place=place_for(chance, language, family), word=word, cause=cause)


def _aliases(chance: Random, name: str, language: str) -> tuple[str, ...]:
    """Some go by their initials too."""
    initials = "".join(word[0] for word in name.replace("«", "").split() if word[0].isupper())
    return (
        (f"{initials} {1960 + chance.randrange(60)}",)
        if language != "ar" and len(initials) > 2 and chance.random() < 0.15
        else ()
    )


def _sub_category(name: str) -> str:
    for code, pieces in vocabulary.names()["sub_categories"].items():
        if any(piece in name for piece in pieces):
            return str(code)
    return ""


def _leads(chance: Random, index: int, leaning: str) -> tuple[str, ...]:
    """About ten leaders a coalition, all among the first to join. The Compact has signatories instead."""
    if index >= LEADERS_AMONG or leaning.startswith("compact-") or chance.random() > 0.27:
        return ()
    return (leaning,)
