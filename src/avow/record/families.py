"""Which tables are found and counted together: a table whose rows are the roots, and those whose rows belong to them.

``commitments`` with its versions, makers, targets, money; ``organisations`` by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from avow.base.columns import Column, Table, Type
from avow.base.references import Reference
from avow.record.stems import Tokens, fold

MAKER = "maker"  # a facet no column declares: every organisation that makes the commitment, co-makers included
MAKERS_TABLE = "commitment_makers"
_PROPOSED = "proposed"  # named by a source, has not agreed: not a maker

Row = list[Any]  # the opaque key, then the values in the order of the declared columns, as JSON holds them


@dataclass(frozen=True)
class Family:
    """A root table and the tables that hang on it. Knows which columns filter, search, sort and add up."""

    table: Table
    children: tuple[Table, ...]

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def facets(self) -> tuple[Column, ...]:
        return tuple(column for column in self.table.columns if column.facet)

    @property
    def counted(self) -> tuple[str, ...]:
        """Facets with few enough codes to be counted: all but those naming another table's rows."""
        return tuple(column.name for column in self.facets if not column.refers_to)

    @property
    def filters(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.facets) + ((MAKER,) if self.has_makers else ())

    @property
    def sorts(self) -> tuple[Column, ...]:
        return tuple(column for column in self.table.columns if column.sort)

    @property
    def sums(self) -> tuple[Column, ...]:
        return tuple(column for column in self.table.columns if column.type is Type.MONEY)

    @property
    def has_makers(self) -> bool:
        return any(table.name == MAKERS_TABLE for table in self.children)

    def child(self, name: str) -> Table | None:
        return next((table for table in self.children if table.name == name), None)


def families(tables: Mapping[str, Table]) -> dict[str, Family]:
    """The families of a release, by the name of their root table."""
    roots = {table.name: table for table in tables.values() if table.entity}
    found = {}
    for name, table in roots.items():
        children = [one for one in tables.values() if one.name not in roots and one[one.root].refers_to == name]
        found[name] = Family(table, tuple(children))
    return found


@dataclass(frozen=True)
class Told:
    """One root with all rows that belong to it, as read from the record."""

    row: Row
    children: Mapping[str, list[Row]]

    def without(self, hidden: frozenset[str]) -> Told:
        kept = {name: [row for row in rows if row[0] not in hidden] for name, rows in self.children.items()}
        return Told(self.row, kept)


def looked_into(family: Family) -> set[str]:
    """Names of the child tables the index reads: those with text to search, and the makers."""
    return {table.name for table in family.children if table.name == MAKERS_TABLE or any(one.text for one in table.columns)}


class Reading:
    """Reads what the index needs from a told root. One per family and thread of work."""

    def __init__(self, family: Family) -> None:
        self.family = family
        table = family.table
        self._at = {name: at for at, name in enumerate(table.names, start=1)}
        self._facets = [(column, self._at[column.name]) for column in family.facets]
        self._texts = [self._at[column.name] for column in table.columns if column.text]
        self._child_texts = [
            (child.name, [at for at, column in enumerate(child.columns, start=1) if column.text])
            for child in family.children
            if any(column.text for column in child.columns)
        ]
        self._language = self._at.get("language")
        self._tokens = Tokens()
        makers = family.child(MAKERS_TABLE)
        self._maker_at = (1 + makers.names.index("organisation"), 1 + makers.names.index("role")) if makers else None

    def texts(self, told: Told) -> list[str]:
        """Everything search looks in, one text for each cell, and the root's reference."""
        found: list[str] = [told.row[self._at[self.family.table.root]]]
        for row, places in self._with_text(told):
            for at in places:
                value = row[at]
                found += value if isinstance(value, list) else [value] if value else []
        return found

    def _with_text(self, told: Told) -> list[tuple[Row, list[int]]]:
        rows = [(told.row, self._texts)]
        for name, places in self._child_texts:
            rows += [(row, places) for row in told.children.get(name, ())]
        return rows

    def language(self, told: Told) -> str | None:
        return told.row[self._language] if self._language else None

    def tokens(self, told: Told) -> set[str]:
        return self._tokens.of(self.texts(told), self.language(told))

    def codes(self, told: Told) -> list[tuple[str, tuple[str, ...]]]:
        """The codes of each facet; ``""`` stands for not told, since silence is a category."""
        return [(column.name, facet_codes(told.row[at])) for column, at in self._facets]

    def makers(self, told: Told) -> list[str]:
        """The organisations that make it, each once."""
        if self._maker_at is None:
            return []
        organisation, role = self._maker_at
        rows = told.children.get(MAKERS_TABLE, ())
        return list(dict.fromkeys(row[organisation] for row in rows if row[role] != _PROPOSED))

    def cents(self, told: Told, column: Column) -> int:
        value = told.row[self._at[column.name]]
        return int(Decimal(value).scaleb(2)) if value else 0

    def sort_key(self, row: Row, column: Column) -> Any:
        """What rows are ordered by; ``None`` (not told) goes last either way."""
        value = row[self._at[column.name]]
        if value is None:
            return None
        if column.name == self.family.table.root:
            return Reference.parse(value).order
        if column.type in (Type.MONEY, Type.NUMBER):
            return Decimal(value)
        return fold(value) if column.type is Type.TEXT else value


def facet_codes(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(dict.fromkeys(value)) or ("",)
    if isinstance(value, bool):
        return ("true" if value else "false",)
    return ("" if value is None else str(value),)


def as_record(table: Table, row: Row) -> dict[str, Any]:
    """A stored row as a dictionary of Python values: decimals for money and numbers, dates for days."""
    return {column.name: _value(column.type, value) for column, value in zip(table.columns, row[1:], strict=True)}


def _value(kind: Type, value: Any) -> Any:
    if value is None:
        return None
    if kind in (Type.MONEY, Type.NUMBER):
        return Decimal(value)
    return date.fromisoformat(value) if kind is Type.DAY else value
