"""Bad rows are told by row, column, value, reason and remedy; good rows beside them are kept."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.importing import commitments, counts, kinds, table

from avow.base.refusals import Refusal
from avow.commitments.content import ActionShare
from avow.commitments.models import Commitment, CommitmentVersion, LedgerEntry
from avow.commitments.reading import content_of
from avow.organisations.models import Organisation

pytestmark = pytest.mark.django_db
HEADINGS = (
    "id",
    "title",
    "organisation",
    "category",
    "theme",
    "share",
    "type",
    "country of implementation",
    "start",
    "end",
    "amount",
    "currency",
)
GOOD = {
    "title": "Open a hundred care centres",
    "organisation": "Kenya Care Union",
    "category": "NGO",
    "theme": "ejr",
    "start": "2021",
    "end": "2025",
}


def row(**cells: str) -> list[str]:
    values = {**GOOD, **{name.replace("_", " "): value for name, value in cells.items()}}
    return [values.get(heading, "") for heading in HEADINGS]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"theme": "Gender-Based Violense"}, "theme", "unknown-theme"),
        ({"category": "Wizards"}, "category", "unknown-category"),
        ({"type": "magic"}, "type", "unknown-type"),
        ({"country_of_implementation": "Narnia"}, "country of implementation", "unknown-country"),
        ({"amount": "-5", "currency": "USD"}, "amount", "negative-amount"),
        ({"amount": "NaN", "currency": "USD"}, "amount", "not-a-number"),
        ({"amount": "inf", "currency": "USD"}, "amount", "not-a-number"),
        ({"amount": "1.001", "currency": "USD"}, "amount", "ambiguous-amount"),
        ({"amount": "5.1234", "currency": "USD"}, "amount", "too-many-decimals"),
        ({"amount": "5", "currency": "XXQ"}, "currency", "unknown-currency"),
        ({"amount": "€5", "currency": "USD"}, "currency", "two-currencies"),
        ({"amount": "1; 2", "currency": "USD; EUR; CAD"}, "currency", "currencies-unpaired"),
        ({"start": "03/04/2021"}, "start", "ambiguous-date"),
        ({"end": "someday"}, "end", "unknown-date"),
        ({"share": "-5%"}, "share", "not-a-share"),
        ({"share": "NaN"}, "share", "not-a-share"),
        ({"share": "50%; 50%"}, "share", "shares-unpaired"),
        ({"title": ""}, "title", "title-missing"),
        ({"title": "x" * 501}, "title", "title-too-long"),
        ({"organisation": ""}, "organisation", "maker-missing"),
    ],
)
def test_a_bad_cell_keeps_its_row_out_and_no_other(tmp_path: Path, cells: dict[str, str], column: str, code: str) -> None:
    path = table(tmp_path / "t.csv", HEADINGS, row(title="First of them"), row(**cells), row(title="Quite another promise"))
    report = commitments(path)
    assert counts(report) == (2, 0, 0, 1)
    (found,) = report.rejections
    assert (found.row, found.column, found.code) == (3, column, code)
    assert found.reason
    assert found.remedy
    assert Commitment.objects.count() == 2


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"start": "2025", "end": "2022"}, "end-before-start"),
        ({"end": "2041"}, "end-after-framework"),
        ({"end": ""}, "end-missing"),
        ({"start": ""}, "start-missing"),
        ({"start": "2021-06-01", "end": "2021-08-01"}, "term-too-short"),
        ({"theme": "Cross-coalition"}, "no-theme"),
        ({"theme": "ejr 60%; gbv 70%"}, "shares-over-100"),
        ({"theme": "ejr; gbv", "share": "60; 70"}, "shares-over-100"),
        ({"share": "120%"}, "shares-over-100"),
        ({"amount": "500"}, "amount-without-currency"),
        ({"amount": "500", "currency": "AFN"}, "no-rate"),
    ],
)
def test_what_breaks_a_rule_is_kept_as_told_and_marked(tmp_path: Path, cells: dict[str, str], code: str) -> None:
    report = commitments(table(tmp_path / "t.csv", HEADINGS, row(**cells)))
    assert counts(report) == (1, 0, 0, 0)
    assert code in kinds(report.warnings)
    assert code in Commitment.objects.get().warnings


def test_an_amount_without_currency_is_kept_without_one(tmp_path: Path) -> None:
    commitments(table(tmp_path / "t.csv", HEADINGS, row(amount="1,000,000")))
    entry = LedgerEntry.objects.get()
    assert (str(entry.amount), entry.currency, entry.usd) == ("1000000.00", "", None)


def test_shares_are_kept_as_fractions_and_never_scaled(tmp_path: Path) -> None:
    commitments(table(tmp_path / "t.csv", HEADINGS, row(theme="ejr; gbv", share="60; 30")))
    assert content_of(Commitment.objects.get()).actions == (
        ActionShare("ejr", None, Decimal("0.6")),
        ActionShare("gbv", None, Decimal("0.3")),
    )


def test_an_unknown_theme_brings_the_nearest_names(tmp_path: Path) -> None:
    report = commitments(table(tmp_path / "t.csv", HEADINGS, row(theme="Economic Justise and Right")))
    assert "Economic justice and rights" in report.rejections[0].remedy


def test_one_key_for_two_promises_is_reported_and_the_same_row_twice_is_only_counted(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", HEADINGS, row(id="7"), row(id="7"), row(id="7", title="Something else entirely"))
    report = commitments(path)
    assert counts(report) == (1, 0, 1, 1)
    assert kinds(report.warnings)["duplicate-row"] == 1
    assert kinds(report.rejections) == {"duplicate-reference": 1}


def test_near_duplicates_and_contradicting_amounts_are_reported_and_marked(tmp_path: Path) -> None:
    path = table(
        tmp_path / "t.csv",
        HEADINGS,
        row(amount="1400000000", currency="USD"),
        row(title="Open a hundred care centers", amount="1400000", currency="USD"),
    )
    report = commitments(path)
    assert counts(report) == (2, 0, 0, 0)
    found = next(one for one in report.warnings if one.code == "contradicting-amount")
    assert "1,000 times" in found.reason
    assert {"duplicate-suspected", "contradicting-amount"} <= set(Commitment.objects.get(reference="C-2026-0002").warnings)


def test_one_title_told_with_two_amounts_keeps_both_and_a_rerun_changes_nothing(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", HEADINGS, row(amount="5", currency="USD"), row(amount="7", currency="USD"))
    assert counts(commitments(path)) == (2, 0, 0, 0)
    assert counts(commitments(path)) == (0, 0, 2, 0)


def test_a_total_told_beside_its_parts_is_pointed_out(tmp_path: Path) -> None:
    path = table(
        tmp_path / "t.csv",
        HEADINGS,
        *(
            row(title=title, amount=amount, currency="USD")
            for title, amount in (("Total of all", "420"), ("Water", "159"), ("Land rights", "261"))
        ),
    )
    report = commitments(path)
    found = next(one for one in report.warnings if one.code == "possible-total")
    assert (found.row, "rows 3, 4" in found.reason) == (2, True)


def test_a_changed_row_becomes_a_new_version_that_says_why(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", HEADINGS, row(amount="5", currency="USD"))
    commitments(path)
    changed = table(tmp_path / "t.csv", HEADINGS, row(amount="9", currency="USD", end="2026"))
    assert counts(commitments(changed, dry_run=True)) == (0, 1, 0, 0)
    assert CommitmentVersion.objects.count() == 1
    assert counts(commitments(changed)) == (0, 1, 0, 0)
    assert counts(commitments(changed)) == (0, 0, 1, 0)
    commitment = Commitment.objects.get()
    assert commitment.version == 2
    assert CommitmentVersion.objects.get(number=2).reason == "The public source changed what it tells."
    assert content_of(commitment).pledged()["USD"] == 9


def test_a_file_without_makers_is_refused_with_its_columns_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no column for makers; its columns are: title, note"):
        commitments(table(tmp_path / "t.csv", ("title", "note"), ("a", "b")))


def test_what_no_row_tells_can_be_given_for_all(tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", ("title",), ("Open care centres",))
    report = commitments(path, defaults={"makers": "Kenya Care Union", "category": "NGO", "language": "fr"})
    assert counts(report) == (1, 0, 0, 0)
    assert Organisation.objects.get().category == "civil-society"
    assert CommitmentVersion.objects.get().language == "fr"
    with pytest.raises(Refusal, match="nothing this import takes"):
        commitments(path, defaults={"nope": "x"})


def test_a_map_parts_a_sentence_of_makers_and_renames_themes(tmp_path: Path) -> None:
    path = table(
        tmp_path / "t.csv",
        HEADINGS,
        row(organisation="Governments of Kenya, Peru and Chad", category="Member State", theme="House rule"),
    )
    (tmp_path / "map.toml").write_text(
        '[columns]\ntitle = "title"\nmakers = "organisation"\nthemes = "theme"\ncategory = "category"\n'
        '[values.makers]\n"Governments of Kenya, Peru and Chad" = "Government of Kenya; '
        'Government of Peru; Government of Chad"\n'
        '[values.themes]\n"House rule" = "gbv"\n',
        encoding="utf-8",
    )
    assert counts(commitments(path, map_file=tmp_path / "map.toml")) == (1, 0, 0, 0)
    assert sorted(Organisation.objects.values_list("name", flat=True)) == [
        "Government of Chad",
        "Government of Kenya",
        "Government of Peru",
    ]
    assert CommitmentVersion.objects.get().themes == ("gbv",)


def test_a_formula_without_a_result_keeps_its_row_out(tmp_path: Path) -> None:
    workbook = Workbook()
    for cells in (
        ["title", "organisation", "amount", "currency"],
        ["Care", "Union", "=1+1", "USD"],
        ["Land", "Union", 5, "USD"],
    ):
        workbook.active.append(cells)
    workbook.save(tmp_path / "t.xlsx")
    report = commitments(tmp_path / "t.xlsx")
    assert counts(report) == (1, 0, 0, 1)
    assert kinds(report.rejections) == {"formula-without-value": 1}


def test_text_that_begins_as_a_formula_is_only_text(tmp_path: Path) -> None:
    commitments(table(tmp_path / "t.csv", HEADINGS, row(title="=cmd|' /C calc'!A0")))
    assert CommitmentVersion.objects.get().title == "=cmd|' /C calc'!A0"


def test_a_stopped_import_is_finished_by_running_it_again(tmp_path: Path) -> None:
    path = table(
        tmp_path / "t.csv", HEADINGS, *(row(title=f"Promise number {number} of many", id=str(number)) for number in range(10))
    )

    def stop(_what: str, done: int, _total: int | None) -> None:
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commitments(path, batch=3, progress=stop)
    assert Commitment.objects.count() == 6
    assert counts(commitments(path, batch=3)) == (4, 0, 6, 0)


def test_the_word_of_a_maker_is_not_changed_by_a_file(tmp_path: Path) -> None:
    headings = (*HEADINGS, "origin")
    path = table(tmp_path / "t.csv", headings, [*row(id="1"), "maker"])
    commitments(path)
    report = commitments(table(tmp_path / "t.csv", headings, [*row(id="1", end="2026"), "maker"]))
    assert kinds(report.rejections) == {"not-told": 1}
    assert Commitment.objects.get().version == 1
