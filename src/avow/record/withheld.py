"""The withheld list: what must not be shown, told by opaque keys, in a small signed file beneath every query.

The file names nothing: a stranger who reads it learns how many rows are hidden, not which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Any

from avow.base.clock import instant_text
from avow.base.columns import Column, Table, Type
from avow.record.canonical import keyed_sql, text_sql
from avow.record.duck import literal
from avow.record.keys import Keys
from avow.record.layout import Layout, load
from avow.record.sealing import readable, replace_file, sealed


@dataclass(frozen=True)
class Withheld:
    """The list in force. ``releases`` are those whose raw files hold a withheld row and are not handed out.

    ``reopened`` is the release that was current when something was last shown again: rows left out since must come back
    with a publish of whole tables.
    """

    serial: int = 0
    rows: frozenset[str] = frozenset()
    releases: tuple[int, ...] = ()
    reopened: int = 0

    @classmethod
    def read(cls, layout: Layout) -> Withheld:
        if not layout.withheld.exists():
            return cls()
        return cls.from_json(load(layout.withheld))

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Withheld:
        return cls(document["serial"], frozenset(document["rows"]), tuple(document["releases"]), document.get("reopened", 0))

    def unsettled(self, release: int) -> bool:
        """Whether the release holds rows that are withheld now, or lacks rows that have been shown again since."""
        return release in self.releases or self.reopened >= release

    def write(self, layout: Layout, *, at: datetime, keys: Keys) -> Withheld:
        """Puts this list in force under the next serial number."""
        fresh = replace(self, serial=Withheld.read(layout).serial + 1)
        document = {
            "serial": fresh.serial,
            "at": instant_text(at),
            "rows": sorted(fresh.rows),
            "releases": sorted(fresh.releases),
            "reopened": fresh.reopened,
        }
        replace_file(layout.withheld, readable(sealed(document, keys)))
        return fresh


@dataclass
class Veil:
    """Keeps withheld rows, and rows that name a withheld entity, out of a release being written.

    A commitment registered yesterday by an organisation hidden last week has a key nobody has listed yet: the row is held
    back because it names the organisation, and its key joins the list so that its own rows follow.
    """

    rows: set[str]
    added: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(self, keys: Iterable[str]) -> None:
        with self._lock:
            fresh = [key for key in keys if key not in self.rows]
            self.rows.update(fresh)
            self.added.extend(fresh)

    def condition(self, table: Table) -> str:
        """SQL that holds for rows that may be shown; empty when nothing is withheld."""
        if not self.rows:
            return ""
        with self._lock:
            listed = f"({', '.join(literal(key) for key in sorted(self.rows))})"
        tests = [f"_key not in {listed}"]
        tests += [f"coalesce({_names(column)} not in {listed}, true)" for column in table.columns if column.refers_to]
        return " and ".join(tests)


def _names(column: Column) -> str:
    """The opaque key of the entity a value refers to. Declared references are single values."""
    if column.type is Type.LIST:
        raise ValueError(f"{column.name}: a list of references cannot be followed; publish one row a reference")
    return keyed_sql(f"encode(concat({literal(column.refers_to)}, chr(31), {text_sql(column)}))")
