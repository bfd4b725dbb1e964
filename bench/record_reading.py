"""Measures the reading side of the record on a seeded synthetic release: index build, dashboards, search, items, CSV.

    python bench/record_reading.py 2700 100000 1000000

Files go to a temporary folder (``--folder``) and are deleted at the end. Numbers are medians over distinct questions.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

import duckdb

from avow.base.columns import Table, Type
from avow.commitments import columns as declared
from avow.organisations.columns import ORGANISATIONS
from avow.record.cache import prepare
from avow.record.datapackage import describe
from avow.record.manifest import FORMAT
from avow.record.reading import Filters, Record

TABLES = (*declared.TABLES, ORGANISATIONS)
PART = 50_000
YEARS = 5
THEMES = "gbv ejr srhr climate tech movements compact-financing compact-participation compact-economic".split()  # noqa: SIM905
WORDS = tuple(
    """women girls support rights programme access equality training leadership policy health education climate finance
    violence network community fund partners gender local services data youth economic justice digital feminist movements
    promises commitment budget law care""".split()  # noqa: SIM905
)
COUNTRIES = [f"{a}{b}{c}" for a in "ABCDEF" for b in "ABCDEF" for c in "XYZUVW"][:200]
ACTIONS = [f"{theme}-{number}" for theme in THEMES[:6] for number in (1, 2, 3, 4)]
CATEGORIES = ["government", "civil-society", "youth", "private-sector", "philanthropy", "international", "other"]
COMMITMENT_TYPES = ["financial", "advocacy", "policy", "programmatic"]
TYPES = {
    Type.TEXT: "varchar", Type.INTEGER: "bigint", Type.MONEY: "decimal(20,2)", Type.NUMBER: "decimal(24,6)",
    Type.BOOLEAN: "boolean", Type.DAY: "date", Type.DATE: "varchar", Type.INSTANT: "varchar", Type.LIST: "varchar[]",
}  # fmt: skip


def chance(salt: str) -> str:
    """A SQL number in [0, 1) fixed by the row and the salt."""
    return f"(hash(i, '{salt}') % 1000003 / 1000003.0)"


def one_of(values: Sequence[str], salt: str) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"[{listed}][1 + (hash(i, '{salt}') % {len(values)})::int]"


def some_of(values: Sequence[str], most: int, salt: str) -> str:
    return f"list_distinct([{', '.join(one_of(values, salt + str(at)) for at in range(most))}])"


def texts(words: int, salt: str) -> str:
    """Words by a law like Zipf's: a few are everywhere, most are rare."""
    return (
        f"array_to_string(list_transform(range({words}), lambda k : getvariable('vocabulary')"
        f"[1 + floor(pow(len(getvariable('vocabulary')), (hash(i, k, '{salt}') % 1000003) / 1000003.0) - 1)::int]), ' ')"
    )


def amount(name: str) -> str:
    return f"case when {chance('told')} < 0.4 then round(exp({chance(name)} * 16) + 1000, 2) end"


