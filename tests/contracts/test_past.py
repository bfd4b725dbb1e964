"""The record works out past days by itself: it must agree with what the desk said, and with releases made on those days."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.conf import settings
from tests import builders

from avow.base.dates import PartialDate
from avow.commitments import columns, trajectory
from avow.commitments.commands import (
    accept_co_making,
    amend,
    change_owner,
    declare_stage,
    enter_money,
    leave,
    mark_exemplar,
    propose_co_maker,
    record_value,
    unmark_exemplar,
    withdraw,
)
from avow.commitments.content import ActionShare
from avow.commitments.models import Commitment
from avow.commitments.past import Amended, MoneySaid, StageSaid, ValueSaid, Withdrawn
from avow.commitments.reading import content_of
from avow.organisations.columns import ORGANISATIONS
from avow.publishing.releasing import publish
from avow.record import days
from avow.record.as_of import TOLD, Past
from avow.record.duck import DUCK_TYPES, literal, quoted
from avow.record.reading import Record, Release

FIRST, LATER = builders.AT, builders.AT + timedelta(days=200)
THEMES = [{"code": code, "track": track} for code, track in builders.FACTS["tracks"].items()]
TABLES = (*columns.TABLES, ORGANISATIONS)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is."""
    monkeypatch.setattr(days, "PATIENCE", 120.0)


@pytest.fixture
def made(db: None) -> list[Commitment]:
    """Commitments of every kind, with a past."""
    framework = builders.framework()
    framework.form = {"id": "tiny", "themes": THEMES}
    framework.save()
    builders.rate()
    owner, payer = builders.organisation(), builders.organisation(category="civil-society")
    shared = builders.content(actions=(ActionShare("care", "care-1", Decimal("0.7")), ActionShare("peace")))
    lowered = builders.replace(shared, targets=(builders.target(target=Decimal(600)),), principles="Asked first.")
    pledged = builders.replace(lowered, pledges=(builders.pledge("400000"), builders.pledge("9", "EUR", payer=payer.reference)))
    said = ValueSaid(on=date(2024, 2, 1), target=1, value=Decimal(500), value_on=date(2024, 1, 1), proof="document")
    full = builders.commitment(
        owner,
        content=shared,
        end=PartialDate(2027),
        co_makers=((builders.organisation().reference, "co-maker"), (builders.organisation().reference, "proposed")),
        past=(
            Amended(on=date(2022, 3, 4), content=lowered, reason="Less"),
            StageSaid(on=date(2023, 1, 1), stage="planning"),
            said,
            MoneySaid(on=date(2024, 2, 1), stage="secured", amount=Decimal(50), fulfils=1, dated=PartialDate(2024, 2)),
            Amended(on=date(2024, 6, 1), content=builders.replace(pledged, end=PartialDate(2028)), reason="More"),
            StageSaid(on=date(2024, 7, 1), stage="in-progress", trajectory="on-track"),
        ),
    )
    still = builders.commitment(
        owner, end=PartialDate(2027), targets=(builders.target(), builders.target(2, unit="", target=None))
    )
    told = builders.commitment(origin="public-source", source_name="A newspaper", end=None, targets=())
    builders.commitment(owner, past=(Withdrawn(on=date(2023, 5, 4), reason="Merged"),))
    return [full, still, told]


def events(full: Commitment, still: Commitment, told: Commitment) -> None:
    """What happens after the first release."""
    by: dict[str, Any] = {"actor": builders.ACTOR, "at": LATER}
    content = builders.replace(content_of(full), title="Another title", countries=("KEN", "FRA"), joint=True)
    amend(commitment=full, content=content, expected_version=full.version, reason="Wider", **by)
    declare_stage(commitment=full, stage="completed", said_on=LATER.date(), **by)
    record_value(commitment=full, target=1, value=Decimal(600), value_on=LATER.date(), proof="document", **by)
    enter_money(
        commitment=full, stage="spent", purpose="Grants", amount=Decimal(7), currency="USD", on=PartialDate(2027, 5), **by
    )
    mark_exemplar(commitment=still, strength="It counts everybody.", **by)
    unmark_exemplar(commitment=still, reason="It stopped counting.", actor=builders.ACTOR, at=LATER + timedelta(days=1))
    joining = builders.organisation()
    propose_co_maker(commitment=still, organisation=joining, reason="It pays half", **by)
    accept_co_making(commitment=still, organisation=joining, **by)
    change_owner(commitment=still, organisation=joining, reason="It took over", stays=True, **by)
    withdraw(commitment=told, reason="The paper took it back.", **by)
    left = full.makers.select_related("party").get(role="co-maker").party
    leave(commitment=full, organisation=left, reason="No money", **by)


def rows(release: Any, name: str, leaving_out: set[str] = frozenset()) -> list[tuple[Any, ...]]:
    shown = ", ".join(quoted(column) for column in release.tables[name].names if column not in leaving_out)
    return release.rows(f"select {shown} from {quoted(name)} order by all")


def released(number: int) -> tuple[Record, Release]:
    record = Record(settings.RECORD_ROOT)
    return record, record.release(number)


