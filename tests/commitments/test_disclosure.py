"""What the world may see of commitments."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests import builders

from avow.base.columns import Table, Type
from avow.base.dates import PartialDate
from avow.base.references import Reference
from avow.commitments import columns, disclosure, states
from avow.commitments.bands import bands_of
from avow.commitments.commands import (
    accept_co_making,
    amend,
    change_owner,
    draft,
    fail_condition,
    leave,
    mark_exemplar,
    propose_co_maker,
    supersede,
    unmark_exemplar,
    withdraw,
)
from avow.commitments.content import ActionShare, Content
from avow.commitments.models import Commitment
from avow.commitments.past import Amended, MoneySaid, StageSaid, ValueSaid, Withdrawn
from avow.commitments.reading import content_of
from avow.commitments.trajectory import worst
from avow.framework.queries import facts
from avow.packs.shipped import shipped_pack

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
BY = {"actor": builders.ACTOR, "at": builders.AT}

PYTHON = {
    Type.TEXT: str,
    Type.INTEGER: int,
    Type.MONEY: Decimal,
    Type.NUMBER: Decimal,
    Type.BOOLEAN: bool,
    Type.DAY: date,
    Type.DATE: str,
    Type.INSTANT: str,
    Type.LIST: list,
}


def _rows(table: Table, *, day: date = DAY, only: tuple[int, ...] | None = None) -> list[dict[str, Any]]:
    view = disclosure.View(facts(), day, only)
    rows = [dict(zip(table.names, row, strict=True)) for row in disclosure.SOURCES[table.name](view)]
    for row in rows:
        for column in table.columns:
            value = row[column.name]
            assert value is None or type(value) is PYTHON[column.type], f"{table.name}.{column.name} is {value!r}"
            assert value != "", f"{table.name}.{column.name} is an empty text instead of nothing"
    return rows


def _one(table: Table, **values: Any) -> dict[str, Any]:
    (row,) = _rows(table, **values)
    return row


def _full() -> Commitment:
    """A commitment that fills every table."""
    builders.rate()
    payer = builders.organisation(category="civil-society")
    first = builders.content(
        pledges=(builders.pledge("100", "EUR", payer=payer.reference),),
        targets=(builders.target(), builders.target(2, unit="", target=None, baseline=None, baseline_on=None)),
        links=("https://example.org",),
    )
    made = builders.commitment(
        content=first,
        past=(
            ValueSaid(on=date(2026, 6, 1), target=1, value=Decimal("900.5"), value_on=date(2026, 5, 1), proof="document"),
            MoneySaid(on=date(2026, 6, 1), stage="secured", amount=Decimal(50), fulfils=1),
            StageSaid(on=date(2026, 6, 1), stage="in-progress", trajectory="on-track"),
            Amended(on=date(2026, 6, 2), content=builders.replace(first, countries=()), reason="Said too much"),
        ),
    )
    _joined_and_left(made)
    return mark_exemplar(commitment=made, strength="It names a date", **BY)


def _joined_and_left(made: Commitment) -> None:
    other = builders.organisation()
    propose_co_maker(commitment=made, organisation=other, reason="It pays half", **BY)
    accept_co_making(commitment=made, organisation=other, **BY)
    leave(commitment=made, organisation=other, reason="Merged", **BY)


def test_every_table_that_is_declared_has_rows_of_the_declared_types() -> None:
    _full()
    for table in columns.TABLES:
        assert _rows(table), table.name


def test_a_commitment_shows_its_current_version_its_owner_and_its_totals() -> None:
    made = _full()
    row = _one(columns.COMMITMENTS)
    assert row == {
        "reference": "C-2021-0001",
        "title": "Care centres in every county",
        "description": "Open a care centre in each county and train its staff.",
        "language": "en",
        "owner": made.owner.reference,
        "owner_name": made.owner.name,
        "category": "government",
        "reporting_group": "public",
        "maker_country": "KEN",
        "maker_region": "202",
        "makers": 1,
        "tracks": ["coalitions"],
        "themes": ["care"],
        "actions": ["care-1"],
        "main_type": "programmatic",
        "types": ["programmatic"],
        "scope": "domestic",
        "countries": [],
        "groups": [],
        "start": "2021-07",
        "end": "2026-06",
        "window": "2021",
        "year": 2021,
        "collective": None,
        "joint": False,
        "origin": "maker",
        "source_name": None,
        "source_url": None,
        "standing": "ended",
        "standing_on": date(2026, 7, 1),
        "standing_reason": None,
        "standing_said_by": None,
        "stage": "in-progress",
        "stage_on": date(2026, 6, 1),
        "trajectory_declared": "on-track",
        "trajectory": "cannot-tell",
        "endorsement_level": None,
        "endorsed_on": None,
        "pledge": "unconditional",
        "condition": None,
        "affirmed": True,
        "principles": None,
        "version": 2,
        "change": "weakened",
        "led_themes": [],
        "exemplar": "It names a date",
        "confirmed_on": date(2021, 7, 1),
        "pledged_usd": Decimal("125.00"),
        "pledged_net_usd": Decimal("125.00"),
        "secured_usd": None,
        "secured_net_usd": None,
        "disbursed_usd": None,
        "spent_usd": None,
        "warnings": ["no-rate"],
        "links": ["https://example.org"],
        "recorded_at": "2026-11-22T12:00:00Z",
    }


def test_drafts_submitted_and_declined_ones_are_nowhere() -> None:
    draft(owner=builders.organisation(), content=builders.content(), actor=builders.ACTOR, at=builders.AT)
    assert [_rows(table) for table in columns.TABLES] == [[]] * len(columns.TABLES)


def test_a_version_holds_until_the_next_one() -> None:
    owner = builders.organisation()
    past = (Amended(on=date(2023, 1, 1), content=builders.content(title="Other"), reason="x"),)
    builders.commitment(owner, past=past)
    builders.commitment(owner)
    found = [(row["commitment"], row["version"], row["valid_from"], row["valid_to"]) for row in _rows(columns.VERSIONS)]
    assert found == [
        ("C-2021-0001", 1, date(2021, 7, 1), date(2023, 1, 1)),
        ("C-2021-0001", 2, date(2023, 1, 1), None),
        ("C-2021-0002", 1, date(2021, 7, 1), None),
    ]


def test_rows_come_in_the_order_of_references_as_numbers() -> None:
    owner = builders.organisation()
    for window in ("2026", "2021", "2026"):
        builders.commitment(owner, window=window)
    for table in (columns.COMMITMENTS, columns.ACTIONS, columns.LEDGER):
        references = [row[table.root] for row in _rows(table)]
        assert references == sorted(references, key=lambda text: Reference.parse(text).order)


class TestDay:
    def test_a_live_one_has_ended_once_the_last_day_its_end_can_mean_is_over(self) -> None:
        builders.commitment(end=PartialDate(2026))
        assert _one(columns.COMMITMENTS, day=date(2026, 12, 31))["standing"] == "live"
        assert _one(columns.COMMITMENTS, day=date(2027, 1, 1))["standing"] == "ended"

    def test_a_withdrawn_one_does_not_end(self) -> None:
        withdraw(commitment=builders.commitment(), reason="x", actor=builders.ACTOR, at=builders.AT)
        assert _one(columns.COMMITMENTS, day=date(2030, 1, 1))["standing"] == "withdrawn"

    def test_a_live_one_has_no_day_it_stands_so_since_and_an_ended_one_the_day_after_its_end(self) -> None:
        builders.commitment(end=PartialDate(2026, 2))
        assert _one(columns.COMMITMENTS, day=date(2026, 2, 28))["standing_on"] is None
        assert _one(columns.COMMITMENTS, day=date(2026, 6, 1))["standing_on"] == date(2026, 3, 1)

    @pytest.mark.parametrize("day", [date(2021, 8, 1), date(2024, 1, 1), date(2026, 6, 30), date(2029, 1, 1)])
    def test_bands_are_those_the_desk_computes(self, day: date) -> None:
        made = _full()
        found = {row["number"]: row["band"] for row in _rows(columns.TARGETS, day=day)}
        assert found == bands_of(Commitment.objects.get(pk=made.pk), day)
        assert _one(columns.COMMITMENTS, day=day)["trajectory"] == worst(found.values())

    def test_commitments_with_and_without_targets_keep_their_own_trajectory(self) -> None:
        owner = builders.organisation()
        value = ValueSaid(on=date(2026, 6, 1), target=1, value=Decimal(10), value_on=date(2026, 5, 1), proof="document")
        builders.commitment(owner, targets=())
        builders.commitment(owner, past=(value,))
        builders.commitment(owner, targets=())
        builders.commitment(owner, past=(builders.replace(value, value=Decimal(990)),))
        found = [row["trajectory"] for row in _rows(columns.COMMITMENTS)]
        assert found == ["cannot-tell", "behind", "cannot-tell", "ahead"]


class TestWithdrawn:
    def test_a_withdrawn_one_tells_the_day_and_the_reason_its_maker_gave(self) -> None:
        withdraw(commitment=builders.commitment(), reason="Our funder left.", actor=builders.ACTOR, at=builders.AT)
        row = _one(columns.COMMITMENTS)
        assert (row["standing"], row["standing_on"]) == ("withdrawn", builders.AT.date())
        assert row["standing_reason"] == "Our funder left."

    def test_so_does_one_that_was_admitted_with_its_withdrawal(self) -> None:
        builders.commitment(past=(Withdrawn(on=date(2023, 5, 4), reason="Merged into another promise."),))
        row = _one(columns.COMMITMENTS)
        assert (row["standing_on"], row["standing_reason"]) == (date(2023, 5, 4), "Merged into another promise.")

    def test_a_lapsed_one_tells_the_day_and_has_no_reason(self) -> None:
        made = builders.commitment()
        Commitment.objects.filter(pk=made.pk).update(standing=states.LAPSED, standing_since=date(2024, 1, 9))
        row = _one(columns.COMMITMENTS)
        assert (row["standing"], row["standing_on"], row["standing_reason"]) == ("lapsed", date(2024, 1, 9), None)


class TestMakers:
    def _rows(self, table: Table) -> list[tuple[Any, ...]]:
        names = [name for name in table.names if name not in ("commitment", "recorded_at")]
        return [tuple(row[name] for name in names) for row in _rows(table)]

    def test_one_that_was_only_proposed_is_named_where_a_public_source_named_it(self) -> None:
        named = builders.organisation()
        told = builders.commitment(origin="public-source", co_makers=((named.reference, "proposed"),))
        own = builders.commitment(co_makers=((named.reference, "proposed"),))
        propose_co_maker(commitment=own, organisation=builders.organisation(), reason="x", **BY)
        shown = [(row["commitment"], row["organisation"]) for row in _rows(columns.MAKERS)]
        assert shown == [
            (told.reference, told.owner.reference),
            (told.reference, named.reference),
            (own.reference, own.owner.reference),
        ]
        assert [row["makers"] for row in _rows(columns.COMMITMENTS)] == [1, 1]

    def test_who_joins_is_shown_with_the_day_and_the_reason(self) -> None:
        made, other = builders.commitment(), builders.organisation()
        propose_co_maker(commitment=made, organisation=other, reason="It pays half", **BY)
        accept_co_making(commitment=made, organisation=other, **BY)
        assert self._rows(columns.MAKERS)[1] == (other.reference, "co-maker", builders.AT.date(), "It pays half")
        assert self._rows(columns.FORMER_MAKERS) == []
        row = _one(columns.COMMITMENTS)
        assert (row["makers"], row["joint"]) == (2, True)

    def test_an_owner_that_handed_over_stays_told_with_its_days(self) -> None:
        made, new = builders.commitment(), builders.organisation()
        propose_co_maker(commitment=made, organisation=new, reason="It pays half", **BY)
        accept_co_making(commitment=made, organisation=new, **BY)
        old = made.owner.reference
        change_owner(commitment=made, organisation=new, reason="Moved", said_by="secretariat", **BY)
        day = builders.AT.date()
        assert self._rows(columns.FORMER_MAKERS) == [
            (2, old, "owner", date(2021, 7, 1), day, "Moved", "secretariat"),
            (3, new.reference, "co-maker", day, day, "Moved", "secretariat"),
        ]
        assert _one(columns.COMMITMENTS)["owner"] == new.reference


class TestTurns:
    def _turns(self, reference: str | None) -> list[tuple[Any, ...]]:
        names = ("turn", "on", "reason", "other", "said_by")
        return [tuple(row[name] for name in names) for row in _rows(columns.TURNS) if row["commitment"] == reference]

    def test_one_commitment_in_the_place_of_another_is_told_on_both_sides(self) -> None:
        old, new = builders.commitment(), builders.commitment()
        supersede(commitment=old, by=new, reason="Two became one", **BY)
        day = builders.AT.date()
        assert self._turns(old.reference) == [("superseded", day, "Two became one", new.reference, "secretariat")]
        assert self._turns(new.reference) == [("supersedes", day, "Two became one", old.reference, "secretariat")]

    def test_a_withdrawal_tells_whose_word_it_is(self) -> None:
        withdraw(commitment=builders.commitment(), reason="x", said_by="secretariat", **BY)
        assert _one(columns.COMMITMENTS)["standing_said_by"] == "secretariat"

    def test_one_admitted_with_its_withdrawal_tells_it_too(self) -> None:
        made = builders.commitment(past=(Withdrawn(on=date(2023, 5, 4), reason="Merged"),))
        assert self._turns(made.reference) == [("withdrawn", date(2023, 5, 4), "Merged", None, "maker")]
        assert _one(columns.COMMITMENTS)["standing_said_by"] == "maker"

    def test_a_condition_has_its_day_and_an_exemplar_its_strength(self) -> None:
        made = builders.commitment(pledge="conditional", condition="The budget law")
        fail_condition(commitment=made, on=date(2026, 3, 1), reason="Voted down", **BY)
        mark_exemplar(commitment=made, strength="It says what failed", **BY)
        assert self._turns(made.reference) == [
            ("condition-failed", date(2026, 3, 1), "Voted down", None, "maker"),
            ("exemplar", builders.AT.date(), "It says what failed", None, "secretariat"),
        ]
        assert _one(columns.COMMITMENTS)["exemplar"] == "It says what failed"
        unmark_exemplar(commitment=made, reason="x", **BY)
        assert _one(columns.COMMITMENTS)["exemplar"] is None

    def test_every_turn_is_a_code_of_the_list(self) -> None:
        assert shipped_pack().lists["turns"].codes == states.TURNS


class TestFormerTargets:
    def test_an_unamended_commitment_has_none(self) -> None:
        builders.commitment()
        assert _rows(columns.FORMER_TARGETS) == []

    def test_each_earlier_version_keeps_what_it_promised_and_the_current_one_is_not_among_them(self) -> None:
        first = builders.content(targets=(builders.target(), builders.target(2, statement="Train every midwife.")))
        second = builders.replace(first, targets=(builders.target(target=Decimal(700), target_on=PartialDate(2027, 6)),))
        third = builders.replace(second, targets=(builders.target(target=Decimal("400.5")),))
        builders.commitment(
            content=first,
            past=(
                Amended(on=date(2023, 1, 1), content=second, reason="Less money"),
                Amended(on=date(2024, 1, 1), content=third, reason="Less money again"),
            ),
        )
        told = [(row["version"], row["number"], row["target"], row["target_on"]) for row in _rows(columns.FORMER_TARGETS)]
        assert told == [(1, 1, 1000, "2026"), (1, 2, 1000, "2026"), (2, 1, 700, "2027-06")]
        assert [row["target"] for row in _rows(columns.TARGETS)] == [Decimal("400.5")]

    def test_they_are_described_in_the_same_columns_as_targets(self) -> None:
        described = [column for column in columns.FORMER_TARGETS.columns if column.name != "version"]
        assert described == [column for column in columns.TARGETS.columns if column.name in columns.FORMER_TARGETS.names]


AMENDED_ALONE = {
    "title": "Other centres",
    "description": "Other words.",
    "language": "fr",
    "actions": (ActionShare("care", "care-1", Decimal("0.4")),),
    "types": ("policy",),
    "scope": "global",
    "countries": ("FRA",),
    "groups": ("girls",),
    "start": PartialDate(2021, 8),
    "end": PartialDate(2026, 5),
    "targets": (builders.target(verification="Ask anybody."),),
    "pledges": (builders.pledge(purpose="Something else"),),
    "endorsement_level": "minister",
    "endorsed_on": date(2022, 1, 2),
    "pledge": "conditional",
    "condition": "Vote of parliament",
    "affirmed": False,
    "principles": "We ask those concerned first.",
    "links": ("https://example.org/plan",),
    "joint": True,
}


class TestNothingChangesQuietly:
    def test_every_part_of_the_content_is_tried(self) -> None:
        assert set(AMENDED_ALONE) == {field.name for field in fields(Content)}

    @pytest.mark.parametrize("field", AMENDED_ALONE)
    def test_an_amendment_of_one_field_alone_can_be_seen_in_the_record(self, field: str) -> None:
        first = builders.content(targets=(builders.target(),), pledges=(builders.pledge(),))
        amended = Amended(on=date(2023, 1, 1), content=builders.replace(first, **{field: AMENDED_ALONE[field]}), reason="x")
        builders.commitment(content=first, past=(amended,))
        described = ("version", "label", "reason", "valid_from", "valid_to", "recorded_at", "said_by")
        old, new = ({name: row[name] for name in row if name not in described} for row in _rows(columns.VERSIONS))
        served = [_of_versions(columns.FORMER_ACTIONS), _of_versions(columns.ACTIONS)]
        promised = [_of_versions(columns.FORMER_TARGETS), _of_versions(columns.TARGETS)]
        added = [row for row in _rows(columns.LEDGER) if row["version"] == 2]
        assert old != new or served[0] != served[1] or promised[0] != promised[1] or added

    def test_a_person_who_endorsed_it_is_in_no_published_column(self) -> None:
        assert not {"endorser", "contact"} & {name for table in columns.TABLES for name in table.names}


def _of_versions(table: Table) -> list[dict[str, Any]]:
    """What the rows say, leaving out which version said it and what is computed from values."""
    computed = {"version", "latest", "latest_on", "band"}
    return [{name: value for name, value in row.items() if name not in computed} for row in _rows(table)]


class TestFormerActions:
    def test_an_unamended_commitment_has_none(self) -> None:
        builders.commitment()
        assert _rows(columns.FORMER_ACTIONS) == []

    def test_each_earlier_version_keeps_its_shares_and_the_current_one_is_not_among_them(self) -> None:
        first = builders.content(actions=(ActionShare("care", "care-1", Decimal("0.6")), ActionShare("care", None, None)))
        second = builders.replace(first, actions=(ActionShare("care", "care-1", Decimal("0.25")),))
        builders.commitment(content=first, past=(Amended(on=date(2023, 1, 1), content=second, reason="Less of it"),))
        told = [(row["version"], row["number"], row["action"], row["share"]) for row in _rows(columns.FORMER_ACTIONS)]
        assert told == [(1, 1, "care-1", Decimal("0.6")), (1, 2, None, None)]
        assert [row["share"] for row in _rows(columns.ACTIONS)] == [Decimal("0.25")]


class TestTargets:
    def test_the_latest_value_is_the_one_true_for_the_latest_day(self) -> None:
        def said(value: int, day: date) -> ValueSaid:
            return ValueSaid(on=date(2026, 6, 1), target=1, value=Decimal(value), value_on=day, proof="document")

        builders.commitment(past=(said(5, date(2026, 5, 1)), said(7, date(2026, 5, 1)), said(3, date(2022, 5, 1))))
        row = _one(columns.TARGETS)
        assert (row["latest"], row["latest_on"]) == (Decimal(7), date(2026, 5, 1))
        assert [one["number"] for one in _rows(columns.TARGET_VALUES)] == [1, 2, 3]


class TestLedger:
    def test_a_payer_is_named_only_while_it_is_itself_public(self) -> None:
        payer = builders.organisation(category="civil-society")
        builders.commitment(pledges=(builders.pledge(payer=payer.reference),))
        row = _one(columns.LEDGER)
        assert (row["payer"], row["payer_category"]) == (None, "civil-society")
        builders.commitment(payer, pledges=())
        assert _one(columns.LEDGER)["payer"] == payer.reference

    def test_a_netted_entry_names_where_it_is_counted(self) -> None:
        source = builders.commitment(pledges=())
        builders.commitment(pledges=(builders.pledge(netted_at=source.reference, netted_reason="re-granted"),))
        row = _one(columns.LEDGER)
        assert (row["netted"], row["netted_at"], row["netted_reason"]) == (True, "C-2021-0001", "re-granted")

    def test_dollars_can_be_recomputed_from_amount_and_rate(self) -> None:
        builders.rate("EUR", per_usd="0.83")
        builders.commitment(pledges=(builders.pledge("123456.78", "EUR"),))
        row = _one(columns.LEDGER)
        assert row["usd"] == (row["amount"] / row["rate"]).quantize(Decimal("0.01"))
        assert (row["rate_month"], row["rate_source"]) == ("2021-06", "Federal Reserve G.5, monthly averages")

    def test_a_link_that_closes_a_circle_is_told_and_left_out_of_no_total(self) -> None:
        first, last = (builders.commitment(origin="public-source", pledges=()) for _ in range(2))
        for row, other in ((first, last), (last, first)):
            pledges = (builders.pledge("100", netted_at=other.reference, netted_reason="re-granted"),)
            content = builders.replace(content_of(row), pledges=pledges)
            amend(commitment=row, content=content, expected_version=1, reason="x", **BY)
        assert [(row["netted"], row["netted_at"]) for row in _rows(columns.LEDGER)] == [
            (True, last.reference),
            (False, first.reference),
        ]
        assert [row["pledged_net_usd"] for row in _rows(columns.COMMITMENTS)] == [0, 100]


class TestChanged:
    def test_only_the_rows_of_changed_commitments_are_read(self) -> None:
        owner = builders.organisation()
        made = [builders.commitment(owner) for _ in range(3)]
        for table in columns.TABLES:
            found = {row[table.root] for row in _rows(table, only=(made[1].pk,))}
            assert found <= {"C-2021-0002"}

    def test_they_are_the_same_rows_as_in_a_full_reading(self) -> None:
        made = _full()
        builders.commitment()
        for table in columns.TABLES:
            full = [row for row in _rows(table) if row[table.root] == made.reference]
            assert _rows(table, only=(made.pk,)) == full

    def test_references_are_those_that_exist(self) -> None:
        made = builders.commitment()
        waiting = draft(owner=builders.organisation(), content=builders.content(), actor=builders.ACTOR, at=builders.AT)
        assert disclosure.references([made.pk, waiting.pk]) == {"C-2021-0001"}


@pytest.mark.parametrize("many", [1, 3])
def test_reading_takes_the_same_number_of_queries_for_one_and_for_three(many: int, django_assert_num_queries: Any) -> None:
    owner = builders.organisation()
    for _ in range(many):
        builders.commitment(owner)
    known = facts()
    with django_assert_num_queries(14):
        for _, rows in disclosure.tables(disclosure.View(known, DAY)):
            list(rows)


def test_amending_the_same_content_twice_over_reads_back_the_last() -> None:
    row = builders.commitment()
    content = builders.replace(content_of(row), title="Second")
    amend(commitment=row, content=content, expected_version=1, reason="x", actor=builders.ACTOR, at=builders.AT)
    assert _one(columns.COMMITMENTS)["title"] == "Second"
