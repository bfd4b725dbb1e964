"""Figures: indicators computed from a release.

An indicator's SQL gives exact numerators and denominators; ``display`` divides and rounds. Figures are stored with the release
and can be computed again by anybody from its folder: the SQL runs locked into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from avow.base.columns import ASKED_AS, Column, Source, Table, Type
from avow.base.refusals import Refusal
from avow.record import merkle
from avow.record.as_of import TOLD, Past, day_root, keeps_past, tracks_in
from avow.record.canonical import row_hash, row_text
from avow.record.datapackage import read_tables
from avow.record.duck import DUCK_TYPES, files_sql, list_texts, literal, open_locked, quoted, rows_sql
from avow.record.layout import FIGURES, INDICATORS, MANIFEST, PACK, REDACTIONS, Layout, load, part_files
from avow.record.rounding import display, off_from_hundred, possible, rounded
from avow.record.sealing import hash_of
from avow.record.withheld import Withheld

__all__ = ["Indicator", "compute", "display", "off_from_hundred", "possible", "rounded", "stored"]

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}\Z")
_COMPUTED = Source.COMPUTED
_NUMBERS = ("numerator", "denominator", "covered", "eligible")
HIDDEN = "withheld_rows"
_MILLIONTH = Decimal("0.000001")

TABLE = Table(
    "figures",
    "Figures",
    "Every indicator of the pack computed from this release, in total and by each declared dimension.",
    key=("indicator",),
    root="indicator",
    columns=(
        Column("indicator", Type.TEXT, "Indicator.", _COMPUTED),
        Column("dimension", Type.TEXT, "Column it is broken down by; empty for the total.", _COMPUTED),
        Column("code", Type.TEXT, "Value of that column; empty for the total.", _COMPUTED),
        Column("unit", Type.TEXT, "Count, share or US dollars.", _COMPUTED),
        Column("numerator", Type.NUMBER, "Exact numerator, or the count or amount itself.", _COMPUTED),
        Column("denominator", Type.NUMBER, "Exact denominator; empty for a count or an amount.", _COMPUTED),
        Column("covered", Type.NUMBER, "How many of the eligible the figure rests on.", _COMPUTED),
        Column("eligible", Type.NUMBER, "How many it could rest on.", _COMPUTED),
        Column("suppressed", Type.BOOLEAN, "Whether the value is withheld to protect somebody.", _COMPUTED),
        Column("inputs", Type.TEXT, "Hash of the indicator's SQL and of the roots of the tables it reads.", _COMPUTED),
    ),
)


@dataclass(frozen=True)
class Indicator:
    """An indicator as the pack declares it. ``base`` says what is counted; ``by`` names the dimensions its SQL gives."""

    id: str
    unit: str
    base: str
    by: tuple[str, ...]
    sql: str

    def __post_init__(self) -> None:
        if not _ID.match(self.id):
            raise ValueError(f"{self.id!r} is no indicator id: small letters, digits, dot, dash and underscore")

    @property
    def path(self) -> str:
        return f"indicators/{self.id}.sql"

    def reads(self, tables: Iterable[str]) -> list[str]:
        """The tables its SQL names."""
        return sorted(name for name in tables if re.search(rf"\b{re.escape(name)}\b", self.sql))


@dataclass(frozen=True, slots=True)
class Figure:
    indicator: str
    dimension: str | None
    code: str | None
    unit: str
    numerator: Decimal | None
    denominator: Decimal | None
    covered: Decimal | None
    eligible: Decimal | None
    suppressed: bool
    inputs: str

    @property
    def row(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in TABLE.names)

    @property
    def place(self) -> tuple[str, str, str]:
        return (self.indicator, self.dimension or "", self.code or "")


def indicators_of(release: Path) -> list[Indicator]:
    """The indicators that came with a release."""
    return [
        Indicator(
            line["id"],
            line["unit"],
            line["base"],
            tuple(line["by"]),
            (release / "indicators" / f"{line['id']}.sql").read_text("utf-8"),
        )
        for line in load(release / INDICATORS)
    ]


def figures_root(figures: Iterable[Figure]) -> str:
    """The Merkle root over the figures, by indicator, dimension and code. They need no salt: nothing hides in them."""
    ordered = sorted(figures, key=lambda figure: figure.place)
    return merkle.root([row_hash(b"", row_text(TABLE.columns, figure.row)) for figure in ordered]).hex()


def stored(release: Path) -> list[Figure]:
    """The figures a release was published with."""
    with open_locked(release, 1, "256MB") as connection:
        rows = connection.execute(rows_sql(TABLE, [release / FIGURES])).fetchall()
    return [Figure(*row) for row in rows]


def open_views(
    release: Path,
    where: Mapping[str, str] | None = None,
    withheld: frozenset[str] = frozenset(),
    memory: str = "640MB",
    as_of: date | None = None,
) -> duckdb.DuckDBPyConnection:
    """A database with one view a table, named like it, over a release folder: narrowed by ``where``, without withheld rows, as
    of a day where one is given."""
    connection = open_locked(release, 2, memory)
    tables = read_tables(release)
    if withheld:
        list_texts(connection, HIDDEN, withheld)
    hidden = f"_key not in (select key from {HIDDEN})" if withheld else ""
    told = {name: _told(table, list(part_files(release, name).values()), hidden) for name, table in tables.items()}
    if as_of is not None:
        told = _then(connection, tables, told, as_of, load(release / PACK))
    narrowed = _narrowing(tables, where or {})
    for name in sorted(tables, key=lambda name: (name != "commitments", name == "organisations", name)):
        query = f"select * from ({told[name]}) where {narrowed[name]}" if name in narrowed else told[name]
        connection.execute(f"create view {quoted(name)} as {query}")
    return connection


def _told(table: Table, files: list[Path], hidden: str) -> str:
    """The visible rows of a table."""
    return f"{rows_sql(table, files)}{f' where {hidden}' if files and hidden else ''}"


def _then(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Table],
    told: Mapping[str, str],
    day: date,
    pack: Mapping[str, Any],
) -> dict[str, str]:
    """The tables as of a day."""
    if not keeps_past(tables):
        raise Refusal(
            "past-not-kept",
            "This release does not keep what it takes to say how things stood on another day.",
            "Ask without the day, or choose a newer release.",
        )
    connection.execute(f"create schema {TOLD}")
    for name, query in told.items():
        connection.execute(f"create view {TOLD}.{quoted(name)} as {query}")
    past = Past(connection, tables, day, tracks_in(pack))
    past.prepare()
    return {name: past.sql(table) for name, table in tables.items()}


def _narrowing(tables: Mapping[str, Table], where: Mapping[str, str]) -> dict[str, str]:
    """What each view must hold for when figures are asked of some commitments only."""
    if not where:
        return {}
    commitments = tables["commitments"]
    found = {"commitments": " and ".join(_holds(commitments, name, value) for name, value in where.items())}
    key = quoted(commitments.key[0])
    for name, table in tables.items():
        if name != "commitments" and table[table.root].refers_to == "commitments":
            found[name] = f"{quoted(table.root)} in (select {key} from commitments)"
    if "organisations" in tables and "commitment_makers" in tables:
        found["organisations"] = "reference in (select organisation from commitment_makers)"
    return found


def _holds(table: Table, asked: str, value: str) -> str:
    name = next((column for column, spelling in ASKED_AS.items() if spelling == asked), asked)
    if name not in table.names:
        raise Refusal(
            "unknown-column",
            f"Commitments have no column {asked}.",
            f"Filter by one of: {', '.join(ASKED_AS.get(one.name, one.name) for one in table.columns if one.facet)}.",
        )
    column = table[name]
    if column.type is Type.LIST:
        return f"list_contains({quoted(name)}, {literal(value)})"
    if column.type is Type.TEXT:
        return f"{quoted(name)} = {literal(value)}"
    return f"{quoted(name)} = try_cast({literal(value)} as {DUCK_TYPES[column.type]})"


def evaluate(
    connection: duckdb.DuckDBPyConnection, indicators: Sequence[Indicator], roots: Mapping[str, str]
) -> Iterator[Figure]:
    """Runs the indicators over the views. ``roots`` are the tables' Merkle roots, for the hash of what went in."""
    for indicator in indicators:
        inputs = hash_of(
            {
                "sql": sha256(indicator.sql.encode()).hexdigest(),
                "tables": {name: roots[name] for name in indicator.reads(roots)},
            }
        )
        yield from _figures(connection, indicator, inputs)


