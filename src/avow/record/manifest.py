"""The manifest: what a release seals. It is kept for ever and tells no reference of any row, so that a redacted one cannot be
read from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from avow.base.refusals import Refusal
from avow.record import merkle

FORMAT = 2


@dataclass(frozen=True, slots=True)
class PartSeal:
    """One part of a table. ``name`` is a running number and says nothing of the rows, ``root`` is the Merkle root over their
    hashes. Which rows a part holds is told by ``parts.json``, which a redaction writes anew."""

    name: str
    rows: int
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
    """The seals of a manifest, by table. Raises a ``Refusal`` for a format this version does not know."""
    if manifest.get("format") != FORMAT:
        raise Refusal(
            "unknown-format",
            f"This release has format {manifest.get('format')}; this version of Avow reads format {FORMAT}.",
            "Publish into an empty folder, or read it with the version of Avow that wrote it.",
        )
    return {
        table["name"]: TableSeal(table["name"], tuple(PartSeal(**part) for part in table["parts"]))
        for table in manifest["tables"]
    }


def tables_json(tables: Sequence[TableSeal]) -> list[dict[str, Any]]:
    return [table.as_json() for table in sorted(tables, key=lambda table: table.name)]
