"""Counting, finding and taking away: the reading of a record beside its peers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

from avow.commitments.columns import TABLES
from avow.record.reading import Filters, Record, Release
from bench import places, questions, results, timing
from bench.measures.sizes import BIG, FIGURES, HTTP, place_of
from bench.peers import datasette, postgresql
from bench.questions import EIGHT
from bench.results import Line, Section
from bench.timing import Client


def facets(folder: Path, rows: int, seed: int) -> Section:
    """(c) Eight facets, four of them multi-valued, four headline figures, one filter: first sight and again."""
    place = place_of(folder, rows, seed)
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
    place = place_of(folder, rows, seed)
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
    place = place_of(folder, rows, seed)
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
    place = place_of(folder, rows, seed)
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
