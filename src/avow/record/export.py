"""Tables out, where their lines are not kept ready: written by the query engine part by part, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from pathlib import Path

import duckdb

from avow.base.columns import Table
from avow.record import bits
from avow.record.building import Slice, Source
from avow.record.duck import files_sql, quoted
from avow.record.search import Finder, Sets

_LINES = 2_000  # lines handed on at once
_ROOTS = 20_000  # roots asked for in one query


class Export:
    """Streams the rows of one table that belong to a set of roots and may be shown."""

    def __init__(self, source: Source, finder: Finder, slices: Sequence[Slice], shown: str) -> None:
        self._source, self._finder, self._slices, self._shown = source, finder, slices, shown

    def lines(self, cursor: duckdb.DuckDBPyConnection, table: Table, line: str, chosen: Sets) -> Iterator[list[str]]:
        """``line`` of each row, some thousand at a time, in the order of references."""
        for files, roots in self._batches(table, chosen):
            among = f" and {quoted(table.root)} in (select unnest(string_split(?, ',')))" if roots else ""
            given = [",".join(roots)] if roots else []
            cursor.execute(f"select {line} from {files_sql(files)} where {self._shown}{among}", given)
            while rows := cursor.fetchmany(_LINES):
                yield [text for (text,) in rows]

    def _batches(self, table: Table, chosen: Sets) -> Iterator[tuple[list[Path], list[str]]]:
        """Files to read together, with the roots wanted from them: few enough for memory, enough to be worth a plan."""
        files: list[Path] = []
        wanted: list[str] = []
        for first, last, path in self._source.parts(table.name):
            roots = self._roots(first, last, chosen)
            if roots is None:
                if files:
                    yield files, wanted
                    files, wanted = [], []
                yield [path], []
            elif roots:
                files.append(path)
                wanted += roots
                if len(wanted) >= _ROOTS:
                    yield files, wanted
                    files, wanted = [], []
        if files:
            yield files, wanted

    def _roots(self, first: int, last: int, chosen: Sets) -> list[str] | None:
        """References of the chosen roots in a range and a little around it; ``None`` when all of them are chosen."""
        roots: list[str] = []
        whole = True
        for cut, shard, members, visible in zip(self._slices, self._finder.shards, chosen, self._finder.visible, strict=True):
            if cut.low <= last and cut.high >= first:
                whole = whole and members == visible
                if members:
                    roots += compress(shard.references(), map((49).__eq__, bits.selector(members, shard.size)))
        return None if whole else roots
