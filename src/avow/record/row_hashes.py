"""Row hashes of a part's file, for those who check: by the plain Python reference, or by DuckDB where rows are many."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from avow.base.columns import Table
from avow.record import merkle
from avow.record.canonical import row_hash, row_sql, row_text
from avow.record.duck import open_locked, rows_sql
from avow.record.manifest import PartSeal

BY_REFERENCE = 500_000  # up to this many rows in a release every one is hashed by the reference
_SAMPLE, _FETCH = 200, 5_000


class Hasher:
    """Hashes the rows of parts below a folder; a part that several releases share is hashed once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[Table, str, bool], bytes] = {}
        self._db = open_locked(folder, 2, "512MB")

    def close(self) -> None:
        self._db.close()

    def hashes(self, table: Table, path: Path, digest: str, *, independent: bool) -> bytes:
        """The hashes of the rows in the file's order, run together."""
        known = (table, digest, independent)
        if known not in self._known:
            self._known[known] = self._by_reference(table, path) if independent else self._by_duckdb(table, path)
        return self._known[known]

    def agrees(self, part: PartSeal, found: bytes, gone: Mapping[int, bytes]) -> bool:
        """Whether these hashes, with those of redacted rows put back, are what the part sealed."""
        whole = merkle.with_redacted(found, gone)
        return len(whole) == part.rows * merkle.SIZE and merkle.root(whole).hex() == part.root

    def _by_reference(self, table: Table, path: Path, limit: int | None = None) -> bytes:
        query = rows_sql(table, [path], extra=("_salt",))
        cursor = self._db.execute(query if limit is None else f"{query} limit {limit}")
        found: list[bytes] = []
        while rows := cursor.fetchmany(_FETCH):
            found += [row_hash(row[-1], row_text(table.columns, row[:-1])) for row in rows]
        return b"".join(found)

    def _by_duckdb(self, table: Table, path: Path) -> bytes:
        rows = rows_sql(table, [path], extra=("_salt",))
        cursor = self._db.execute(f"select sha256(_salt || encode({row_sql(table)})) from ({rows})")
        found = bytes.fromhex("".join(row[0] for row in cursor.fetchall()))
        sample = self._by_reference(table, path, _SAMPLE)
        if found[: len(sample)] != sample:
            raise ValueError("the two ways of hashing a row disagree")
        return found
