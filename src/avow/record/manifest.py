"""The manifest: what a release seals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from avow.record import merkle


@dataclass(frozen=True, slots=True)
class PartSeal:
    """One part of a table. ``name`` is the order of the first root that belongs to it, ``first`` and ``last`` are the
    references of the roots it really holds, ``root`` is the Merkle root over its row hashes."""

    name: str
    rows: int
    first: str
    last: str
    root: str


@dataclass(frozen=True, slots=True)
class TableSeal:
    name: str
    parts: tuple[PartSeal, ...]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def root(self) -> str:
        return merkle.root([bytes.fromhex(part.root) for part in self.parts]).hex()

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "rows": self.rows, "root": self.root, "parts": [asdict(part) for part in self.parts]}


def release_root(tables: Iterable[TableSeal]) -> str:
    """The root over all tables, in the order of their names; a leaf is the table's name and its root."""
    ordered = sorted(tables, key=lambda table: table.name)
    return merkle.root([table.name.encode() + b"\x1f" + bytes.fromhex(table.root) for table in ordered]).hex()


def tables_of(manifest: Mapping[str, Any]) -> dict[str, TableSeal]:
    return {
        table["name"]: TableSeal(table["name"], tuple(PartSeal(**part) for part in table["parts"]))
        for table in manifest["tables"]
    }


def tables_json(tables: Sequence[TableSeal]) -> list[dict[str, Any]]:
    return [table.as_json() for table in sorted(tables, key=lambda table: table.name)]
