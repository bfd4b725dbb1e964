"""What is measured. Each measure takes the bench's folder, a number of rows and a seed, and returns its section."""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psycopg

from avow.commitments.columns import TABLES
from avow.record.reading import Filters, Record, Release
from bench import places, questions, results, timing
from bench.peers import datasette, postgresql
from bench.questions import EIGHT
from bench.results import Line, Section
from bench.timing import Client

REAL = 2700
BIG = 100_000
HTTP = "whole answer over loopback, gzip, one kept connection"
FIGURES = ("commitments", "makers", "pledged_usd", "secured_usd")


def _place(folder: Path, rows: int, seed: int) -> places.Place:
    """Up to the real size and somewhat beyond, the demonstration; a million only to be read is made by SQL."""
    return places.demonstration(folder, rows, seed) if rows < BIG else places.synthetic(folder, rows, seed)


def dashboard(folder: Path, rows: int, seed: int) -> Section:
    """(a) Dashboards under load: distinct filters, the same again, and conditional requests."""
    place = _place(folder, rows, seed)
    asked = questions.draw(place.release, seed)
    mix = "dashboards with one to three facets, one or two codes each, no two alike"
    section = results.begin(
        "dashboard", "Dashboard under load", rows, mix, "answers uncached, then all cached, then not modified"
    )
    section_paths = questions.distinct_pages(asked, 4000, seed)
    with places.site(place, folder / "site.log") as (port, _):
        client = Client(port)
        client.ok(section_paths.pop())
        single = statistics.median(timing.milliseconds(lambda path=path: client.ok(path)) for path in section_paths[:150])
        section.add(Line("median of one visitor, distinct filters", f"{single:.1f} ms", HTTP, "≤ 25 ms", single <= 25))
        found = timing.load(port, section_paths[150:], seconds=8, clients=8)
        note = f" ({found.failed} failed)" if found.failed else " (some asked twice)" if found.repeated else ""
        section.add(
            Line("distinct filters", f"{found.rate:.0f} pages/s{note}", "wrk, 8 connections, 8 s", "≥ 60/s", found.rate >= 60)
        )
        some = section_paths[:40]
        for path in some * 4:  # each worker process has met each page before the clock starts
            client.ok(path)
        found = timing.load(port, some, seconds=6, clients=8)
        section.add(
            Line("the same 40 again", f"{found.rate:.0f} pages/s", "wrk, 8 connections, 6 s", "≥ 1,000/s", found.rate >= 1000)
        )
        _, headers, _ = client.get(some[0])
        tag = headers.get("etag", "")
        status, _, _ = client.get(some[0], {"If-None-Match": tag})
        found = timing.load(port, some[:1], seconds=6, clients=8, header=f"If-None-Match: {tag}")
        said = f"{found.rate:.0f} answers/s" + ("" if status == 304 else f", but answered {status}")
        section.add(Line("conditional", said, "wrk, 8 connections, 6 s", "≥ 2,500/s", found.rate >= 2500 and status == 304))
    _peer_pages(section, folder, place, asked)
    return section


def _peer_pages(section: Section, folder: Path, place: places.Place, asked: questions.Asked) -> None:
    """Datasette's own faceted page on the same rows, distinct filters."""
    command, file = datasette.install(folder), folder / f"rows_{asked.rows}.db"
    datasette.build(place.release, file)
    with datasette.serving(command, file, folder / "datasette.log") as (port, _):
        paths = [datasette.faceted_page(file, one) for one in asked.filters]
        Client(port).ok(paths[0])
        found = timing.load(port, paths[1:], seconds=8, clients=8)
    section.add(
        Line(
            "Datasette's faceted page, distinct filters",
            "",
            "wrk, 8 connections, 8 s",
            peers={"Datasette": f"{found.rate:.1f} pages/s"},
        )
    )


