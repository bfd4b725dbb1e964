"""Organisations from files: matched, completed, never doubled in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing import AT, FIXTURES, counts, framework, kinds, organisations, table

from avow.base.refusals import Refusal
from avow.kernel.models import JournalEntry
from avow.organisations.commands import Registration, register
from avow.organisations.exporting import export_organisations
from avow.organisations.models import Organisation

pytestmark = pytest.mark.django_db
MAPS = Path(__file__).parents[3] / "examples" / "maps"
HEADINGS = ("id", "name", "alias", "category", "country", "identifiers", "website", "leads")


def test_publishers_of_aid_data_are_entered_once() -> None:
    path = FIXTURES / "grand_bargain_base_info.csv"
    assert counts(organisations(path, dry_run=True)) == (101, 0, 0, 0)
    assert not Organisation.objects.exists()
    assert counts(organisations(path)) == (101, 0, 0, 0)
    length = JournalEntry.objects.count()
    assert counts(organisations(path)) == (0, 0, 101, 0)
    assert JournalEntry.objects.count() == length


@pytest.mark.shared_data
def test_a_list_with_duplicate_rows_spaces_and_empty_names_is_accounted_for_row_by_row(shared: Path) -> None:
    path = shared / "organisations" / "akvo_organisations.csv"
    told = MAPS / "akvo_organisations.toml"
    report = organisations(path, map_file=told)
    assert report.rows == 2261
    assert report.rejected == 0
    assert kinds(report.warnings)["duplicate-row"] == 170
    assert not [name for name in Organisation.objects.values_list("name", flat=True) if name != name.strip()]
    assert counts(organisations(path, map_file=told)) == (0, 0, 2261, 0)


@pytest.mark.shared_data
def test_government_bodies_are_read_with_what_is_given_for_all(shared: Path) -> None:
    path = shared / "organisations" / "gov_ids_KE.csv"
    report = organisations(path, defaults={"category": "government", "country": "Kenya"})
    assert counts(report) == (126, 0, 0, 0)
    assert Organisation.objects.filter(category="government", country="KEN").count() == 126


@pytest.mark.shared_data
def test_a_list_of_registers_is_refused_with_what_it_is(shared: Path) -> None:
    with pytest.raises(Refusal, match="lists registers of organisations"):
        organisations(shared / "organisations" / "org_id_guide_lists_all.json")


def test_a_row_is_matched_by_identifier_then_name_and_fills_only_what_is_not_known(tmp_path: Path) -> None:
    framework()
    register(
        entries=[
            Registration("Care Union", "civil-society", identifiers=("GB-CHC-1",)),
            Registration("Koç Holding", "private-sector", "TUR", aliases=("Koç Group",)),
        ],
        actor="x",
        at=AT,
    )
    path = table(
        tmp_path / "t.csv",
        HEADINGS,
        ["", "The Care Union", "", "NGO", "Kenya", "GB-CHC-1", "https://example.org", ""],
        ["", "Koc Group", "", "Member State", "FRA", "", "", ""],
        ["", "KOÇ HOLDING", "", "Member State", "TUR", "", "", ""],
    )
    report = organisations(path)
    assert counts(report) == (1, 1, 1, 0)
    union = Organisation.objects.get(name="Care Union")
    assert (union.country, union.website) == ("KEN", "https://example.org")
    assert Organisation.objects.get(name="Koç Holding").category == "private-sector"
    assert kinds(report.warnings)["contradicting-value"] == 1


def test_what_a_maker_entered_is_not_touched_by_a_public_source(tmp_path: Path) -> None:
    framework()
    register(entries=[Registration("Care Union", "civil-society", origin="maker")], actor="x", at=AT)
    report = organisations(table(tmp_path / "t.csv", ("name", "country"), ("Care Union", "KEN")))
    assert counts(report) == (0, 0, 1, 0)
    assert Organisation.objects.get().country == ""


def test_a_changed_row_of_the_same_source_changes_the_organisation_and_keeps_its_old_name(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", HEADINGS, ["1", "Care Union", "", "NGO", "KEN", "", "", ""])
    organisations(path)
    report = organisations(table(path, HEADINGS, ["1", "Care Alliance", "", "NGO", "KEN", "", "", "gbv"]))
    assert counts(report) == (0, 1, 0, 0)
    row = Organisation.objects.get()
    assert (row.name, row.leads, [one.name for one in row.aliases.all()]) == ("Care Alliance", ("gbv",), ["Care Union"])


def test_bad_cells_are_told_by_place_and_good_rows_are_kept(tmp_path: Path) -> None:
    path = table(
        tmp_path / "t.csv",
        HEADINGS,
        ["1", "Good", "", "NGO", "KEN", "GB-CHC-1", "", ""],
        ["2", "", "", "NGO", "KEN", "", "", ""],
        ["3", "Odd", "", "Wizards", "Narnia", "nonsense", "ftp://x", "magic"],
        ["1", "Another", "", "NGO", "KEN", "", "", ""],
        ["4", "Twin", "", "NGO", "FRA", "GB-CHC-1", "", ""],
    )
    report = organisations(path)
    assert report.rows == 5
    assert kinds(report.rejections) == {
        "name-missing": 1, "unknown-category": 1, "unknown-country": 1, "identifier-shape": 1, "not-an-address": 1,
        "unknown-theme": 1, "duplicate-reference": 1,
    }  # fmt: skip
    assert Organisation.objects.count() == 1


def test_alike_names_are_reported_and_kept_apart(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", ("name", "category"), ("Women's Trust Africa", "NGO"), ("Womens Trust of Africa", "NGO"))
    report = organisations(path)
    assert counts(report) == (2, 0, 0, 0)
    assert kinds(report.warnings) == {"duplicate-suspected": 1}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_importing_an_export_changes_nothing(tmp_path: Path, ending: str) -> None:
    framework()
    register(
        entries=[
            Registration(
                '=1+1 Trust; of "marks"',
                "civil-society",
                "NAM",
                aliases=("A; B", "-C"),
                identifiers=("GB-CHC-1", "XM-DAC-2"),
                website="https://example.org/?a=1;b=2",
                leads=("gbv", "ejr"),
                origin="maker",
                notes="@secret\nline",
            ),
            Registration(
                "UN Women", "international", international=True, signatory=True, joined_on=AT.date(), origin="secretariat"
            ),
        ],
        actor="x",
        at=AT,
    )
    path = tmp_path / f"out.{ending}"
    assert export_organisations(path) == 2
    report = organisations(path)
    assert [one.as_json() for one in report.rejections] == []
    assert counts(report) == (0, 0, 2, 0)