def _figures(connection: duckdb.DuckDBPyConnection, indicator: Indicator, inputs: str) -> Iterator[Figure]:
    try:
        statements = connection.extract_statements(indicator.sql)
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            raise _broken(indicator, "it cannot be computed: it is not one SELECT")
        cursor = connection.execute(statements[0])
        names = [line[0] for line in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except duckdb.Error as error:
        raise _broken(indicator, f"it cannot be computed: {str(error).splitlines()[0]}") from error
    missing = [name for name in ("numerator", *indicator.by) if name not in names]
    if missing:
        raise _broken(indicator, f"its SQL gives no column {' or '.join(missing)}")
    seen: set[tuple[str | None, str | None]] = set()
    for row in rows:
        told = [(name, row[name]) for name in indicator.by if row[name] is not None]
        if len(told) > 1:
            raise _broken(indicator, "a row of it is broken down by two columns at once")
        dimension, code = (told[0][0], str(told[0][1])) if told else (None, None)
        if (dimension, code) in seen:
            raise _broken(indicator, f"it gives {dimension or 'the total'} {code or ''} twice; name its empty groups")
        seen.add((dimension, code))
        inexact = [name for name in _NUMBERS if isinstance(row.get(name), float)]
        if inexact:
            raise _broken(
                indicator, f"its {inexact[0]} is a DOUBLE, which does not repeat exactly; use whole numbers or decimals"
            )
        numbers = {name: _decimal(row.get(name)) for name in _NUMBERS}
        yield Figure(
            indicator.id, dimension, code, indicator.unit, **numbers, suppressed=bool(row.get("suppressed")), inputs=inputs
        )


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(_MILLIONTH)


def _broken(indicator: Indicator, what: str) -> Refusal:
    return Refusal(
        "indicator-broken", f"Indicator {indicator.id}: {what}.", "Correct its SQL in the pack; the old release stands."
    )


def redacted_tables(release: Path) -> dict[str, int]:
    """Tables of a release that lost rows to redaction, with the number of the last one."""
    if not (release / REDACTIONS).exists():
        return {}
    found: dict[str, int] = {}
    for redaction in load(release / REDACTIONS)["redactions"]:
        found |= dict.fromkeys(redaction["tables"], redaction["number"])
    return found


def marks(release: Path) -> dict[str, int]:
    """Indicators that can no longer be computed from the folder: id and number of the redaction since when."""
    redacted = redacted_tables(release)
    found = {indicator.id: [redacted[name] for name in indicator.reads(redacted)] for indicator in indicators_of(release)}
    return {name: max(numbers) for name, numbers in found.items() if numbers}


def compute(
    folder: Path,
    ids: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    release: int | None = None,
    *,
    broken_down: bool = False,
    as_of: date | None = None,
) -> list[dict[str, Any]]:
    """Figures of a release, the way ``avow figures --json`` prints them.

    ``folder`` is a record, or one release's folder. ``as_of``: what the release knows about that day. Without it and ``where``,
    a figure that used redacted rows, and any figure of a
    release whose tables are gone, keeps the value it was published with and says since when it cannot be computed again.
    """
    place, withheld = _place(Path(folder), release)
    manifest = load(place / MANIFEST)
    number = manifest["release"]
    indicators = _chosen(indicators_of(place), ids)
    gone = not (place / "tables").exists()
    if gone and (where or as_of):
        raise Refusal(
            "tables-gone",
            f"The tables of release {number} are no longer kept, so it cannot be filtered.",
            "Ask for its published figures, or filter a newer release.",
        )
    since = marks(place) if not where and not as_of else {}
    again = [indicator for indicator in indicators if not gone and indicator.id not in since]
    figures: list[Figure] = []
    if again:
        roots = {table["name"]: table["root"] for table in manifest["tables"]}
        if as_of:
            roots = {name: day_root(root, as_of) for name, root in roots.items()}
        with open_views(place, where, withheld, as_of=as_of) as connection:
            figures += evaluate(connection, again, roots)
    left = {indicator.id for indicator in indicators} - {indicator.id for indicator in again}
    figures += [figure for figure in (stored(place) if left else []) if figure.indicator in left]
    day = as_of.isoformat() if as_of else manifest.get("as_of")  # a copy made for a day tells it itself
    then = {"as_of": day} if day else {}
    return [
        _line(figure, number, where or {}, since.get(figure.indicator), gone) | then
        for wanted in indicators
        for figure in sorted(figures, key=lambda figure: figure.place)
        if figure.indicator == wanted.id and (broken_down or figure.dimension is None)
    ]


def _place(folder: Path, release: int | None) -> tuple[Path, frozenset[str]]:
    if (folder / MANIFEST).exists():
        return folder, frozenset()
    layout = Layout(folder)
    number = release if release is not None else layout.current()
    if number is None or not (layout.release(number) / MANIFEST).exists():
        raise Refusal(
            "no-such-release",
            f"{folder} holds no release{'' if number is None else f' {number}'}.",
            "Publish one first, or name one that is there." if number is None else f"There are: {layout.numbers()}.",
        )
    return layout.release(number), Withheld.read(layout).rows


def _chosen(indicators: Sequence[Indicator], ids: Sequence[str]) -> list[Indicator]:
    known = {indicator.id: indicator for indicator in indicators}
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise Refusal("unknown-indicator", f"There is no indicator {unknown[0]}.", f"There are: {', '.join(sorted(known))}.")
    return [known[name] for name in ids] if ids else list(indicators)


def _line(figure: Figure, release: int, where: Mapping[str, str], since: int | None, gone: bool) -> dict[str, Any]:
    hidden = figure.suppressed
    covered = None if figure.eligible is None else {"covered": number(figure.covered), "eligible": number(figure.eligible)}
    line: dict[str, Any] = {
        "id": figure.indicator,
        "numerator": None if hidden else number(figure.numerator),
        "denominator": None if hidden else number(figure.denominator),
        "value": None if hidden else number(display(figure.numerator, figure.denominator, figure.unit)),
        "unit": figure.unit,
        "coverage": covered,
        "suppressed": hidden,
        "release": release,
        "where": dict(where),
        "inputs": figure.inputs,
    }
    if figure.dimension is not None:
        line["by"] = {figure.dimension: figure.code}
    if since is not None:
        line["note"] = f"not recomputable since redaction {since}"
    elif gone:
        line["note"] = "its rows are no longer kept"
    return line


def number(value: Decimal | None) -> int | float | str | None:
    """A decimal for JSON: a number where JSON readers keep it exactly, else its text."""
    if value is None:
        return None
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else format(value, "f")


def figures_sql(release: Path) -> str:
    """A select over the stored figures, for readers that count with DuckDB."""
    return f"select * from {files_sql([release / FIGURES])}"
