"""What a visitor meets: dashboards under load, the weight of a first visit, a demonstration from nothing."""

from __future__ import annotations

import re
import shutil
import statistics
import time
from pathlib import Path

from bench import places, questions, results, timing
from bench.measures.sizes import HTTP, place_of
from bench.peers import datasette
from bench.results import Line, Section
from bench.timing import Client


def dashboard(folder: Path, rows: int, seed: int) -> Section:
    """(a) Dashboards under load: distinct filters, the same again, and conditional requests."""
    place = place_of(folder, rows, seed)
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


def weight(folder: Path, rows: int, seed: int) -> Section:
    """(g) What a first visit to each page loads: page, styles, scripts, images it names, compressed as sent."""
    place = place_of(folder, rows, seed)
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
