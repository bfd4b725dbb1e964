"""The hard rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.builders import content, pledge

from avow.base.dates import PartialDate
from avow.commitments.content import ActionShare
from avow.commitments.rules import WARNINGS, TermLimits, check_hard_rules, warnings
from avow.packs.shipped import shipped_pack

LIMITS = TermLimits(min_years=1, max_years=5, leader_years=5, ends=2026)
DAY = date(2021, 7, 1)


def _codes(leads: tuple[str, ...] = (), excepted: tuple[str, ...] = (), **changes: Any) -> list[str]:
    found = check_hard_rules(content(**changes), LIMITS, confirmed_on=DAY, leads=frozenset(leads), excepted=frozenset(excepted))
    return [finding.code for finding in found]


def test_a_complete_commitment_breaks_none() -> None:
    assert _codes() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "title-missing"),
        ({"description": ""}, "description-missing"),
        ({"actions": ()}, "no-theme"),
        ({"types": ()}, "type-missing"),
        ({"affirmed": None}, "affirmation-missing"),
        ({"affirmed": False}, "affirmation-missing"),
        ({"pledge": "conditional"}, "condition-missing"),
        ({"start": None}, "start-missing"),
        ({"end": None}, "end-missing"),
        ({"start": PartialDate(2026), "end": PartialDate(2027, 6)}, "end-after-framework"),
        ({"end": PartialDate(2020)}, "end-before-start"),
        ({"end": PartialDate(2022, 5)}, "term-too-short"),
        ({"start": PartialDate(2021, 1), "end": PartialDate(2026, 3)}, "term-too-long"),
        (
            {"actions": (ActionShare("care", None, Decimal("0.7")), ActionShare("land", None, Decimal("0.4")))},
            "shares-over-100",
        ),
        ({"actions": (ActionShare("care", None, Decimal("-0.1")),)}, "share-negative"),
        ({"pledges": (pledge("-1"),)}, "amount-invalid"),
        ({"pledges": (pledge("NaN"),)}, "amount-invalid"),
        ({"pledges": (replace(pledge(), currency=""),)}, "amount-without-currency"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_breaks_one_is_named(changes: dict[str, Any], code: str) -> None:
    assert _codes(**changes) == [code]


def test_every_finding_says_what_happened_and_what_to_do() -> None:
    found = check_hard_rules(content(title="", description="", actions=(), end=None), LIMITS, confirmed_on=DAY)
    assert len(found) == 4
    assert all(finding.reason.endswith(".") and finding.remedy.endswith(".") for finding in found)


class TestTerm:
    """Dates of mixed precision are read generously: a rule is broken only when every reading breaks it."""

    @pytest.mark.parametrize(("start", "end"), [("2021", "2021"), ("2021-06-01", "2022-05-31"), ("2020-02-29", "2021-02-27")])
    def test_a_year_is_long_enough(self, start: str, end: str) -> None:
        assert _codes(start=PartialDate.parse(start), end=PartialDate.parse(end)) == []

    @pytest.mark.parametrize(("start", "end"), [("2021", "2026"), ("2021-06-01", "2026-05-31"), ("2021-12", "2026-12")])
    def test_five_years_are_not_too_long(self, start: str, end: str) -> None:
        assert _codes(start=PartialDate.parse(start), end=PartialDate.parse(end)) == []

    def test_shares_of_exactly_all_are_allowed(self) -> None:
        thirds = tuple(ActionShare("care", None, Decimal(share)) for share in ("0.333333", "0.333333", "0.333334"))
        assert _codes(actions=thirds) == []


class TestLeader:
    def test_a_leader_commits_for_five_years_in_a_theme_it_leads(self) -> None:
        assert _codes(leads=("care",), end=PartialDate(2024)) == ["leader-term-too-short"]
        assert _codes(leads=("care",), start=PartialDate(2021), end=PartialDate(2026)) == []

    def test_elsewhere_it_is_a_maker_like_others(self) -> None:
        assert _codes(leads=("land",), end=PartialDate(2024)) == []

    def test_an_exception_lifts_the_rule(self) -> None:
        assert _codes(leads=("care",), excepted=("care",), end=PartialDate(2024)) == []


class TestWarnings:
    def test_an_import_carries_only_codes_of_the_list(self) -> None:
        told = content(title="", affirmed=None, actions=(), start=None, end=PartialDate(2041))
        assert warnings(told, LIMITS, confirmed_on=DAY) == ("no-theme", "start-missing", "end-after-framework")

    def test_the_codes_are_those_of_the_shipped_list(self) -> None:
        assert set(shipped_pack().lists["warnings"].codes) >= WARNINGS
