"""The label of an amendment: what it does to the promise, from fields alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from tests.builders import content, pledge, target

from avow.base.dates import PartialDate
from avow.commitments.changes import effects, label
from avow.commitments.content import Content

OLD = content(countries=("FRA", "KEN"), pledge="conditional", condition="The budget law")
LATER, SOONER = PartialDate(2026, 12), PartialDate(2025)


def _with(**changes: Any) -> Content:
    return replace(OLD, **changes)


def _targets(*changed: Any) -> dict[str, Any]:
    return {"targets": changed}


NEUTRAL = {
    "nothing": {},
    "prose": {"title": "Other words", "description": "Entirely", "principles": "More"},
    "a target's wording": _targets(target(statement="Said otherwise.", verification="By report")),
    "a finer date for the same day": {"end": PartialDate(2026, 6, 30)},
    "money under another name": {"pledges": (pledge(purpose="Loans"),)},
    "themes and types": {"actions": (), "types": ("policy",)},
}
STRENGTHENED = {
    "a sooner end": {"end": SOONER},
    "one more country": {"countries": ("FRA", "KEN", "PER")},
    "more money": {"pledges": (pledge("1000000.01"),)},
    "money in one more currency": {"pledges": (pledge(), pledge("5", "EUR"))},
    "a higher target": _targets(target(target=Decimal(1001))),
    "a sooner target": _targets(target(target_on=PartialDate(2026, 11))),
    "one more target": _targets(target(), target(2)),
    "a condition met": {"pledge": "met"},
    "no condition any more": {"pledge": "unconditional"},
    "a later end with every target kept and one added": {"end": LATER, **_targets(target(), target(2))},
    "a later end with more money": {"end": LATER, "pledges": (pledge("2000000"),)},
}
WEAKENED = {
    "no end any more": {"end": None},
    "one country fewer": {"countries": ("FRA",)},
    "no country any more": {"countries": ()},
    "less money": {"pledges": (pledge("999999.99"),)},
    "no money": {"pledges": ()},
    "a lower target": _targets(target(target=Decimal(999))),
    "a later target": _targets(target(target_on=PartialDate(2027))),
    "a target without its date": _targets(target(target_on=None)),
    "a target without its value": _targets(target(target=None)),
    "no target any more": _targets(),
    "a condition failed": {"pledge": "failed"},
    "a later end with a later target": {"end": LATER, **_targets(target(target_on=PartialDate(2027)))},
    "a later end with less money": {"end": LATER, "pledges": (pledge("1"),)},
}
MIXED = {
    "another country instead": {"countries": ("FRA", "PER")},
    "more money in one currency, less in another": {"pledges": (pledge("1"), pledge("5", "EUR"))},
    "a higher target, later": _targets(target(target=Decimal(2000), target_on=PartialDate(2027))),
    "a higher target and a later end": {"end": LATER, **_targets(target(target=Decimal(2000)))},
    "one target for another": _targets(target(2)),
    "more countries and less money": {"countries": ("FRA", "KEN", "PER"), "pledges": ()},
}
EXTENDED = {
    "a later end with every target kept": {"end": LATER},
    "a later end with a target said otherwise": {"end": LATER, **_targets(target(statement="In other words."))},
}
CASES = [
    pytest.param(changes, expected, id=f"{name} is {expected}")
    for expected, group in (
        ("neutral", NEUTRAL),
        ("strengthened", STRENGTHENED),
        ("weakened", WEAKENED),
        ("mixed", MIXED),
        ("extended", EXTENDED),
    )
    for name, changes in group.items()
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_label(changes: dict[str, Any], expected: str) -> None:
    assert label(OLD, _with(**changes)) == expected


class TestLowerIsBetter:
    """A target below its baseline: from 40 per cent to 10."""

    old = _with(targets=(target(baseline=Decimal(40), target=Decimal(10), unit="per cent"),))

    def test_a_smaller_value_strengthens(self) -> None:
        new = replace(self.old, targets=(replace(self.old.targets[0], target=Decimal(5)),))
        assert label(self.old, new) == "strengthened"

    def test_a_greater_value_weakens(self) -> None:
        new = replace(self.old, targets=(replace(self.old.targets[0], target=Decimal(20)),))
        assert label(self.old, new) == "weakened"


def test_values_in_different_units_are_not_compared() -> None:
    new = _with(targets=(target(unit="households", target=Decimal(300)),))
    assert label(OLD, new) == "neutral"


def test_an_end_where_none_was_told_strengthens() -> None:
    assert label(_with(end=None), OLD) == "strengthened"


def test_countries_named_where_none_were_do_not_make_it_larger() -> None:
    assert label(_with(countries=()), OLD) == "neutral"


def test_extending_a_commitment_without_targets_is_extending() -> None:
    assert label(_with(targets=()), _with(targets=(), end=LATER)) == "extended"


def test_effects_say_which_field_did_what() -> None:
    found = effects(OLD, _with(end=SOONER, pledges=(), targets=(target(target=Decimal(5)),)))
    assert [(one.field, one.weight) for one in found] == [("end", 1), ("pledged USD", -1), ("target 1 value", -1)]


@pytest.mark.parametrize("group", [STRENGTHENED, WEAKENED], ids=["strengthened", "weakened"])
def test_undoing_a_change_in_one_field_has_the_opposite_label(group: dict[str, dict[str, Any]]) -> None:
    """But for ends, which extend, and countries told for the first time."""
    opposite = {"strengthened": "weakened", "weakened": "strengthened"}
    for name, changes in group.items():
        if "end" in changes or changes.get("countries") == ():
            continue
        there, back = label(OLD, _with(**changes)), label(_with(**changes), OLD)
        assert back == opposite[there], name
