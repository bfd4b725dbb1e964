"""The real files: 74 public commitments, five from another field, and conflicting reports of figures."""

from __future__ import annotations

import pytest
from tests.importing import FIXTURES, commitments, counts, kinds

from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry, Maker
from avow.kernel.models import JournalEntry
from avow.organisations.models import Organisation

pytestmark = pytest.mark.django_db
PUBLIC = FIXTURES / "ge_commitments_public.csv"


def test_every_row_is_kept_as_told_with_origin_and_warnings() -> None:
    report = commitments(PUBLIC)
    assert counts(report) == (74, 0, 0, 0)
    assert Commitment.objects.filter(origin="public-source", registration="confirmed").count() == 74
    assert not Commitment.objects.filter(source_url="").exists()
    found = kinds(report.warnings)
    assert (found["no-theme"], found["end-missing"], found["end-after-framework"]) == (8, 22, 3)
    stored = [code for row in Commitment.objects.all() for code in row.warnings]
    assert (stored.count("no-theme"), stored.count("end-missing"), stored.count("end-after-framework")) == (8, 22, 3)


def test_a_second_run_changes_nothing() -> None:
    commitments(PUBLIC)
    length = JournalEntry.objects.count()
    assert counts(commitments(PUBLIC)) == (0, 0, 74, 0)
    assert JournalEntry.objects.count() == length


@pytest.mark.parametrize("batch", [7, 500])
def test_a_dry_run_reports_the_same_and_writes_nothing(batch: int) -> None:
    dry = commitments(PUBLIC, dry_run=True, batch=batch)
    assert not Commitment.objects.exists()
    assert not Organisation.objects.exists()
    real = commitments(PUBLIC, batch=batch)
    assert counts(dry) == counts(real)
    assert dry.warnings == real.warnings


def test_dates_keep_the_precision_of_the_source() -> None:
    commitments(PUBLIC)
    told = {str(version.start) for version in CommitmentVersion.objects.all()}
    assert {"2021", "2021-05", "2021-06-30"} <= told
    assert {str(version.end) for version in CommitmentVersion.objects.filter(title="Gender Fund")} == {"2031"}


def test_actions_and_themes_are_those_of_the_pack() -> None:
    commitments(PUBLIC)
    version = CommitmentVersion.objects.get(title="National GBV information system")
    assert (version.themes, version.actions, version.types) == (("gbv",), ("gbv-1",), ("programmatic",))
    assert CommitmentVersion.objects.get(title="Comprehensive sexuality education in and out of school").types == (
        "programmatic",
        "advocacy",
    )


def test_several_makers_in_one_cell_become_owner_and_proposed_co_makers() -> None:
    commitments(PUBLIC)
    row = CommitmentVersion.objects.get(title="Free health care and an end to harmful norms").commitment
    makers = {maker.party.name: maker.role for maker in Maker.objects.filter(commitment=row)}
    assert makers.pop("Government of Burkina Faso") == "owner"
    assert set(makers.values()) == {"proposed"}
    assert len(makers) == 5
    assert Organisation.objects.get(name="Government of Togo").country == "TGO"


def test_a_sentence_of_makers_stays_one_told_name_and_proposals_are_only_listed() -> None:
    report = commitments(PUBLIC)
    row = CommitmentVersion.objects.get(title="Gender in the Global Digital Compact").commitment
    assert row.owner.name.startswith("Governments of Finland, Rwanda")
    assert "unlisted-makers" in row.warnings
    assert Maker.objects.filter(commitment=row).count() == 1
    assert not Organisation.objects.filter(name__contains="Rwanda").exclude(pk=row.owner_id).exists()
    told = next(one for one in report.warnings if one.code == "unlisted-makers")
    assert "Finland, Rwanda, Chile, Armenia, Canada" in told.reason


def test_amounts_are_kept_to_the_cent_and_empty_ones_are_no_zero() -> None:
    commitments(PUBLIC)
    entry = LedgerEntry.objects.get(commitment__versions__title="Five targeted equality projects")
    assert f"{entry.amount:f} {entry.currency}" == "18450000.00 CAD"
    assert not LedgerEntry.objects.filter(commitment__versions__title="National GBV information system").exists()
    assert not LedgerEntry.objects.filter(amount=0).exists()


def test_text_that_calls_the_money_part_of_another_pledge_is_pointed_out() -> None:
    report = commitments(PUBLIC)
    assert [one.row for one in report.warnings if one.code == "possible-part"] == [11, 39]


def test_a_short_name_of_a_state_is_matched_to_its_government_and_said() -> None:
    report = commitments(PUBLIC)
    assert not Organisation.objects.filter(name="Canada").exists()
    assert any(one.code == "matched-by-state" and one.value == "Canada" for one in report.warnings)


def test_commitments_of_another_field_are_read_from_nested_json() -> None:
    path = FIXTURES / "sdg_data_revolution_commitments.json"
    report = commitments(path)
    assert counts(report) == (5, 0, 0, 0)
    assert counts(commitments(path)) == (0, 0, 5, 0)
    row = CommitmentVersion.objects.get(title="Statistical capacity building across Africa").commitment
    assert (row.owner.name, row.source_url) == ("African Union Commission", "")
    assert set(row.warnings) == {"no-theme", "start-missing", "end-missing"}
    assert Commitment.objects.filter(source_name="data.worldbank.org/HDRSD").count() == 4


def test_conflicting_reports_are_compared_and_never_entered() -> None:
    commitments(PUBLIC)
    before = Commitment.objects.count(), JournalEntry.objects.count()
    report = commitments(FIXTURES / "ge_conflicting_reports.csv")
    assert counts(report) == (0, 0, 0, 21)
    assert (Commitment.objects.count(), JournalEntry.objects.count()) == before
    assert kinds(report.rejections) == {"not-a-commitment": 21}
    slip = next(one for one in report.rejections if one.row == 3)
    assert "1,000 times" in slip.reason
    assert "Family planning and women's health" in slip.remedy