def facets(folder: Path, rows: int, seed: int) -> Section:
    """(c) Eight facets, four of them multi-valued, four headline figures, one filter: first sight and again."""
    place = _place(folder, rows, seed)
    asked = questions.draw(place.release, seed)
    command, file = datasette.install(folder), folder / f"rows_{rows}.db"
    datasette.build(place.release, file)
    turns = min(7, len(asked.broad))
    section = results.begin(
        "facets",
        "Eight facets",
        rows,
        "eight facets (four multi-valued), four figures, one filter, another every turn, that keeps 8 to 60 % of the rows",
        "first sight: no answer cached, files in memory",
    )
    release = Record(place.record).current()
    assert release is not None

    def ours(turn: int) -> object:
        name, code = asked.broad[turn]
        return release.facets(Filters(values={name: (code,)}), names=EIGHT, figures=FIGURES)

    with (
        postgresql.cluster() as connection,
        datasette.serving(command, file, folder / "datasette.log") as (port, _),
        places.site(place, folder / "site.log", workers=1) as (own, _),
    ):
        postgresql.build(connection, place.release)
        client, theirs = Client(own), Client(port)
        _agree(release, connection, asked.broad[0])
        client.ok("/dashboard/")
        _shows(client, release, asked.broad[-1])
        spent = timing.interleaved(
            turns,
            avow=ours,
            page=lambda turn: client.ok("/dashboard/?" + questions.address([asked.broad[turn]])),
            datasette=lambda turn: theirs.ok(datasette.facets(file, asked.broad[turn])),
            postgresql=lambda turn: postgresql.facets(connection, asked.broad[turn]),
        )
        again = timing.interleaved(
            turns, avow=ours, page=lambda turn: client.ok("/dashboard/?" + questions.address([asked.broad[turn]]))
        )
    section.add(_ratio("Datasette", spent, 50, rows))
    section.add(_ratio("PostgreSQL", spent, 4, rows))
    peers = {"Datasette": f"{spent['datasette']:.1f} ms", "PostgreSQL": f"{spent['postgresql']:.1f} ms"}
    for what, name, where, aim, limit in (
        ("first sight, counts and figures", "avow", "in the application", "≤ 150 ms", 150),
        ("first sight, the whole dashboard page", "page", HTTP, "", None),
    ):
        ratios = {
            "Datasette": results.times(spent[name], spent["datasette"]),
            "PostgreSQL": results.times(spent[name], spent["postgresql"]),
        }
        section.add(Line(what, f"{spent[name]:.1f} ms", where, aim, spent[name] <= limit if limit else None, peers, ratios))
    section.add(Line("the same again", f"{again['avow']:.3f} ms", "in the application", "≤ 20 ms", again["avow"] <= 20))
    section.add(Line("the whole page again", f"{again['page']:.1f} ms", HTTP))
    return section


def _ratio(peer: str, spent: Mapping[str, float], aim: int, rows: int) -> Line:
    ratio = spent[peer.lower()] / spent["avow"]
    return Line(f"{peer} takes", f"{ratio:.0f} × as long", "", f"≥ {aim} × at 1,000,000", ratio >= aim if rows > BIG else None)


def _agree(release: Release, connection: psycopg.Connection[Any], one: tuple[str, str]) -> None:
    """Ours and PostgreSQL's counts under one filter must be the same, or their times mean nothing. (A facet that is filtered by
    counts its other codes too on our side; that one is left out.)"""
    name, code = one
    ours = release.facets(Filters(values={name: (code,)}), names=EIGHT)
    theirs = postgresql.counts(connection, one)
    for column in EIGHT:
        wanted = {code: count for (facet, code), count in theirs.items() if facet == column and code is not None}
        found = {code: count for code, count in ours.counts[column].items() if count and code}
        if column != name and wanted != found:
            raise SystemExit(f"counts of {column} under {name}={code} differ: ours {found}, PostgreSQL's {wanted}")


def _shows(client: Client, release: Release, one: tuple[str, str]) -> None:
    """The page must be the filtered one: a filter it does not know would be left out, and quick for nothing."""
    total = release.facets(Filters(values={one[0]: (one[1],)}), names=EIGHT).total
    body = client.text("/dashboard/?" + questions.address([one]))
    if f"{total:,}" not in body:
        raise SystemExit(f"the dashboard under {one} does not show its {total:,} commitments")


