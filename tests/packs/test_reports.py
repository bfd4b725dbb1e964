"""What the commands say about packs."""

from __future__ import annotations

import json

from tests.packs.copies import RIVERS, Copy

from avow.packs.reports import check_report, diff_report
from avow.packs.shipped import shipped_path


def test_a_good_pack_is_told_with_what_it_holds_and_what_is_unconfirmed() -> None:
    report = check_report(shipped_path())
    assert report.ok
    assert report.lines[0] == "Generation Equality (generation-equality 1.1.0) can be used."
    assert "2 tracks, 11 themes, 24 actions" in report.lines[1]
    assert "themes.climate.actions.climate-1" in json.loads(json.dumps(report.data))["unconfirmed"]


def test_a_bad_pack_is_told_with_every_problem(rivers: Copy) -> None:
    rivers.replace("pack.toml", "max_years = 10", "max_years = 1")
    rivers.drop("LICENSE.md")
    report = check_report(rivers.path)
    assert not report.ok
    assert "LICENSE.md: file: found no such file; expected the licence of the pack." in report.lines
    problems = json.loads(json.dumps(report.data))["problems"]
    assert {"file": "LICENSE.md", "key": "file", "found": "no such file", "expected": "the licence of the pack"} in problems


def test_a_difference_is_told_line_by_line_and_summed_up(rivers: Copy) -> None:
    rivers.replace("pack.toml", "max_years = 10", "max_years = 12")
    report = diff_report(RIVERS, rivers.path)
    assert report.lines == ("~ terms.max_years: 10 -> 12", "1 changed.")
    assert json.loads(json.dumps(report.data))["counts"] == {"added": 0, "removed": 0, "changed": 1, "moved": 0}


def test_no_difference_is_told_as_such() -> None:
    assert diff_report(RIVERS, RIVERS).lines == ("The packs say the same.",)
