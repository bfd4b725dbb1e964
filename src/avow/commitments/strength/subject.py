"""What a commitment tells, field by field, as the rules ask for it. Pure; made of a draft at any stage, it never raises."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from avow.commitments.content import Content
from avow.commitments.strength.cues import Cues, Hit
from avow.commitments.strength.money import Money
from avow.commitments.strength.text import Text, read

TEXTS = ("title", "description", "condition", "principles")


class Subject:
    """One commitment under the rules. ``makers`` counts the owner too."""

    def __init__(self, content: Content, cues: Cues, *, makers: int, money: tuple[Money, ...]) -> None:
        self.content = content
        self.cues = cues
        self.makers = makers
        self.money = tuple(one for one in money if one.amount.is_finite() and one.amount > 0)
        self._told: dict[str, tuple[object, ...]] = {}
        self._texts: dict[str, tuple[Text, ...]] = {}
        self._hits: dict[str, Mapping[str, tuple[Hit, ...]]] = {}

    @cached_property
    def spoken(self) -> bool:
        """Whether the pack has cue words in the language the commitment is written in."""
        return self.cues.speaks(self.content.language)

    def rows(self, name: str) -> tuple[object, ...]:
        """The parts a field may belong to: targets, pledges, actions, money."""
        found = self.money if name == "money" else getattr(self.content, name, ())
        return tuple(found)

    def told(self, field: str) -> tuple[object, ...]:
        """The values of a field that are told; of a field of parts, those of all parts."""
        found = self._told.get(field)
        if found is None:
            found = self._told[field] = self._values(field)
        return found

    def _values(self, field: str) -> tuple[object, ...]:
        name, _, part = field.partition(".")
        if part:
            return tuple(value for row in self.rows(name) if is_told(value := getattr(row, part, None)))
        if name == "makers":
            return (self.makers,)
        value = self.rows(name) if name == "money" else getattr(self.content, name, None)
        if isinstance(value, tuple):
            return tuple(one for one in value if is_told(one))
        return (value,) if is_told(value) else ()

    def texts(self, field: str) -> tuple[Text, ...]:
        """What a field says, read as text."""
        if field not in self._texts:
            self._texts[field] = tuple(read(str(value), self.content.language) for value in self.told(field))
        return self._texts[field]

    def hits(self, field: str) -> Mapping[str, tuple[Hit, ...]]:
        """The cues a field holds, by list."""
        if field not in self._hits:
            found: dict[str, tuple[Hit, ...]] = {}
            for text in self.texts(field):
                for name, hits in self.cues.hits(text).items():
                    found[name] = (*found.get(name, ()), *hits)
            self._hits[field] = found
        return self._hits[field]

    @property
    def cut(self) -> bool:
        """Whether a text was too long to be read to its end."""
        return any(text.cut for texts in self._texts.values() for text in texts)


def is_told(value: object) -> bool:
    if isinstance(value, str):
        return value != "unknown" and bool(value.strip())
    return value is not None and value is not False