def search(folder: Path, rows: int, seed: int) -> Section:
    """(d) Words of all kinds, two filters, newest first, page 3, counted up to 10,000."""
    place = _place(folder, rows, seed)
    asked = questions.draw(place.release, seed)
    command, file = datasette.install(folder), folder / f"rows_{rows}.db"
    datasette.build(place.release, file)
    section = results.begin(
        "search",
        "Search",
        rows,
        "two filters, newest first, page 3 of 25, counted up to “10,000+”; words by how many rows hold them",
        "no answer cached (each turn asks anew), files in memory",
    )
    release = Record(place.record).current()
    assert release is not None
    values = {name: (code,) for name, code in asked.where}
    with postgresql.cluster() as connection, datasette.serving(command, file, folder / "datasette.log") as (port, _):
        postgresql.build(connection, place.release)
        theirs = Client(port)
        for one in asked.searches:
            words = " ".join(one.words)
            spent = timing.interleaved(
                7,
                # spaces make the question new to a cache of answers, and mean nothing to the search
                avow=lambda turn, words=words: release.search(
                    Filters(words=words + " " * turn, values=values),
                    sort="-confirmed_on",
                    page=questions.PAGE,
                    size=questions.SIZE,
                ),
                datasette=lambda _, one=one: theirs.ok(datasette.search(file, asked, one)),
                postgresql=lambda _, one=one: postgresql.search(connection, asked, one),
            )
            limit = 60 if one.hits <= 20_000 else 300
            peers = {"Datasette": f"{spent['datasette']:.1f} ms", "PostgreSQL": f"{spent['postgresql']:.1f} ms"}
            ratios = {
                "Datasette": results.times(spent["avow"], spent["datasette"]),
                "PostgreSQL": results.times(spent["avow"], spent["postgresql"]),
            }
            section.add(
                Line(
                    f"{one.kind}: “{words}” ({one.hits:,} hits)",
                    f"{spent['avow']:.1f} ms",
                    "in the application; Datasette over loopback",
                    f"≤ {limit} ms",
                    spent["avow"] <= limit,
                    peers,
                    ratios,
                )
            )
    return section


def item(folder: Path, rows: int, seed: int) -> Section:
    """(e) One commitment by its reference, with everything that hangs on it."""
    place = _place(folder, rows, seed)
    asked = questions.draw(place.release, seed)
    command, file = datasette.install(folder), folder / f"rows_{rows}.db"
    datasette.build(place.release, file)
    section = results.begin(
        "item", "One commitment", rows, "random references, each asked once", "no answer cached, files in memory"
    )
    release = Record(place.record).current()
    assert release is not None
    children = [table.name for table in TABLES[1:]]

    def ours(turn: int) -> object:
        reference = asked.references[turn]
        return release.find("commitments", reference), [release.rows_of(name, reference) for name in children]

    with (
        datasette.serving(command, file, folder / "datasette.log") as (port, _),
        places.site(place, folder / "site.log") as (own, _),
    ):
        client, theirs = Client(own), Client(port)
        client.ok(f"/commitments/{asked.references[-1]}/")
        theirs.ok(datasette.item(file, asked.references[-1]))
        spent = timing.interleaved(
            100,
            avow=ours,
            page=lambda turn: client.ok(f"/commitments/{asked.references[turn]}/"),
            datasette=lambda turn: theirs.ok(datasette.item(file, asked.references[turn])),
        )
    section.add(
        Line("the row and seven tables of it", f"{spent['avow']:.2f} ms", "in the application", "≤ 8 ms", spent["avow"] <= 8)
    )
    section.add(
        Line(
            "the whole page",
            f"{spent['page']:.1f} ms",
            HTTP,
            "",
            None,
            {"Datasette": f"{spent['datasette']:.1f} ms"},
            {"Datasette": results.times(spent["page"], spent["datasette"])},
        )
    )
    return section


