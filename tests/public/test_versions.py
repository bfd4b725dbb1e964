"""Nothing changes quietly: what two versions of a commitment differ in, and why and since when one no longer stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.public.small_record import ROWS, SCRIPT, commitment, entry, publish, version

from avow.base.columns import Table
from avow.commitments import columns
from avow.config import site
from avow.public.pages.versions import WEIGHED, field_names, weighed_names

REFERENCE = "C-2021-0001"
WELLS = {
    "commitment": REFERENCE,
    "number": 1,
    "statement": "Dig 400 wells by the end of 2026",
    "indicator": "Wells in use",
    "unit": "wells",
    "target": Decimal(400),
    "target_on": "2026-12",
}
Read = Callable[[str], str]


@pytest.fixture(autouse=True)
def _public_site(settings: Any) -> None:
    settings.MIDDLEWARE, settings.ROOT_URLCONF, settings.TEMPLATES = site.MIDDLEWARE, site.ROOT_URLCONF, site.TEMPLATES
    settings.PUBLIC_URL = ""
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def read(own_home: Path) -> Read:
    """The words of a page of the record just published, deletions in [-…-] and additions in {+…+}."""

    def words(address: str) -> str:
        answer = Client().get(address)
        assert answer.status_code == 200, address
        html = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
        assert html is not None
        told = re.sub(r'<bdi class="seen-by-ear">.*?</bdi>', "", html[0])
        told = re.sub(r"<del>(.*?)</del>", r"[-\1-]", told)
        told = re.sub(r"<ins>(.*?)</ins>", r"{+\1+}", told)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", told)).replace("\u00a0", " "))

    return words


def _publish(
    home: Path, versions: Sequence[Any], targets: dict[int, list[dict[str, Any]]], more: dict[Table, list[Any]] | None = None
) -> None:
    """One commitment with these versions, the targets of each of them by its number, and what ``more`` tables say."""
    current = max(targets)
    rows: dict[Table, list[Any]] = {
        **{table: [] for table in ROWS},
        columns.COMMITMENTS: [commitment(REFERENCE, "Dig wells", version=current, change=versions[-1].get("label"))],
        columns.VERSIONS: list(versions),
        columns.TARGETS: [{**one, "band": "cannot-tell"} for one in targets[current]],
        columns.FORMER_TARGETS: [
            {**one, "version": number} for number in targets if number != current for one in targets[number]
        ],
        **(more or {}),
    }
    publish(home / "record", home / "keys", rows)


def _two(
    home: Path,
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    rows: dict[Table, list[Any]] | None = None,
    ledger: Sequence[Any] = (),
    **changed: Any,
) -> None:
    second = version(REFERENCE, 2, **{"label": "weakened", "reason": "The drill broke.", **changed})
    more = {**(rows or {}), columns.LEDGER: list(ledger)}
    _publish(home, [version(REFERENCE, 1), second], {1: before, 2: after}, more)


class TestTargets:
    def test_a_lowered_target_shows_the_old_value_and_the_new_one_whole(self, own_home: Path, read: Read) -> None:
        lowered = {**WELLS, "target": Decimal(250), "statement": "Dig 250 wells by the end of 2026"}
        _two(own_home, [WELLS], [lowered])
        page = read(f"/commitments/{REFERENCE}/versions/1..2/")
        assert "What changed in the targets Target 1 changed" in page
        assert "Statement Dig [-400-]{+250+} wells by the end of 2026" in page
        assert "Value promised [-400 wells-] {+250 wells+}" in page
        assert "The label rests on: Targets" in page
        assert "say the same" not in page
        assert "What changed in the text" not in page

    def test_a_later_date_is_shown_with_the_sentence_that_did_not_change(self, own_home: Path, read: Read) -> None:
        _two(own_home, [WELLS], [{**WELLS, "target_on": "2028"}])
        page = read(f"/commitments/{REFERENCE}/versions/1..2/")
        assert "Target 1 changed Dig 400 wells by the end of 2026 By [-December 2026-] {+2028+}" in page
        assert "Value promised" not in page

    def test_a_dropped_one_is_struck_out_and_an_added_one_marked(self, own_home: Path, read: Read) -> None:
        lamps = {"commitment": REFERENCE, "number": 2, "statement": "Light every street", "target_on": "2025"}
        _two(own_home, [WELLS], [lamps])
        page = read(f"/commitments/{REFERENCE}/versions/1..2/")
        assert "Target 1 dropped Statement [-Dig 400 wells by the end of 2026-]" in page
        assert "Value promised [-400 wells-]" in page
        assert "Target 2 added Statement {+Light every street+} By {+2025+}" in page

    def test_each_version_is_compared_with_the_targets_it_had_itself(self, own_home: Path, read: Read) -> None:
        third = version(REFERENCE, 3, label="strengthened", reason="A new drill.")
        second = version(REFERENCE, 2, label="weakened", reason="The drill broke.")
        values = {1: Decimal(400), 2: Decimal(250), 3: Decimal(400)}
        _publish(
            own_home, [version(REFERENCE, 1), second, third], {at: [{**WELLS, "target": value}] for at, value in values.items()}
        )
        assert "[-400 wells-] {+250 wells+}" in read(f"/commitments/{REFERENCE}/versions/1..2/")
        assert "[-250 wells-] {+400 wells+}" in read(f"/commitments/{REFERENCE}/versions/2..3/")
        whole = read(f"/commitments/{REFERENCE}/versions/1..3/")
        assert "What changed in the targets" not in whole
        assert whole.count("The label rests on: Targets") == 2

    def test_words_of_a_target_never_become_markup(self, own_home: Path) -> None:
        _two(own_home, [WELLS], [{**WELLS, "statement": SCRIPT, "unit": SCRIPT}])
        assert b"<script>alert" not in Client().get(f"/commitments/{REFERENCE}/versions/1..2/").content

    def test_a_release_that_did_not_keep_former_targets_says_so(self, own_home: Path, read: Read) -> None:
        rows = {table: held for table, held in ROWS.items() if table is not columns.FORMER_TARGETS}
        publish(own_home / "record", own_home / "keys", rows)
        page = read(f"/commitments/{REFERENCE}/versions/2..3/")
        assert "This release keeps the targets of the current version only" in page
        assert "Target 1 added" not in page


class TestMoney:
    def test_amounts_pledged_are_shown_by_currency_as_told(self, own_home: Path, read: Read) -> None:
        _two(own_home, [WELLS], [WELLS], pledged=["30000000.50 USD", "900000.00 KES"])
        page = read(f"/commitments/{REFERENCE}/versions/1..2/")
        assert "[-US$ 48,000,000-] {+US$ 30,000,000.5+}" in page
        assert "{+KES 900,000+}" in page
        assert "The label rests on: Money pledged" in page

    def test_over_several_versions_each_that_changed_them_tells_its_own(self, own_home: Path, read: Read) -> None:
        second = version(REFERENCE, 2, label="weakened", reason="Less", pledged=["10000000.00 USD"])
        third = version(REFERENCE, 3, label="neutral", reason="Words", pledged=["10000000.00 USD"], title="Dig some wells")
        _publish(own_home, [version(REFERENCE, 1), second, third], {1: [], 2: [], 3: []})
        page = read(f"/commitments/{REFERENCE}/versions/1..3/")
        assert page.count("Money pledged from this version on: US$ 10,000,000") == 1

    def test_a_pledge_that_is_counted_elsewhere_from_now_on_is_shown_though_the_sum_stayed(
        self, own_home: Path, read: Read
    ) -> None:
        moved = {"version": 2, "netted": True, "netted_at": "C-2022-0004", "netted_reason": "re-granted"}
        ledger = [
            entry(REFERENCE, 1, "pledged", "48000000"),
            entry(REFERENCE, 2, "pledged", "-48000000", version=2),
            entry(REFERENCE, 3, "pledged", "48000000", **moved),
        ]
        _two(own_home, [WELLS], [WELLS], label="neutral", ledger=ledger)
        page = read(f"/commitments/{REFERENCE}/versions/1..2/")
        assert "What changed in the money pledged State budget [-US$ 48,000,000, Grant, New-]" in page
        assert "{+US$ 48,000,000, Grant, New, Re granted, C-2022-0004+}" in page
        assert "Nothing that a release keeps" not in page


QUIET = {
    "endorsement_level": ("minister", "Endorsed at {+Minister+}"),
    "endorsed_on": (date(2022, 2, 3), "Endorsed on {+3 February 2022+}"),
    "pledge": ("conditional", "Firm or conditional"),
    "condition": ("Vote of parliament", "Approval it depends on {+Vote of parliament+}"),
    "affirmed": (False, "Affirmation [-given by its maker-] {+not given+}"),
    "principles": ("We ask those concerned.", "Leadership principles {+We ask those concerned.+}"),
    "links": (["https://wells.example"], "Links its maker gives {+https://wells.example+}"),
    "joint": (True, "Made by [-its owner alone-] {+several organisations together+}"),
    "groups": (["boys"], "Groups given priority"),
    "scope": ("global", "Scope"),
    "language": ("fr", "Language of the text"),
}


class TestNothingChangesQuietly:
    def test_every_column_of_a_version_is_compared_or_stands_in_its_heading(self) -> None:
        headed = {"commitment", "version", "label", "reason", "valid_from", "valid_to", "recorded_at", "said_by"}
        assert set(columns.VERSIONS.names) - headed - {"pledged"} == set(field_names()) - {"shares"}

    def test_what_a_label_rests_on_is_called_as_the_field_is(self) -> None:
        assert {name: field_names()[name] for name in WEIGHED}.items() <= weighed_names().items()

    @pytest.mark.parametrize("field", QUIET)
    def test_an_amendment_of_one_field_alone_is_shown(self, own_home: Path, read: Read, field: str) -> None:
        value, shown = QUIET[field]
        _two(own_home, [WELLS], [WELLS], label="neutral", **{field: value})
        page = read(f"/commitments/{REFERENCE}/versions/1..2/")
        assert shown in page
        assert "Nothing that a release keeps" not in page

    def test_so_is_one_of_the_shares_alone(self, own_home: Path, read: Read) -> None:
        served = {"commitment": REFERENCE, "number": 1, "theme": "water", "action": "water-1"}
        rows = {
            columns.FORMER_ACTIONS: [{**served, "version": 1, "share": Decimal("0.6")}],
            columns.ACTIONS: [{**served, "share": Decimal("0.4")}],
        }
        _two(own_home, [WELLS], [WELLS], label="neutral", rows=rows)
        page = read(f"/commitments/{REFERENCE}/versions/1..2/")
        assert re.search(r"Shares of the money \[-.* 60 %-\] \{\+.* 40 %\+\}", page)

    def test_a_release_that_did_not_keep_a_field_of_both_says_nothing_of_it(self, own_home: Path, read: Read) -> None:
        kept = tuple(one for one in columns.VERSIONS.columns if one.name not in ("principles", "links"))
        older = replace(columns.VERSIONS, columns=kept)
        rows = {older if table is columns.VERSIONS else table: held for table, held in ROWS.items()}
        del rows[columns.FORMER_ACTIONS]
        publish(own_home / "record", own_home / "keys", rows)
        page = read("/commitments/C-2021-0001/versions/1..2/")
        assert "Affirmation" in page
        assert "Leadership principles" not in page
        assert "Shares of the money" not in page


def test_two_versions_that_differ_in_nothing_kept_say_so(own_home: Path, read: Read) -> None:
    _two(own_home, [WELLS], [WELLS], label="neutral")
    assert "Nothing that a release keeps of every version differs" in read(f"/commitments/{REFERENCE}/versions/1..2/")


class TestWithdrawn:
    @pytest.fixture(autouse=True)
    def _published(self, own_home: Path) -> None:
        publish(own_home / "record", own_home / "keys")

    def test_the_page_says_when_and_why_near_the_top(self, read: Read) -> None:
        page = read("/commitments/C-2021-0003/")
        assert "Withdrawn on 5 September 2022 by its maker “The partner left. " in page
        assert page.index("Withdrawn on") < page.index("The promise")
        assert "<script>alert" not in Client().get("/commitments/C-2021-0003/").content.decode()

    def test_the_timeline_has_it_above_the_versions_it_came_after(self, read: Read) -> None:
        for address in ("/commitments/C-2021-0003/", "/commitments/C-2021-0003/versions/"):
            page = read(address)
            at = page.index("Withdrawn 5 September 2022 · by its maker “The partner left. ")
            assert at < page.index("Version 1", at)

    def test_the_read_api_tells_it_too(self) -> None:
        told = Client().get("/commitments/C-2021-0003.json").json()
        assert (told["standing_on"], told["standing_reason"]) == ("2022-09-05", "The partner left. " + SCRIPT)
        assert [one["version"] for one in Client().get(f"/commitments/{REFERENCE}.json").json()["former_targets"]] == [1, 2]

    def test_one_that_ended_says_since_when_and_a_live_one_nothing(self, own_home: Path, read: Read) -> None:
        ended = commitment(REFERENCE, "Dig wells", standing="ended", standing_on=date(2023, 1, 1))
        live = commitment("C-2021-0002", "Dig more wells")
        first = [version(reference, 1) for reference in (REFERENCE, "C-2021-0002")]
        rows = {**ROWS, columns.COMMITMENTS: [ended, live], columns.VERSIONS: first}
        publish(own_home / "record", own_home / "keys", rows, minute=1)
        assert "Ended since 1 January 2023" in read(f"/commitments/{REFERENCE}/?release=2")
        assert "since" not in read("/commitments/C-2021-0002/?release=2").partition("At a glance")[2]


@pytest.mark.parametrize(
    "who", [{"origin": "public-source"}, {"standing_said_by": "secretariat"}], ids=["source", "secretariat"]
)
def test_nobody_says_that_a_maker_withdrew_what_others_withdrew(own_home: Path, read: Read, who: dict[str, str]) -> None:
    told = commitment(REFERENCE, "Dig wells", standing="withdrawn", standing_on=date(2023, 1, 1), **who)
    publish(own_home / "record", own_home / "keys", {**ROWS, columns.COMMITMENTS: [told]})
    page = read(f"/commitments/{REFERENCE}/")
    assert "Withdrawn on 1 January 2023 No reason was given." in page
    assert "· by its maker" not in page


def test_a_release_made_before_reasons_were_published_still_says_that_it_was_withdrawn(own_home: Path, read: Read) -> None:
    kept = tuple(one for one in columns.COMMITMENTS.columns if not one.name.startswith("standing_"))
    older = replace(columns.COMMITMENTS, columns=kept)
    rows = {older if table is columns.COMMITMENTS else table: held for table, held in ROWS.items()}
    publish(own_home / "record", own_home / "keys", rows)
    assert "This commitment was withdrawn It stays listed" in read("/commitments/C-2021-0003/")