def test_as_of_its_own_day_a_release_says_what_it_says(made: list[Commitment]) -> None:
    publish(at=FIRST)
    record, release = released(1)
    then = record.on(release, FIRST.date())
    for table in TABLES:
        assert rows(then, table.name) == rows(release, table.name), table.name
        assert rows(release, table.name) or table.name in ("former_makers", "strengths"), table.name


def test_as_of_an_earlier_day_a_release_says_what_the_release_of_that_day_said(made: list[Commitment]) -> None:
    publish(at=FIRST)
    events(*made)
    publish(at=LATER + timedelta(days=2))
    record, later = released(2)
    then = record.on(later, FIRST.date())
    before = record.release(1)
    for table in columns.TABLES:
        assert rows(then, table.name, {"recorded_at"}) == rows(before, table.name, {"recorded_at"}), table.name
        if table.name not in ("commitment_actions", "strengths"):  # the framework of tests has no rules of strength
            assert rows(later, table.name) != rows(before, table.name), f"nothing happened to {table.name}"


def test_bands_are_those_the_desk_computes(tmp_path: Path) -> None:
    chance = random.Random(5)
    readings = [_reading(chance) for _ in range(4000)]
    day = date(2024, 5, 17)
    with duckdb.connect() as connection:
        found = _bands(connection, tmp_path, readings, day)
    expected = [trajectory.band(reading, day) for reading in readings]
    assert found == expected
    assert set(expected) == set(trajectory.WORST_FIRST)


def _partial(chance: random.Random, first: int, last: int) -> PartialDate | None:
    year = chance.randint(first, last)
    return chance.choice(
        (None, PartialDate(year), PartialDate(year, chance.randint(1, 12)), PartialDate(year, 2, chance.randint(1, 28)))
    )


def _reading(chance: random.Random) -> trajectory.Reading:
    baseline_on, target_on = _partial(chance, 2020, 2022), _partial(chance, 2022, 2028)
    start, end = _partial(chance, 2020, 2024), _partial(chance, 2024, 2034)
    number = [None, *(Decimal(chance.randint(-20, 120)) / chance.choice((1, 3, 8)) for _ in range(9))]
    values = [one.quantize(Decimal("0.000001")) if one is not None else None for one in chance.choices(number, k=3)]
    milestone = chance.random() < 0.2
    reading = trajectory.Reading(
        unit="" if milestone else chance.choice(("people", "people", "")),
        baseline=values[0],
        baseline_on=baseline_on.first if baseline_on else None,
        target=None if milestone else values[1],
        target_on=target_on.last if target_on else None,
        latest=chance.choice((Decimal(0), Decimal(1))) if milestone else values[2],
        latest_on=chance.choice((None, date(2022, 1, 1), date(2023, 6, 1), date(2024, 5, 1))),
        term_start=start.first if start else None,
        term_end=end.last if end else None,
    )
    _told[id(reading)] = (baseline_on, target_on, start, end)
    return reading


_told: dict[int, tuple[PartialDate | None, ...]] = {}


def _bands(connection: duckdb.DuckDBPyConnection, folder: Path, readings: list[trajectory.Reading], day: date) -> list[str]:
    """What the record makes of commitments with one target each."""
    tables = {table.name: table for table in TABLES}
    filled: dict[str, list[dict[str, Any]]] = {name: [] for name in tables}
    for at, reading in enumerate(readings, 1):
        of = {"commitment": f"C-2021-{at:04d}", "number": 1, "version": 1}
        baseline_on, target_on, start, end = (str(one) if one else None for one in _told[id(reading)])
        filled["commitments"].append({"reference": of["commitment"], "version": 1})
        filled["commitment_versions"].append({**of, "start": start, "end": end, "valid_from": date(2020, 1, 1)})
        measured = {name: getattr(reading, name) for name in ("baseline", "target")}
        dated = {"baseline_on": baseline_on, "target_on": target_on, "unit": reading.unit or None}
        filled["targets"].append({**of, **measured, **dated, "statement": "x"})
        if reading.latest is not None and reading.latest_on is not None:
            value = {"value": reading.latest, "value_on": reading.latest_on}
            filled["target_values"].append({**of, "target": 1, **value})
    connection.execute(f"create schema {TOLD}")
    for name, table in tables.items():
        shape = ", ".join(f"{quoted(one.name)} {DUCK_TYPES[one.type]}" for one in table.columns)
        connection.execute(f"create table {TOLD}.{name} ({shape})")
        names = [one for one in table.names if any(one in row for row in filled[name])]
        if names:
            file = folder / f"{name}.csv"
            with file.open("w", newline="") as target:
                csv.writer(target).writerows([row.get(column) for column in names] for row in filled[name])
            read = f"read_csv({literal(str(file))}, all_varchar = true, header = false)"
            connection.execute(f"insert into {TOLD}.{name} ({', '.join(map(quoted, names))}) select * from {read}")
    past = Past(connection, tables, day, {})
    past.prepare()
    found = connection.execute(f"select commitment, band from ({past.sql(tables['targets'])})").fetchall()
    bands = dict(found)
    return [bands[f"C-2021-{at:04d}"] for at in range(1, len(readings) + 1)]
