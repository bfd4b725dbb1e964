"""What is asked, the same of everyone: filters, words, one large selection. Drawn from the rows themselves, by seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import duckdb

MULTI = ("themes", "actions", "types", "countries")
SINGLE = ("category", "maker_country", "standing", "stage")
EIGHT = (*MULTI, *SINGLE)
ADDRESS = {"themes": "theme", "actions": "action", "types": "type", "countries": "country"}
PAGE, SIZE, CAP = 3, 25, 10_000


@dataclass(frozen=True, slots=True)
class Search:
    """Words that must all occur, two filters, newest first, page 3; ``kind`` says how common the words are."""

    kind: str
    words: tuple[str, ...]
    hits: int


@dataclass(frozen=True, slots=True)
class Asked:
    """All questions of one run. ``filters`` are (column, code), ``broad`` those that keep 8 to 60 % of the rows;
    ``export`` a selection of about 9.35 % of the rows."""

    rows: int
    filters: tuple[tuple[str, str], ...]
    broad: tuple[tuple[str, str], ...]
    searches: tuple[Search, ...]
    where: tuple[tuple[str, str], ...]
    export: tuple[tuple[str, tuple[str, ...]], ...]
    exported: int
    references: tuple[str, ...]


def draw(folder: Path, seed: int) -> Asked:
    """The questions for the release in ``folder``."""
    con = duckdb.connect()
    con.execute(f"create view commitments as select * from '{folder}/tables/commitments/*.parquet'")
    rows = _one(con, "select count(*) from commitments")
    chance = random.Random(seed)
    filters = [("category", code) for (code,) in con.execute("select distinct category from commitments order by 1").fetchall()]
    for name in ("themes", "countries", "actions"):
        codes = con.execute(f"select distinct unnest({name}) as code from commitments order by 1").fetchall()
        filters += [(name, code) for (code,) in codes]
    for name in ("stage", "standing", "maker_country"):
        codes = con.execute(f"select distinct {name} from commitments where {name} is not null order by 1").fetchall()
        filters += [(name, code) for (code,) in codes]
    chance.shuffle(filters)
    broad = [one for one in filters if 0.08 <= _kept(con, *one) / rows <= 0.6]
    where = (("standing", "live"), ("category", "civil-society"))
    export, exported = _export(con, rows)
    references = [
        one for (one,) in con.execute(f"select reference from commitments using sample 200 rows (reservoir, {seed})").fetchall()
    ]
    return Asked(rows, tuple(filters), tuple(broad), _searches(con, where), where, export, exported, tuple(references))


def _kept(con: duckdb.DuckDBPyConnection, name: str, code: str) -> int:
    condition = f"list_contains({name}, ?)" if name in MULTI else f"{name} = ?"
    found = con.execute(f"select count(*) from commitments where {condition}", [code]).fetchone()
    assert found is not None
    return int(found[0])


def _searches(con: duckdb.DuckDBPyConnection, where: Sequence[tuple[str, str]]) -> tuple[Search, ...]:
    """One word or two by how many of the filtered rows hold them, from four in ten thousand to one in three."""
    kept = " and ".join(f"{name} = '{code}'" for name, code in where)
    con.execute(f"create temp table sampled as select * from (select * from commitments where {kept}) using sample 60000 rows")
    con.execute(
        "create temp table words as select word, count(*) as n from (select distinct reference, "
        "unnest(regexp_extract_all(lower(title || ' ' || description), '[a-z]{4,}')) as word from sampled) group by word"
    )
    sample = _one(con, "select count(*) from sampled")
    found = []
    for kind, share, several in (
        ("rare", 0.0004, 1),
        ("middling", 0.01, 1),
        ("middling pair", 0.08, 2),
        ("common", 0.2, 1),
        ("common pair", 0.35, 2),
    ):
        near = con.execute("select word from words order by abs(n / ? - ?), word limit ?", [sample, share, several]).fetchall()
        words = tuple(word for (word,) in near)
        clauses = [f"regexp_matches(lower(title || ' ' || description), '\\b{word}\\b')" for word in words]
        clauses += [f"{name} = '{code}'" for name, code in where]
        found.append(Search(kind, words, _one(con, f"select count(*) from commitments where {' and '.join(clauses)}")))
    return tuple(found)


def _export(con: duckdb.DuckDBPyConnection, rows: int) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], int]:
    """One category and one or two standings, as near to 9.35 % of the rows as there is."""
    counts = con.execute("select category, standing, count(*) from commitments group by all").fetchall()
    by = {(category, standing): count for category, standing, count in counts}
    categories, standings = sorted({one for one, _ in by}), sorted({one for _, one in by})
    pairs = [(one,) for one in standings] + [(a, b) for a, b in product(standings, standings) if a < b]
    options = [
        (sum(by.get((category, one), 0) for one in chosen), category, chosen) for category in categories for chosen in pairs
    ]
    count, category, chosen = min(options, key=lambda option: abs(option[0] - rows * 0.0935))
    return (("category", (category,)), ("standing", chosen)), count


def address(filters: Sequence[tuple[str, str]], **more: str) -> str:
    """Our query string for filters."""
    return urlencode([*((ADDRESS.get(name, name), code) for name, code in filters), *more.items()])


def distinct_pages(asked: Asked, count: int, seed: int) -> list[str]:
    """Dashboard addresses with distinct filters: one to three facets, one or two codes each. No two ask the same."""
    chance = random.Random(seed)
    by_name: dict[str, list[str]] = {}
    for name, code in asked.filters:
        by_name.setdefault(name, []).append(code)
    found: dict[str, None] = {}
    for _ in range(count * 20):
        chosen = chance.sample(sorted(by_name), chance.choice((1, 2, 2, 3)))
        picked = [
            (name, code)
            for name in chosen
            for code in chance.sample(by_name[name], min(len(by_name[name]), chance.choice((1, 1, 2))))
        ]
        found["/dashboard/?" + address(sorted(picked))] = None
        if len(found) == count:
            break
    return list(found)


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    found = con.execute(sql).fetchone()
    assert found is not None
    return int(found[0])