ROOT: dict[str, str] = {
    "reference": "ref",
    "title": texts(8, "title"),
    "description": texts(55, "description"),
    "language": one_of(["en", "en", "en", "en", "en", "en", "en", "fr", "es", "ru", "ar"], "language"),
    "owner": "owner",
    "owner_name": "'Organisation ' || owner",
    "category": one_of(CATEGORIES, "category"),
    "reporting_group": one_of("abcd", "group"),
    "maker_country": one_of(COUNTRIES, "maker_country"),
    "maker_region": one_of(["002", "019", "142", "150", "009"], "region"),
    "makers": "1",
    "tracks": "['action-coalitions']",
    "themes": some_of(THEMES, 2, "theme"),
    "actions": some_of(ACTIONS, 2, "action"),
    "types": some_of(COMMITMENT_TYPES, 2, "type"),
    "countries": some_of(COUNTRIES, 3, "country"),
    "scope": "'global'",
    "start": "year::varchar",
    "end": "(year + 1 + (hash(i, 'e') % 5)::int)::varchar || '-06'",
    "year": "year",
    "joint": "false",
    "origin": one_of(["maker", "maker", "maker", "secretariat", "public-source"], "origin"),
    "standing": one_of(["live", "live", "live", "ended", "lapsed", "withdrawn"], "standing"),
    "stage": one_of(["not-reported", "planning", "in-progress", "completed"], "stage"),
    "trajectory": one_of(["too-early", "ahead", "on-track", "behind", "cannot-tell"], "trajectory"),
    "version": "1",
    "change": f"case when {chance('change')} < 0.2 then 'strengthened' end",
    "confirmed_on": "make_date(year, 1 + (hash(i, 'm') % 12)::int, 1 + (hash(i, 'd') % 28)::int)",
    "pledged_usd": amount("pledged"),
    "pledged_net_usd": amount("pledged_net"),
    "secured_usd": amount("secured"),
    "secured_net_usd": amount("secured_net"),
    "affirmed": "true",
    "recorded_at": "'2026-11-22T10:00:00Z'",
}
VERSION = {
    "version": "n",
    "title": texts(8, "title"),
    "description": texts(55, "description"),
    "language": "'en'",
    "valid_from": "make_date(year, 3, 1)",
    "themes": ROOT["themes"],
    "countries": ROOT["countries"],
}
MAKER = {
    "organisation": "case when n = 1 then owner else 'O-' || format('{:04d}', hash(i, n) % orgs + 1) end",
    "role": "case when n = 1 then 'owner' else 'co-maker' end",
}
TARGET = {
    "number": "n",
    "statement": texts(12, "target"),
    "indicator": "'People reached'",
    "unit": "'people'",
    "baseline": "0",
    "target": "1000",
    "target_on": "'2026'",
    "band": "'on-track'",
}
ENTRY = {
    "number": "n",
    "version": "1",
    "stage": "'pledged'",
    "purpose": "'Programme costs'",
    "amount": "1000 * n",
    "currency": "'USD'",
    "on": "year::varchar",
    "usd": "1000 * n",
    "rate": "1",
}
VALUE = {"target": "1", "number": "n", "value": "n * 100", "value_on": "make_date(year + 1, n::int, 1)", "proof": "'statement'"}
# How many rows a commitment has on average, and what stands in them.
EACH: dict[str, tuple[float, dict[str, str]]] = {
    "commitment_versions": (1.2, VERSION),
    "commitment_actions": (1.5, {"number": "n", "theme": ROOT["themes"] + "[1]", "share": "0.5"}),
    "former_actions": (0.3, {"version": "1", "number": "n", "theme": ROOT["themes"] + "[1]", "share": "0.5"}),
    "commitment_makers": (1.3, MAKER),
    "former_makers": (0.1, {"number": "n", "organisation": "owner", "role": "'co-maker'"}),
    "commitment_turns": (0.1, {"number": "n", "turn": "'lapsed'", "on": "make_date(year + 2, 6, 30)"}),
    "targets": (1.5, TARGET),
    "former_targets": (0.3, {**TARGET, "version": "1"}),
    "target_values": (1.2, VALUE),
    "ledger": (2.0, ENTRY),
    "stage_declarations": (1.0, {"number": "n", "stage": "'planning'", "said_on": "make_date(year, 5, 1)"}),
    "strengths": (1.0, {"version": "1", "overall": "hash(i, 'overall') % 4", "scores": "['impact:2', 'funding:1']"}),
}


