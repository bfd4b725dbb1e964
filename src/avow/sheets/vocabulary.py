"""Finds the code that a told name means: exact after folding, through aliases and value maps, else the nearest are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from avow.sheets.cells import folded

_NEAR = 70.0


@dataclass(slots=True)
class Vocabulary:
    """One code list with every name its codes go by. A name that two codes share finds neither."""

    name: str
    _codes: dict[str, str] = field(default_factory=dict)
    _shared: set[str] = field(default_factory=set)
    _labels: dict[str, str] = field(default_factory=dict)
    _strict: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, names: Iterable[str] = (), *, marks: Iterable[str] = (), label: str = "") -> None:
        """``names`` are compared folded; ``marks`` (other codes such as NA or 004) as they are, in capitals."""
        self._labels.setdefault(code, label or code)
        for mark in (code, *marks):
            if mark:
                self._strict.setdefault(mark.upper(), code)
        for name in (code, *names):
            key = folded(name)
            if not key:
                continue
            if self._codes.get(key, code) != code:
                self._shared.add(key)
            self._codes.setdefault(key, code)

    def learn(self, told: Mapping[str, str]) -> list[str]:
        """Takes over a value map (told name to code); returns the codes in it that this list does not have."""
        unknown = [code for code in told.values() if code and code not in self._labels]
        for name, code in told.items():
            if code not in unknown:
                self._codes[folded(name)] = code
                self._shared.discard(folded(name))
        return unknown

    def find(self, told: str) -> str | None:
        """The code meant; an empty text where a value map says the name means none; ``None`` when nothing is known."""
        strict = self._strict.get(told.strip().upper())
        if strict is not None:
            return strict
        key = folded(told)
        return None if key in self._shared else self._codes.get(key)

    def nearest(self, told: str, count: int = 3) -> list[str]:
        """The labels nearest to a told name, best first, for the remedy."""
        if len(folded(told)) < 3:
            return []  # everything is near to a letter or two
        found = process.extract(folded(told), [*self._codes], scorer=fuzz.WRatio, limit=count * 3, score_cutoff=_NEAR)
        codes = dict.fromkeys(self._codes[key] for key, _, _ in found if self._codes[key])
        return [self._labels[code] for code in [*codes][:count]]

    def remedy(self, told: str) -> str:
        """What to do about a name that is not in the list."""
        near = self.nearest(told)
        begin = (
            f"Did you mean {' or '.join(repr(label) for label in near)}?" if near else f"The {self.name} are: {self._few()}."
        )
        return f"{begin} Correct the cell, or map the name in [values] of a column map (--save-map writes one)."

    def _few(self) -> str:
        labels = [*self._labels.values()]
        return ", ".join(labels[:12]) + (", …" if len(labels) > 12 else "")

    def __contains__(self, code: object) -> bool:
        return code in self._labels

    def label(self, code: str) -> str:
        return self._labels.get(code, code)
