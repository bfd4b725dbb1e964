"""A release as of a day: what was in force then, by what the release knows; of one commitment at once, of all from a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.record.reading.builders import AT, Books, until

from avow.base.columns import Column, Source, Table, Type
from avow.base.refusals import Refusal
from avow.commitments import columns as declared
from avow.record import days, figures, withholding
from avow.record.as_of import keeps_past
from avow.record.reading import DayRelease, Filters, NotYet, Record, Release

WELLS = "C-2021-0001"
THEMES = [{"code": "water", "track": "main"}, {"code": "light", "track": "main"}, {"code": "peace", "track": "compact"}]
INDICATOR = figures.Indicator(
    "live", "count", "commitment", ("stage",),
    "select count(*) as numerator, null as denominator, stage from commitments where standing = 'live' "
    "group by grouping sets ((), (stage))",
)  # fmt: skip


def life(root: Path) -> Books:
    """One commitment with a life: three versions, values, money, stages, an owner that handed over, a withdrawal."""
    books = Books(root, pack={"id": "test", "version": "1", "themes": THEMES}, indicators=(INDICATOR,))
    for number, name in ((1, "Ministry of Water"), (2, "Water Board"), (3, "Friends of Water")):
        books.add("organisations", reference=f"O-000{number}", name=name, category="government", country="KEN", region="202")
    books.commitment(
        WELLS, title="Dig 250 wells", owner="O-0002", owner_name="Water Board", version=3, standing="withdrawn",
        standing_on=date(2024, 9, 5), themes=["water"], confirmed_on=date(2021, 6, 30), recorded_at="2024-09-05T10:00:00Z",
        maker_country="KEN", origin="maker",
    )  # fmt: skip
    version = {"commitment": WELLS, "language": "en", "types": ["financial"], "countries": ["KEN"], "start": "2021-07"}
    books.add("commitment_versions", version=1, title="Dig 400 wells", end="2023-12", themes=["water", "peace"], affirmed=None,
              valid_from=date(2021, 6, 30), valid_to=date(2022, 3, 1), **version)  # fmt: skip
    books.add("commitment_versions", version=2, title="Dig 300 wells", end="2023-12", themes=["water"], label="weakened",
              affirmed=True, valid_from=date(2022, 3, 1), valid_to=date(2024, 3, 1), **version)  # fmt: skip
    books.add("commitment_versions", version=3, title="Dig 250 wells", end="2026", themes=["water"], label="weakened",
              affirmed=True, valid_from=date(2024, 3, 1), **version)  # fmt: skip
    books.add("commitment_actions", commitment=WELLS, number=1, theme="water", share=Decimal("0.5"))
    books.add("former_actions", commitment=WELLS, version=1, number=1, theme="water", share=Decimal("0.9"))
    books.add("former_actions", commitment=WELLS, version=1, number=2, theme="peace", share=Decimal("0.1"))
    books.add("former_actions", commitment=WELLS, version=2, number=1, theme="water", share=Decimal("0.8"))
    target = {"commitment": WELLS, "number": 1, "unit": "wells", "baseline": 0, "baseline_on": "2021-07-01"}
    books.add("targets", statement="250 wells", target=250, target_on="2026", band="behind", **target)
    books.add("former_targets", version=1, statement="400 wells", target=400, target_on="2023-12", **target)
    books.add("former_targets", version=2, statement="300 wells", target=300, target_on="2023-12", **target)
    for number, value, on in ((1, 150, date(2022, 6, 30)), (2, 160, date(2023, 6, 30))):
        books.add("target_values", commitment=WELLS, target=1, number=number, value=value, value_on=on, proof="statement")
    entry = {"commitment": WELLS, "currency": "USD", "netted": False}
    books.add("ledger", number=1, version=1, stage="pledged", usd=Decimal(1000), on="2021-07", **entry)
    books.add("ledger", number=2, version=2, stage="pledged", usd=Decimal(-400), on="2022-03-01", **entry)
    books.add("ledger", number=3, version=1, stage="pledged", usd=Decimal(50), **{**entry, "netted": True})
    books.add("ledger", number=4, version=2, stage="secured", usd=Decimal(70), on="2022", fulfils=1, **entry)
    books.add("ledger", number=5, version=2, stage="spent", usd=Decimal(7), recorded_at="2023-02-01T00:00:00Z", **entry)
    books.add("stage_declarations", commitment=WELLS, number=1, stage="planning", said_on=date(2022, 1, 31))
    books.add("stage_declarations", commitment=WELLS, number=2, stage="in-progress", trajectory="on-track",
              said_on=date(2023, 1, 31))  # fmt: skip
    books.add("commitment_makers", commitment=WELLS, organisation="O-0002", role="owner", since=date(2023, 5, 1))
    books.add("commitment_makers", commitment=WELLS, organisation="O-0001", role="co-maker", since=date(2023, 5, 1))
    books.add("former_makers", commitment=WELLS, number=1, organisation="O-0001", role="owner", since=date(2021, 6, 30),
              until=date(2023, 5, 1), reason="Handed over")  # fmt: skip
    books.add("former_makers", commitment=WELLS, number=2, organisation="O-0003", role="co-maker", since=date(2021, 6, 30),
              until=date(2022, 1, 1), reason="Left")  # fmt: skip
    for number, (turn, on) in enumerate(
        [("exemplar", date(2021, 12, 1)), ("exemplar-ended", date(2022, 12, 1)), ("lapsed", date(2024, 4, 1)),
         ("revived", date(2024, 5, 1)), ("withdrawn", date(2024, 9, 5))], 1,
    ):  # fmt: skip
        books.add("commitment_turns", commitment=WELLS, number=number, turn=turn, on=on, reason=f"Because {number}",
                  said_by="maker")  # fmt: skip
    return books


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is."""
    monkeypatch.setattr(days, "PATIENCE", 120.0)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return life(tmp_path_factory.mktemp("begun") / "record").publish()