def build_release(root: Path, roots: int, seed: int, *, number: int = 1, altered: int = 0) -> Path:
    """A release folder in the record's layout: tables, seal and description, without signatures."""
    folder = root / "releases" / str(number)
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    picker = random.Random(seed)
    invented = [
        "".join(picker.choice("bcdfglmnprst") + picker.choice("aeiou") for _ in range(picker.randint(2, 5)))
        for _ in range(60_000)
    ]
    connection.execute("set variable vocabulary = cast(? as varchar[])", [[*WORDS, *dict.fromkeys(invented)]])
    organisations = max(roots * 5 // 9, 10)
    seals: list[dict[str, object]] = []
    before = _parts_before(folder) if altered else []
    bounds: dict[str, dict[str, list[str]]] = json.loads((folder.parent / "1" / "parts.json").read_text()) if altered else {}
    for table in TABLES:
        if altered and table is not declared.COMMITMENTS:
            shutil.copytree(folder.parent / "1" / "tables" / table.name, folder / "tables" / table.name, copy_function=os.link)
            seals.append(
                next(
                    one
                    for one in json.loads((folder.parent / "1" / "manifest.json").read_text())["tables"]
                    if one["name"] == table.name
                )
            )
            continue
        parts = []
        total = organisations if table is ORGANISATIONS else roots
        (folder / "tables" / table.name).mkdir(parents=True)
        for low in range(0, total, PART):
            if altered and low:
                one = before[low // PART]
                file = next((folder.parent / "1" / "tables" / table.name).glob(one["name"] + "-*"))
                os.link(file, folder / "tables" / table.name / file.name)
                parts.append(one)
                continue
            end = min(low + PART, total)
            part, ends = _part(connection, folder, table, low, end, total, organisations, seed, altered)
            parts.append(part)
            bounds.setdefault(table.name, {})[str(part["name"])] = ends
        seals.append({"name": table.name, "rows": sum(part["rows"] for part in parts), "root": "", "parts": parts})
    document = describe(TABLES, release=number, at="2026-11-22T10:00:00Z", licence="CC-BY-4.0", title="Bench")
    (folder / "datapackage.json").write_text(json.dumps(document))
    (folder / "pack.json").write_text("{}")
    (folder / "files.json").write_text('{"files": {}}')
    (folder / "parts.json").write_text(json.dumps(bounds))
    manifest = {"format": FORMAT, "release": number, "at": "2026-11-22T10:00:00Z", "tables": seals}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (root / "current").write_text(f"{number}\n")
    connection.close()
    return folder


def _parts_before(folder: Path) -> list[dict[str, object]]:
    manifest = json.loads((folder.parent / "1" / "manifest.json").read_text())
    return next(table["parts"] for table in manifest["tables"] if table["name"] == "commitments")  # type: ignore[no-any-return]


def _part(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    table: Table,
    low: int,
    high: int,
    total: int,
    organisations: int,
    seed: int,
    altered: int,
) -> tuple[dict[str, object], list[str]]:
    """Writes a part; gives its seal, and the first and last root it holds."""
    a_year = -(-total // YEARS)
    number_in_year = f"i - (year - 2021) * {a_year} + 1"
    base = (
        f"select i, year, {organisations} as orgs, 'C-' || year || '-' || format('{{:04d}}', {number_in_year}) as ref,"
        f" 'O-' || format('{{:04d}}', hash(i, 'owner{seed}') % {organisations} + 1) as owner"
        f" from (select i, 2021 + i // {a_year} as year from range({low}, {high}) t(i))"
    )
    if table is ORGANISATIONS:
        reference = "'O-' || format('{:04d}', i + 1)"
        base = f"select i, 2021 as year, 0 as orgs, {reference} as ref, '' as owner from range({low}, {high}) t(i)"
        cells = {
            "reference": "ref",
            "slug": "lower(ref)",
            "name": texts(3, "name"),
            "category": ROOT["category"],
            "country": ROOT["maker_country"],
            "origin": "'maker'",
        }
        each = ""
    elif table.name in EACH:
        mean, cells = EACH[table.name]
        cells = {"commitment": "ref", "recorded_at": "'2026-11-22T10:00:00Z'", "said_by": "'maker'", **cells}
        sure = int(mean >= 1)
        drawn = f"(hash(i, '{table.name}') % 1000 / 1000.0 < {mean - sure})::int"
        each = f", range(1, {sure + 1} + {drawn} + ({mean} >= 2)::int) c(n)"
        cells = {name: cells[name] for name in table.names if name in cells}
    else:
        cells, each = dict(ROOT), ""
        if altered and low == 0:
            cells["title"] = f"case when i = 5 then 'Altered {altered}' else {cells['title']} end"
    chosen = ", ".join(f'cast({cells.get(c.name, "null")} as {TYPES[c.type]}) as "{c.name}"' for c in table.columns)
    number = "n" if each else "0"
    key = f"substr(md5('{table.name}' || ref || ({number})::varchar), 1, 16)"
    part = folder / "tables" / table.name / f"{low}.parquet"
    connection.execute(
        f"copy (select {chosen}, cast('0123456789abcdef' as blob) as _salt, {key} as _key"
        f" from ({base}) b{each} order by i{', n' if each else ''})"
        f" to '{part}' (format parquet, compression zstd, row_group_size 20000)"
    )
    (rows,) = connection.execute(f"select count(*) from '{part}'").fetchone()
    first, last = (
        connection.execute(f"select \"{table.root}\" from '{part}' {cut} limit 1").fetchone()[0]
        for cut in ("", f"offset {rows - 1}")
    )
    name = f"{low // PART + 1:04d}"
    digest = sha256(part.read_bytes()).hexdigest()
    part.rename(part.with_name(f"{name}-{digest[:12]}.parquet"))
    return {"name": name, "rows": rows, "root": ""}, [first, last]


# Measuring ------------------------------------------------------------------------------------------------------------


def median_ms(calls: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Median and worst wall time."""
    spent = []
    for call in calls:
        start = time.perf_counter()
        call()
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent), max(spent)


def cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


EIGHT = ("themes", "actions", "types", "countries", "category", "standing", "stage", "trajectory")
DASHBOARD = (*EIGHT, "maker_country", "origin", "year")
FOUR = ("commitments", "makers", "pledged_usd", "secured_usd")


def filters(picker: random.Random, count: int) -> list[Filters]:
    """Distinct filters: one or two facets with one to three codes."""
    found: dict[object, Filters] = {}
    choices = {
        "themes": THEMES,
        "countries": COUNTRIES,
        "category": ["government", "youth", "other", "civil-society"],
        "standing": ["live", "ended", "lapsed"],
        "stage": ["planning", "completed"],
        "year": ["2021", "2022", "2023"],
    }
    while len(found) < count:
        names = picker.sample(list(choices), picker.choice([1, 1, 2]))
        one = Filters(values={name: tuple(picker.sample(choices[name], picker.choice([1, 1, 2]))) for name in names})
        found[one.identity] = one
    return list(found.values())


def measure(roots: int, folder: Path, seed: int) -> None:
    def say(what: str, value: str) -> None:
        print(f"{roots:>9,}  {what:<58} {value}", flush=True)

    root = folder / str(roots)
    start = time.perf_counter()
    if not root.exists():
        build_release(root, roots, seed)
    say("(synthetic release written)", f"{time.perf_counter() - start:.1f} s")
    start, before = time.perf_counter(), cpu_of_children()
    shutil.rmtree(root / "cache", ignore_errors=True)
    (root / "current").write_text("1\n")
    cache = prepare(root / "releases" / "1", root / "cache")
    spent = time.perf_counter() - start
    used = cpu_of_children() - before
    size = sum(path.stat().st_size for path in cache.iterdir())
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    say(
        "index build",
        f"{spent:.1f} s wall, {used:.0f} s CPU in builders of at most {children:.0f} MB RSS each; "
        f"{size / 1e6:.0f} MB in {len(list(cache.glob('*.sqlite')))} shards",
    )
    say("the release's own Parquet", f"{sum(p.stat().st_size for p in (root / 'releases').rglob('*.parquet')) / 1e6:.0f} MB")
    start = time.perf_counter()
    record = Record(root)
    release = record.current()
    assert release is not None
    release.facets(Filters(), names=DASHBOARD)
    say("open and first, unfiltered dashboard", f"{(time.perf_counter() - start) * 1000:.0f} ms")
    picker = random.Random(seed)
    some = filters(picker, 60)
    spent_cpu = time.process_time()
    typical = median_ms(
        [lambda f=f: (release.facets(f, names=DASHBOARD), release.crosstab("stage", "trajectory", f)) for f in some]
    )
    spent_cpu = (time.process_time() - spent_cpu) / len(some) * 1000
    say(
        "whole dashboard (11 facets, all figures, crosstab), first sight",
        f"{typical[0]:.2f} ms median, {typical[1]:.2f} worst, {spent_cpu:.2f} ms CPU",
    )
    typical = median_ms([lambda f=f: release.facets(f, names=EIGHT, figures=FOUR) for f in filters(picker, 60)])
    say("eight facets, four figures, first sight", f"{typical[0]:.2f} ms median, {typical[1]:.2f} worst")
    typical = median_ms([lambda f=f: release.facets(f, names=DASHBOARD) for f in some])
    say("the same, repeated", f"{typical[0]:.3f} ms median")
    _searches(release, say)
    picked = [f"C-{picker.randint(2021, 2025)}-{picker.randint(1, max(roots // 5, 2)):04d}" for _ in range(200)]
    typical = median_ms(
        [
            lambda r=r: [release.find("commitments", r)] + [release.rows_of(t.name, r) for t in declared.TABLES[1:]]
            for r in picked
        ]
    )
    say("item page: the row and seven tables of it", f"{typical[0]:.2f} ms median, {typical[1]:.2f} worst")
    _csv(release, say, roots)
    say("memory of this process", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB RSS at most")
    shutil.rmtree(root / "releases" / "2", ignore_errors=True)
    build_release(root, roots, seed, number=2, altered=2)
    start, before = time.perf_counter(), cpu_of_children()
    prepare(root / "releases" / "2", root / "cache")
    spent, used = time.perf_counter() - start, cpu_of_children() - before
    say("index after one changed commitment", f"{spent:.2f} s wall, {used:.1f} s CPU in builders")


def _searches(release, say) -> None:  # type: ignore[no-untyped-def]
    two = {"standing": ("live",), "types": ("financial", "policy")}
    total = release.search(Filters()).count
    cases = {
        "rare word": "bibobu",
        "rare prefix": "bibo*",
        "middling word": "care budget",
        "three middling": "leadership policy health",
        "common word": "women",
        "two common": "women girls",
        "common, as typed": "wom",
    }
    for sort in ("", "-pledged_usd", "title"):
        for name, query in cases.items():
            # Trailing spaces make equal questions distinct, so that no kept answer is measured.
            asked = [Filters(words=query + " " * blanks, values=two) for blanks in range(1, 8)]
            hits = release.search(Filters(words=query, values=two), sort=sort, page=3)
            typical = median_ms([partial(release.search, one, sort=sort, page=3) for one in asked])
            what = f"search {name}, two filters, by {sort or 'newest'}, page 3"
            say(what, f"{typical[0]:.1f} ms median; {hits.count:,} of {total:,}")


def _csv(release, say, roots) -> None:  # type: ignore[no-untyped-def]
    chosen = Filters(values={"themes": ("climate",), "category": ("government", "youth", "other")})
    count = release.search(chosen).count
    start = time.perf_counter()
    octets = sum(len(chunk) for chunk in release.csv("commitments", chosen))
    say(f"CSV of {count:,} rows", f"{time.perf_counter() - start:.2f} s, {octets / 1e6:.0f} MB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roots", type=int, nargs="*", default=[2_700, 100_000])
    parser.add_argument("--folder", type=Path, help="keep the generated releases here, and use those already there")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    place = given.folder or Path(tempfile.mkdtemp(prefix="avow-bench-"))
    try:
        for size in given.roots:
            measure(size, place, given.seed)
    finally:
        if not given.folder:
            shutil.rmtree(place, ignore_errors=True)
