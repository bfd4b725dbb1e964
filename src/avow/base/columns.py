"""The column declaration: what every column is, said once.

Releases, the read API, search, spreadsheets, the data dictionary, erasure and redaction are generated from these
objects. A column that is not declared cannot leave the desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# A list column is asked for by one of its values: ``?theme=gbv`` in an address, ``--where theme=gbv`` on the command line.
ASKED_AS = {"themes": "theme", "actions": "action", "types": "type", "countries": "country"}


class Type(StrEnum):
    """The published types. Each has one text form, which canonical rows and spreadsheets share."""

    TEXT = "text"
    INTEGER = "integer"
    MONEY = "money"  # decimal with two places
    NUMBER = "number"  # decimal with six places: shares, rates, target values
    BOOLEAN = "boolean"  # true / false
    DAY = "day"  # 2021-06-30
    DATE = "date"  # as told: 2021, 2021-06 or 2021-06-30
    INSTANT = "instant"  # 2021-06-30T12:00:00Z
    LIST = "list"  # of text


class Openness(StrEnum):
    OPEN = "open"
    CONFIDENTIAL = "confidential"


class Source(StrEnum):
    """Who says so."""

    MAKER = "maker"
    SECRETARIAT = "secretariat"
    TOLD = "told"  # maker, secretariat or public source, as the row's origin says
    COMPUTED = "computed"
    PACK = "pack"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column.

    ``meaning`` is the sentence of the data dictionary. ``codes`` names the pack's or the platform's code list the values
    come from. ``refers_to`` names the table whose key the values are (hiding and redaction follow it). ``facet``, ``text``
    and ``sort`` mark what the public side may filter by, search in and order by: the allow-lists are generated from them.
    """

    name: str
    type: Type
    meaning: str
    source: Source
    unit: str = ""
    codes: str = ""
    refers_to: str = ""
    personal: bool = False
    openness: Openness = Openness.OPEN
    redactable: bool = True
    facet: bool = False
    text: bool = False
    sort: bool = False

    @property
    def public(self) -> bool:
        return self.openness is Openness.OPEN and not self.personal


@dataclass(frozen=True, slots=True)
class Table:
    """A published table.

    ``key`` names the columns that identify a row. ``root`` names the column holding the reference of the entity the row
    belongs to (a target's commitment, a commitment itself): parts are cut and changes are applied by it.
    """

    name: str
    title: str
    meaning: str
    key: tuple[str, ...]
    root: str
    columns: tuple[Column, ...]
    _by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"table {self.name} declares a column twice")
        missing = [name for name in (*self.key, self.root) if name not in names]
        if missing:
            raise ValueError(f"table {self.name} does not declare its key columns {missing}")
        closed = [column.name for column in self.columns if not column.public]
        if closed:
            raise ValueError(f"table {self.name} would publish closed columns {closed}")
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def entity(self) -> bool:
        """Whether each row is something of its own. Other rows belong to one of another table, even where that has but one."""
        return self.key == (self.root,) and not self[self.root].refers_to


class Declaration(Mapping[str, Column]):
    """All declared columns of one desk table, open and closed: what ``disclosure`` picks public columns from."""

    def __init__(self, table: str, columns: Iterable[Column]) -> None:
        self.table = table
        self._columns = {column.name: column for column in columns}

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def pick(self, *names: str) -> tuple[Column, ...]:
        """The named columns, in that order. Raises ``ValueError`` for a closed one, ``KeyError`` for an undeclared one."""
        picked = tuple(self._columns[name] for name in names)
        closed = [column.name for column in picked if not column.public]
        if closed:
            raise ValueError(f"{self.table}: {closed} are personal or confidential and cannot be disclosed")
        return picked