@pytest.fixture
def books(begun: Books, tmp_path: Path) -> Books:
    """The release, published, in a folder of the test's own."""
    shutil.copytree(begun.root.parent, tmp_path, dirs_exist_ok=True)
    return Books(tmp_path / "record")


@pytest.fixture
def on(books: Books) -> Callable[[int, int, int], DayRelease]:
    """The release as of a day."""
    record = Record(books.root)

    def then(year: int, month: int, day: int) -> DayRelease:
        release = record.current()
        assert release is not None
        found = record.on(release, date(year, month, day))
        assert found is not None
        return found

    return then


def said(release: DayRelease, *names: str) -> list[Any]:
    row = release.find("commitments", WELLS)
    assert row is not None
    return [row[name] for name in names]


On = Callable[[int, int, int], DayRelease]


class TestOneCommitment:
    @pytest.mark.parametrize(
        ("day", "version", "title", "tracks"),
        [
            ((2021, 6, 30), 1, "Dig 400 wells", ["compact", "main"]),
            ((2022, 2, 28), 1, "Dig 400 wells", ["compact", "main"]),
            ((2022, 3, 1), 2, "Dig 300 wells", ["main"]),
            ((2024, 3, 1), 3, "Dig 250 wells", ["main"]),
        ],
    )
    def test_it_says_what_its_version_of_the_day_said(
        self, on: On, day: tuple[int, int, int], version: int, title: str, tracks: list[str]
    ) -> None:
        assert said(on(*day), "version", "title", "tracks") == [version, title, tracks]

    def test_before_its_first_version_it_is_not_there(self, on: On) -> None:
        then = on(2021, 6, 29)
        assert then.find("commitments", WELLS) is None
        assert all(then.rows_of(name, WELLS) == [] for name in then.tables if name != "organisations")
        assert then.find("organisations", "O-0001") is not None

    def test_versions_that_came_later_are_left_out_and_the_last_one_holds_on(self, on: On) -> None:
        rows = on(2022, 4, 1).rows_of("commitment_versions", WELLS)
        assert [(row["version"], row["valid_to"]) for row in rows] == [(1, date(2022, 3, 1)), (2, None)]

    def test_shares_are_those_of_the_version(self, on: On) -> None:
        assert [row["share"] for row in on(2022, 1, 1).rows_of("commitment_actions", WELLS)] == [
            Decimal("0.9"), Decimal("0.1"),
        ]  # fmt: skip
        then = on(2022, 4, 1)
        assert [row["share"] for row in then.rows_of("commitment_actions", WELLS)] == [Decimal("0.8")]
        assert [row["version"] for row in then.rows_of("former_actions", WELLS)] == [1, 1]

    def test_targets_are_those_of_the_version_with_the_values_of_the_day(self, on: On) -> None:
        then = on(2022, 12, 31)
        (target,) = then.rows_of("targets", WELLS)
        assert (target["statement"], target["latest"], target["latest_on"]) == ("300 wells", 150, date(2022, 6, 30))
        assert target["band"] == "ahead"  # 150 of 300, when 364 of 913 days were over
        assert said(then, "trajectory") == ["ahead"]
        assert [row["value"] for row in then.rows_of("target_values", WELLS)] == [150]
        assert [row["statement"] for row in then.rows_of("former_targets", WELLS)] == ["400 wells"]

    def test_nothing_measured_yet_cannot_be_told(self, on: On) -> None:
        assert said(on(2022, 5, 1), "trajectory") == ["cannot-tell"]
        assert said(on(2021, 8, 1), "trajectory") == ["too-early"]

    def test_pledges_are_those_of_the_versions_up_to_then_and_other_money_counts_when_its_date_is_over(self, on: On) -> None:
        names = ("pledged_usd", "pledged_net_usd", "secured_usd", "spent_usd")
        assert said(on(2022, 1, 1), *names) == [1050, 1000, None, None]
        assert said(on(2022, 12, 30), *names) == [650, 600, None, None]
        assert said(on(2022, 12, 31), *names) == [650, 600, 70, None]
        assert said(on(2023, 2, 1), *names) == [650, 600, 70, 7]
        assert [row["number"] for row in on(2022, 12, 31).rows_of("ledger", WELLS)] == [1, 2, 3, 4]

    def test_the_stage_is_the_last_one_declared_by_then(self, on: On) -> None:
        names = ("stage", "stage_on", "trajectory_declared")
        assert said(on(2022, 1, 30), *names) == ["not-reported", None, None]
        assert said(on(2022, 6, 1), *names) == ["planning", date(2022, 1, 31), None]
        assert said(on(2023, 6, 1), *names) == ["in-progress", date(2023, 1, 31), "on-track"]

    def test_its_makers_are_those_of_the_day(self, on: On) -> None:
        before, between, after = on(2021, 9, 1), on(2022, 6, 1), on(2023, 5, 1)
        names = ("owner", "owner_name", "makers")
        assert said(before, *names) == ["O-0001", "Ministry of Water", 2]
        assert said(between, *names) == ["O-0001", "Ministry of Water", 1]
        assert said(after, *names) == ["O-0002", "Water Board", 2]
        roles = {row["organisation"]: row["role"] for row in before.rows_of("commitment_makers", WELLS)}
        assert roles == {"O-0001": "owner", "O-0003": "co-maker"}
        assert [row["organisation"] for row in between.rows_of("former_makers", WELLS)] == ["O-0003"]

    @pytest.mark.parametrize(
        ("day", "standing", "since", "reason"),
        [
            ((2023, 12, 31), "live", None, None),
            ((2024, 1, 1), "ended", date(2024, 1, 1), None),
            ((2024, 3, 1), "live", None, None),  # extended
            ((2024, 4, 1), "lapsed", date(2024, 4, 1), "Because 3"),
            ((2024, 5, 1), "live", None, None),
            ((2024, 9, 5), "withdrawn", date(2024, 9, 5), "Because 5"),
        ],
    )
    def test_its_standing_is_that_of_the_day(
        self, on: On, day: tuple[int, int, int], standing: str, since: date | None, reason: str | None
    ) -> None:
        then = on(*day)
        assert said(then, "standing", "standing_on", "standing_reason") == [standing, since, reason]
        assert all(row["on"] <= then.day for row in then.rows_of("commitment_turns", WELLS))

    def test_it_is_an_exemplar_while_it_was_one(self, on: On) -> None:
        days_ = ((2021, 11, 30), (2021, 12, 1), (2022, 12, 1))
        assert [said(on(*day), "exemplar") for day in days_] == [[None], ["Because 1"], [None]]

    def test_a_row_is_found_by_its_key(self, on: On) -> None:
        then = on(2022, 6, 1)
        assert then.find("targets", (WELLS, 1)) == then.rows_of("targets", WELLS)[0]
        assert then.find("targets", (WELLS, 2)) is None


