"""What changed from one pack to another: added, removed, changed, by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from avow.packs.publishing import DERIVED_LISTS, public_form
from avow.packs.shape import Pack

_KEYS = ("code", "id", "value")
"""What a table of a pack is known by among its like, in this order of preference."""


@dataclass(frozen=True, slots=True)
class Change:
    """``kind`` is added, removed, changed or moved; ``before`` and ``after`` are what the packs say, as text."""

    kind: str
    path: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.kind == "added":
            return f"+ {self.path}: {self.after}"
        if self.kind == "removed":
            return f"- {self.path}: {self.before}"
        return f"~ {self.path}: {self.before} -> {self.after}"

    def as_json(self) -> dict[str, str | None]:
        return {"kind": self.kind, "path": self.path, "before": self.before, "after": self.after}


def compare(before: Pack, after: Pack) -> list[Change]:
    """Every difference between two packs; a whole table that is new or gone is one change."""
    return list(_differences("", _comparable(before), _comparable(after)))


def _comparable(pack: Pack) -> dict[str, object]:
    form = public_form(pack)
    lists = form["lists"]
    if isinstance(lists, dict):
        form["lists"] = {name: entries for name, entries in lists.items() if name not in DERIVED_LISTS}
    form["sql"] = {indicator.id: indicator.sql.strip() for indicator in pack.indicators}
    return form


def _differences(path: str, before: object, after: object) -> Iterator[Change]:
    if before == after:
        return
    left, right = _keyed(before), _keyed(after)
    if left is None or right is None:
        yield Change("changed", path, _said(before), _said(after))
        return
    for key in left:
        if key not in right:
            yield Change("removed", _join(path, key), _said(left[key]), None)
    for key, value in right.items():
        if key not in left:
            yield Change("added", _join(path, key), None, _said(value))
        else:
            yield from _differences(_join(path, key), left[key], value)
    was, now = [key for key in left if key in right], [key for key in right if key in left]
    if isinstance(before, list) and was != now:
        yield Change("moved", path, ", ".join(was), ", ".join(now))


def _keyed(value: object) -> Mapping[str, object] | None:
    """Tables by what they are known by, mappings as they are; ``None`` for anything that has no parts."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
        key = next((name for name in _KEYS if all(name in each for each in value)), None)
        return {str(each[key]): each for each in value} if key else None
    return {} if value == [] else None


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        name = value.get("name") or value.get("title") or value.get("statement") or value
        if isinstance(name, Mapping):
            return str(name.get("en") or ", ".join(f"{key}={each}" for key, each in name.items()))
        return str(name)
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value) or "none"
    return "nothing" if value is None else str(value)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
