"""What a source tells again: source, makers and marks are brought up to date, dated, and never more than it tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.importing import AT, commitments, counts, kinds, table

from avow.commitments.commands import accept_co_making, decline_co_making
from avow.commitments.models import Commitment, FormerMaker, LedgerEntry, Maker
from avow.kernel.models import JournalEntry
from avow.organisations.models import Organisation, Party
from avow.sheets.report import Report

pytestmark = pytest.mark.django_db
HEADINGS = ("id", "title", "organisation", "category", "theme", "start", "end", "source name", "source url", "pledges")
GOOD = {
    "id": "7",
    "title": "Open a hundred care centres",
    "organisation": "Kenya Care Union; Fund of Peru",
    "category": "NGO",
    "theme": "ejr",
    "start": "2021",
    "end": "2025",
    "source name": "Register of promises",
    "source url": "https://register.example/7",
}
BY = {"actor": "system", "at": AT}


def _told(tmp_path: Path, *rows: dict[str, str], headings: tuple[str, ...] = HEADINGS, **options: Any) -> Report:
    cells = [[{**GOOD, **row}.get(heading, "") for heading in headings] for row in rows or ({},)]
    return commitments(table(tmp_path / "t.csv", headings, *cells), **options)


def _makers() -> dict[str, str]:
    return dict(Maker.objects.order_by("pk").values_list("party__name", "role"))


def _former() -> list[tuple[Any, ...]]:
    return list(FormerMaker.objects.order_by("pk").values_list("party__name", "role", "until", "said_by"))


def _organisation(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def test_the_same_row_again_changes_nothing(tmp_path: Path) -> None:
    _told(tmp_path)
    before = JournalEntry.objects.count()
    assert counts(_told(tmp_path)) == (0, 0, 1, 0)
    assert JournalEntry.objects.count() == before


class TestSource:
    def test_another_name_or_address_replaces_the_old_one_which_stays_told(self, tmp_path: Path) -> None:
        _told(tmp_path)
        changed = {"source name": "Register of all promises", "source url": "https://register.example/v2/7"}
        assert counts(_told(tmp_path, changed, dry_run=True)) == (0, 1, 0, 0)
        assert Commitment.objects.get().source_name == "Register of promises"
        assert counts(_told(tmp_path, changed)) == (0, 1, 0, 0)
        row = Commitment.objects.get()
        assert (row.source_name, row.source_url, row.version) == (*changed.values(), 1)
        turn = row.turns.get()
        assert (turn.turn, turn.on, turn.detail, turn.said_by) == (
            "source-changed", AT.date(), "Register of promises https://register.example/7", "public-source"
        )  # fmt: skip
        assert JournalEntry.objects.get(command="commitments.retell").subject_list == [("commitment", row.pk)]
        assert counts(_told(tmp_path, changed)) == (0, 0, 1, 0)

    def test_a_row_that_names_none_leaves_the_recorded_one(self, tmp_path: Path) -> None:
        _told(tmp_path)
        assert counts(_told(tmp_path, {"source name": "", "source url": ""})) == (0, 0, 1, 0)
        assert Commitment.objects.get().source_name == "Register of promises"

    def test_one_called_by_its_host_follows_the_address(self, tmp_path: Path) -> None:
        _told(tmp_path, {"source name": ""})
        assert Commitment.objects.get().source_name == "register.example"
        _told(tmp_path, {"source name": "", "source url": "https://other.example/7"})
        assert Commitment.objects.get().source_name == "other.example"


class TestMakers:
    def test_who_is_named_anew_joins_and_who_is_named_no_more_leaves_on_that_day(self, tmp_path: Path) -> None:
        _told(tmp_path)
        changed = {"organisation": "Kenya Care Union; Women of Peru"}
        assert counts(_told(tmp_path, changed)) == (0, 1, 0, 0)
        assert _makers() == {"Kenya Care Union": "owner", "Women of Peru": "proposed"}
        assert _former() == [("Fund of Peru", "proposed", AT.date(), "public-source")]
        assert Party.objects.get(name="Women of Peru").public_since == AT.date()
        assert counts(_told(tmp_path, changed)) == (0, 0, 1, 0)

    def test_one_that_agreed_stays_though_the_source_forgets_it(self, tmp_path: Path) -> None:
        _told(tmp_path)
        accept_co_making(commitment=Commitment.objects.get(), organisation=_organisation("Fund of Peru"), **BY)
        assert counts(_told(tmp_path)) == (0, 0, 1, 0)
        _told(tmp_path, {"organisation": "Kenya Care Union"})
        assert _makers()["Fund of Peru"] == "co-maker"

    def test_one_that_declined_is_not_named_again(self, tmp_path: Path) -> None:
        _told(tmp_path)
        row = Commitment.objects.get()
        decline_co_making(commitment=row, organisation=_organisation("Fund of Peru"), reason="Never asked", **BY)
        report = _told(tmp_path)
        assert counts(report) == (0, 0, 1, 0)
        assert kinds(report.warnings)["maker-declined"] == 1
        assert _makers() == {"Kenya Care Union": "owner"}

    def test_the_owner_is_not_a_sources_to_change(self, tmp_path: Path) -> None:
        _told(tmp_path)
        report = _told(tmp_path, {"organisation": "Fund of Peru; Kenya Care Union"})
        assert counts(report) == (0, 0, 1, 0)
        assert kinds(report.warnings)["owner-kept"] == 1
        assert _makers() == {"Kenya Care Union": "owner", "Fund of Peru": "proposed"}

    def test_a_file_that_tells_the_owner_alone_says_nothing_of_the_others(self, tmp_path: Path) -> None:
        _told(tmp_path)
        row = Commitment.objects.get()
        path = table(
            tmp_path / "u.csv",
            ("reference", "title", "owner", "theme", "start", "end", "joint"),
            [str(row.reference), GOOD["title"], row.owner.reference, "ejr", "2021", "2025", "yes"],
        )
        assert counts(commitments(path)) == (0, 0, 1, 0)
        assert len(_makers()) == 2


class TestMarks:
    def test_they_follow_what_is_told(self, tmp_path: Path) -> None:
        _told(tmp_path, {"end": ""})
        assert Commitment.objects.get().warnings == ("end-missing",)
        assert counts(_told(tmp_path)) == (0, 1, 0, 0)
        row = Commitment.objects.get()
        assert (row.warnings, row.version) == ((), 2)
        assert counts(_told(tmp_path)) == (0, 0, 1, 0)

    def test_a_rule_that_is_new_marks_what_was_told_before(self, tmp_path: Path) -> None:
        _told(tmp_path, {"end": ""})
        Commitment.objects.update(warnings="")
        assert counts(_told(tmp_path, {"end": ""})) == (0, 1, 0, 0)
        assert Commitment.objects.get().warnings == ("end-missing",)

    def test_likenesses_are_judged_when_a_text_is_told_and_not_on_every_rerun(self, tmp_path: Path) -> None:
        rows = ({}, {"id": "8", "title": "Open a hundred care centers"})
        _told(tmp_path, *rows)
        marks = [row.warnings for row in Commitment.objects.order_by("order")]
        assert marks == [(), ("duplicate-suspected",)]
        for _ in range(2):
            assert counts(_told(tmp_path, *rows)) == (0, 0, 2, 0)
        assert [row.warnings for row in Commitment.objects.order_by("order")] == marks


class TestCircle:
    """Two rows that count their money at each other: both are kept as told, and the money is counted once."""

    def _at(self, reference: str) -> str:
        one = {"amount": "100", "currency": "USD", "netted_at": reference, "netted_reason": "re-granted"}
        return json.dumps([one])

    def _rows(self, first: str, second: str) -> tuple[dict[str, str], dict[str, str]]:
        return (
            {"pledges": self._at(first) if first else ""},
            {"id": "8", "title": "Train every midwife", "pledges": self._at(second) if second else ""},
        )

    def test_it_is_warned_of_and_neither_amount_is_lost(self, tmp_path: Path) -> None:
        _told(tmp_path, *self._rows("", ""))
        one, two = (str(row.reference) for row in Commitment.objects.order_by("order"))
        circle = self._rows(two, one)
        report = _told(tmp_path, *circle)
        assert counts(report) == (0, 2, 0, 0)
        rows = list(Commitment.objects.order_by("order"))
        assert [(row.pledged_usd, row.pledged_net_usd, row.warnings) for row in rows] == [
            (100, 0, ()),
            (100, 100, ("netting-circle",)),
        ]
        assert LedgerEntry.objects.filter(netted_at__isnull=False).count() == 2
        assert counts(_told(tmp_path, *circle)) == (0, 0, 2, 0)

    def test_a_dry_run_warns_of_one_that_the_desk_would_close(self, tmp_path: Path) -> None:
        _told(tmp_path, *self._rows("", ""))
        one, two = (str(row.reference) for row in Commitment.objects.order_by("order"))
        _told(tmp_path, *self._rows(two, ""))
        report = _told(tmp_path, *self._rows(two, one), dry_run=True)
        (found,) = [warning for warning in report.warnings if warning.code == "netting-circle"]
        assert (found.row, found.value) == (3, one)

    def test_once_the_other_side_is_told_otherwise_the_link_is_applied_again(self, tmp_path: Path) -> None:
        _told(tmp_path, *self._rows("", ""))
        one, two = (str(row.reference) for row in Commitment.objects.order_by("order"))
        _told(tmp_path, *self._rows(two, one))
        assert counts(_told(tmp_path, *self._rows("", one))) == (0, 1, 1, 0)
        healed = counts(_told(tmp_path, *self._rows("", one)))
        row = Commitment.objects.get(reference=two)
        assert (healed, row.pledged_net_usd, row.warnings, row.circular) == ((0, 1, 1, 0), 0, (), ())