def csv(folder: Path, rows: int, seed: int) -> Section:
    """(f) A selection of about 9.35 % of the rows as CSV, streamed to its end."""
    place = _place(folder, rows, seed)
    asked = questions.draw(place.release, seed)
    command, file = datasette.install(folder), folder / f"rows_{rows}.db"
    datasette.build(place.release, file)
    section = results.begin(
        "csv", "CSV of a selection", rows, f"{asked.exported:,} rows: {dict(asked.export)}", "nothing cached, files in memory"
    )
    path = "/commitments.csv?" + questions.address([(name, code) for name, codes in asked.export for code in codes])
    sizes: dict[str, int] = {}
    with (
        postgresql.cluster() as connection,
        datasette.serving(command, file, folder / "datasette.log") as (port, _),
        places.site(place, folder / "site.log", workers=1) as (own, process),
    ):
        postgresql.build(connection, place.release)
        client, theirs = Client(own), Client(port)
        for whose, held in (("ours", client.records(path)), ("Datasette's", theirs.records(datasette.export(file, asked)))):
            if held != asked.exported:
                raise SystemExit(f"the selection has {asked.exported:,} rows, {whose} file {held:,}")
        before = timing.peak_memory(process)
        spent = timing.interleaved(
            3,
            avow=lambda _: sizes.update(avow=client.drain(path)),
            datasette=lambda _: sizes.update(datasette=theirs.drain(datasette.export(file, asked))),
            postgresql=lambda _: sizes.update(postgresql=postgresql.export(connection, asked)),
        )
        grown = timing.peak_memory(process) - before
    shown = {name: f"{took / 1000:.2f} s, {sizes[name] / 1e6:.0f} MB" for name, took in spent.items()}
    ratio = spent["datasette"] / spent["avow"]
    peers = {"Datasette": shown["datasette"], "PostgreSQL": shown["postgresql"]}
    ratios = {"Datasette": f"{ratio:.1f} ×", "PostgreSQL": results.times(spent["avow"], spent["postgresql"])}
    section.add(
        Line(
            "whole answer",
            shown["avow"],
            "over loopback, no compression; PostgreSQL by COPY",
            "≥ 8 × Datasette at 1,000,000",
            ratio >= 8 if rows >= BIG else None,
            peers,
            ratios,
        )
    )
    section.add(Line("memory the server grew by", f"{grown:.0f} MB", "highest resident, one worker", "flat"))
    return section


def weight(folder: Path, rows: int, seed: int) -> Section:
    """(g) What a first visit to each page loads: page, styles, scripts, images it names, compressed as sent."""
    place = _place(folder, rows, seed)
    asked = questions.draw(place.release, seed)
    section = results.begin(
        "weight",
        "First load",
        rows,
        "each page in English and Arabic, with every style, script and image it names",
        "a browser that has seen nothing",
    )
    slug = _slug(place.release)
    pages = [
        "",
        "dashboard/",
        "commitments/",
        f"commitments/{asked.references[0]}/",
        f"commitments/{asked.references[0]}/versions/",
        "organisations/",
        f"organisations/{slug}/",
        "themes/",
        "themes/gender-based-violence/",
        "countries/",
        "countries/KEN/",
        "map/",
        "figures/",
        "data/",
        "about/method/",
        "corrections/",
        "api/docs",
    ]
    with places.site(place, folder / "site.log") as (port, _):
        client = Client(port)
        for page in pages:
            parts = {prefix: _first_load(client, f"/{prefix}{page}") for prefix in ("", "ar/")}
            heaviest = max(sum(found.values()) for found in parts.values())
            own = parts[""][f"/{page}"]
            section.add(
                Line(
                    f"/{page}".replace(asked.references[0], "REF").replace(slug, "SLUG"),
                    f"{heaviest / 1000:.1f} kB",
                    f"the heavier of two languages; the page itself {own / 1000:.1f} kB",
                    "≤ 60 kB",
                    heaviest <= 60_000,
                )
            )
    return section


def _slug(release: Path) -> str:
    import duckdb

    found = (
        duckdb.connect()
        .execute(f"select slug from '{release}/tables/organisations/*.parquet' where slug is not null limit 1")
        .fetchone()
    )
    return str(found[0]) if found else ""