class TestAll:
    def test_the_copy_says_of_each_commitment_what_is_said_of_it_alone(self, books: Books, on: On) -> None:
        for day in ((2021, 6, 29), (2022, 1, 1), (2023, 6, 1), (2024, 9, 5), (2026, 11, 22)):
            then = on(*day)
            alone = {name: then.rows_of(name, WELLS) for name in then.tables}
            copied = then._copy()
            assert {name: copied.rows_of(name, WELLS) for name in then.tables} == alone
            assert {name: then.rows_of(name, WELLS) for name in then.tables} == alone

    def test_it_counts_finds_and_lists_what_was_there(self, on: On) -> None:
        then = on(2022, 1, 1)
        assert then.search(Filters(words="400 wells")).count == 1
        assert then.search(Filters(words="250")).count == 0
        counted = then.facets(Filters())
        assert (counted.counts["standing"], counted.counts["stage"]) == ({"live": 1}, {"not-reported": 1})
        assert counted.headline.pledged_net_usd == 1000
        assert then.crosstab("themes", "standing", Filters()) == {("water", "live"): 1, ("peace", "live"): 1}
        assert b"Dig 400 wells" in b"".join(then.csv("commitments", Filters()))
        assert b"".join(then.json_lines("ledger", Filters())).count(b"\n") == 2
        assert then.rows("select count(*) from commitments") == [(1,)]
        assert then.search(Filters(), table="organisations").count == 3

    def test_before_the_first_commitment_there_is_nothing(self, on: On) -> None:
        then = on(2000, 1, 1)
        assert then.search(Filters()).count == 0
        assert then.facets(Filters()).total == 0
        assert b"".join(then.csv("commitments", Filters())).count(b"\n") == 1

    def test_figures_of_the_copy_are_those_anybody_computes_from_the_release(self, books: Books, on: On) -> None:
        then = on(2024, 5, 1)
        here = figures.compute(then.copy, ["live"], broken_down=True)
        assert here == figures.compute(books.root, ["live"], broken_down=True, as_of=then.day)
        assert here == figures.compute(books.root / "releases" / "1", ["live"], broken_down=True, as_of=then.day)
        assert [(line["numerator"], line["as_of"], line["release"]) for line in here] == [(1, "2024-05-01", 1)] * 2
        (now,) = figures.compute(books.root, ["live"])
        assert (now["numerator"], "as_of" in now) == (0, False)
        assert now["inputs"] != here[0]["inputs"]
        narrowed = {"theme": "peace"}
        assert figures.compute(books.root, ["live"], narrowed, as_of=date(2022, 1, 1))[0]["numerator"] == 1
        assert figures.compute(books.root, ["live"], narrowed, as_of=then.day)[0]["numerator"] == 0

    def test_who_asks_is_told_to_come_again_while_the_copy_is_made(self, on: On, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(days, "PATIENCE", 0.0)
        then = on(2022, 1, 1)
        with pytest.raises(NotYet):
            then.search(Filters())
        assert said(then, "title") == ["Dig 400 wells"], "one commitment needs no copy"
        assert until(lambda: _there(then))

    def test_a_copy_that_cannot_be_made_stops_nothing_else(
        self, on: On, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def broken(*_: object) -> None:
            raise OSError("no room")

        then = on(2022, 1, 1)
        with monkeypatch.context() as patched:
            patched.setattr(days, "write_copy", broken)
            with pytest.raises(NotYet):
                then.search(Filters())
        assert "could not be put together" in caplog.text
        assert then.search(Filters()).count == 1

    def test_copies_that_take_too_much_room_are_given_up_and_made_again(
        self, books: Books, on: On, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(days, "MOST_OCTETS", 1)
        first, second = on(2022, 1, 1), on(2023, 1, 1)
        assert first.search(Filters()).count == second.search(Filters()).count == 1
        held = [path.name for path in (books.root / "cache" / "days").iterdir() if not path.name.startswith(".")]
        assert len(held) == 1
        assert held[0].endswith("2023-01-01")
        assert first.search(Filters(words="400")).count == 1


def _there(then: DayRelease) -> bool:
    try:
        return then.search(Filters()).count == 1
    except NotYet:
        return False


class TestHidden:
    def test_what_is_hidden_is_hidden_on_every_day(self, books: Books, on: On) -> None:
        then = on(2022, 1, 1)
        assert then.search(Filters()).count == 1
        withholding.hide(books.root, "commitments", (WELLS,), at=AT, keys=books.keys)
        record = Record(books.root)
        release = record.current()
        assert release is not None
        hidden = record.on(release, then.day)
        assert hidden is not None
        assert hidden.state != then.state
        assert hidden.find("commitments", WELLS) is None
        assert hidden.rows_of("targets", WELLS) == []
        assert hidden.search(Filters()).count == 0
        copies = [path for path in (books.root / "cache" / "days").iterdir() if not path.name.startswith(".")]
        assert len(copies) == 1, "the copy that still has it is gone"
        assert figures.compute(books.root, ["live"], as_of=then.day)[0]["numerator"] == 0

    def test_a_hidden_former_owner_is_named_nowhere_and_nobody_takes_its_place(self, books: Books, on: On) -> None:
        on(2022, 1, 1)
        withholding.hide(books.root, "organisations", ("O-0001",), at=AT, keys=books.keys)
        record = Record(books.root)
        release = record.current()
        assert release is not None
        then = record.on(release, date(2022, 6, 1))
        assert then is not None
        assert said(then, "owner", "owner_name", "category", "maker_country") == [None] * 4


class TestWhatIsKept:
    def test_of_a_table_or_column_it_knows_nothing_about_it_says_nothing(self, tmp_path: Path) -> None:
        books = life(tmp_path / "record")
        extra = Column("strength", Type.INTEGER, "Points.", Source.COMPUTED)
        table = Table("commitments", "x", "x", key=("reference",), root="reference",
                      columns=(*declared.COMMITMENTS.columns, extra))  # fmt: skip
        notes = Table(
            "notes", "x", "x", key=("commitment", "number"), root="commitment",
            columns=(declared.COMMITMENT, Column("number", Type.INTEGER, "x", Source.SYSTEM)),
        )  # fmt: skip
        books.rows["commitments"][0]["strength"] = 5
        books.rows["notes"] = [{"commitment": WELLS, "number": 1}]
        others = [one for one in (*declared.TABLES, books.organisations) if one.name != "commitments"]
        books.publish((table, notes, *others))
        record = Record(books.root)
        release = record.current()
        assert release is not None
        then = record.on(release, date(2022, 1, 1))
        assert then is not None
        assert said(then, "strength", "title") == [None, "Dig 400 wells"]
        assert then.rows_of("notes", WELLS) == []
        assert release.rows_of("notes", WELLS) != []

    def test_a_release_without_the_history_says_so(self, tmp_path: Path) -> None:
        books = life(tmp_path / "record")
        fewer = [table for table in (*declared.TABLES, books.organisations) if table.name != "former_targets"]
        books.publish(fewer)
        record = Record(books.root)
        release: Release | None = record.current()
        assert release is not None
        assert not keeps_past(release.tables)
        assert record.on(release, date(2022, 1, 1)) is None
        with pytest.raises(Refusal, match="another day"):
            figures.compute(books.root, as_of=date(2022, 1, 1))