def _first_load(client: Client, path: str) -> dict[str, int]:
    """Bytes by address."""
    status, headers, body = client.get(path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    text = timing.opened(headers, body).decode()
    found = {path: len(body)}
    named = re.findall(
        r"""<(?:link[^>]+rel="(?:stylesheet|icon|preload)"[^>]*href|script[^>]+src|img[^>]+src)="(/[^"]+)\"""", text
    )
    named += re.findall(r"""<link[^>]+href="(/[^"]+)"[^>]*rel="(?:stylesheet|icon)\"""", text)
    for address in dict.fromkeys(named):
        found[address] = len(client.get(address)[2])
    return found


def publish(folder: Path, rows: int, seed: int) -> Section:
    """(b) The first release of a whole desk, the next after one changed commitment, and what they take."""
    home = folder / f"demo-{rows}"
    places.demonstration(folder, rows, seed)
    section = results.begin(
        "publish",
        "Publishing",
        rows,
        "a demonstration home: first release, then one amended commitment",
        "no release before the first",
    )
    shutil.rmtree(home / "record", ignore_errors=True)
    limits = {REAL: (5, 2), BIG: (40, 15), 1_000_000: (300, 15)}
    full, one = limits.get(rows, (None, None))
    took, memory = _timed(places.avow("publish", "--json", "--home", str(home)))
    section.add(
        Line(
            "first release", f"{took:.1f} s", "the whole command", f"≤ {full} s" if full else "", took <= full if full else None
        )
    )
    section.add(
        Line("memory of it", f"{memory:.0f} MB", "highest resident of process and children", "≤ 2,000 MB", memory <= 2000)
    )
    size = sum(path.stat().st_size for path in _once((home / "record").rglob("*"))) / 1e6
    section.add(
        Line(
            "record on disk with its index",
            f"{size:.0f} MB",
            "each file once, however often linked",
            "≤ 4,000 MB",
            size <= 4000,
        )
    )
    _amend(home)
    took, _ = _timed(places.avow("publish", "--json", "--home", str(home)))
    section.add(
        Line(
            "one changed commitment",
            f"{took:.1f} s",
            "the whole command",
            f"≤ {one} s" if one else "",
            took <= one if one else None,
        )
    )
    return section


def _once(paths: object) -> list[Path]:
    seen: dict[int, Path] = {}
    for path in paths:  # type: ignore[attr-defined]
        if path.is_file():
            seen[path.stat().st_ino] = path
    return list(seen.values())


_AMEND = """
import sys
from pathlib import Path
from avow.cli.home import start_desk
start_desk(Path(sys.argv[1]))
from dataclasses import replace
from avow.base import clock
from avow.commitments.commands import amend
from avow.commitments.models import Commitment
from avow.commitments.reading import content_of
row = Commitment.objects.exclude(standing="withdrawn").order_by("order")[7]
now = content_of(row)
amend(commitment=row, content=replace(now, description=now.description + " Said again."), expected_version=row.version,
      reason="Measured.", actor="bench", at=clock.now())
"""


def _amend(home: Path) -> None:
    subprocess.run([places.avow()[0], "-c", _AMEND, str(home)], check=True, env=places.environment())


def _timed(command: list[str]) -> tuple[float, float]:
    """Seconds, and the highest megabytes resident as sampled ten times a second."""
    started, highest = time.perf_counter(), 0.0
    process = subprocess.Popen(command, env=places.environment(), stdout=subprocess.PIPE)
    while process.poll() is None:
        highest = max(highest, timing.peak_memory(process.pid))
        time.sleep(0.1)
    took = time.perf_counter() - started
    said = process.stdout.read() if process.stdout else b""
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    json.loads(said)
    return took, highest


def demo(folder: Path, rows: int, seed: int) -> Section:
    """(h) The demonstration from nothing: until its address answers, and until its pages are there."""
    section = results.begin("demo", "The demonstration", rows, "avow demo in an empty folder", "Avow installed, nothing made")
    home, port = folder / f"opening-{rows}", timing.free_port()
    shutil.rmtree(home, ignore_errors=True)
    started = time.perf_counter()
    command = places.avow("demo", "--home", str(home), "--port", str(port), "--commitments", str(rows), "--seed", str(seed))
    with timing.server(command, port, folder / "demo.log", places.environment()):
        client = Client(port)
        client.get("/")
        opened = time.perf_counter() - started
        while client.get("/dashboard/")[0] != 200:
            if time.perf_counter() - started > 1800:
                raise SystemExit("the demonstration was not filled in half an hour")
            time.sleep(0.2)
        filled = time.perf_counter() - started
    section.add(Line("its address answers", f"{opened:.1f} s", "from the command to the first answer", "≤ 15 s", opened <= 15))
    section.add(
        Line("filled and published", f"{filled:.1f} s", "from the command to the first dashboard", "≤ 90 s", filled <= 90)
    )
    shutil.rmtree(home, ignore_errors=True)
    return section


MEASURES: dict[str, tuple[Callable[[Path, int, int], Section], tuple[int, ...]]] = {
    "dashboard": (dashboard, (REAL,)),
    "publish": (publish, (REAL, BIG, 1_000_000)),
    "facets": (facets, (REAL, 1_000_000)),
    "search": (search, (REAL, 1_000_000)),
    "item": (item, (REAL, 1_000_000)),
    "csv": (csv, (1_000_000,)),
    "weight": (weight, (REAL,)),
    "demo": (demo, (REAL,)),
}
