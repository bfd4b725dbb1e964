"""JSON read as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from avow.base.refusals import Refusal
from avow.sheets.limits import Limits
from avow.sheets.reading import open_sheet


def rows(folder: Path, text: str, limits: Limits | None = None) -> list[dict[str, str]]:
    path = folder / "table.json"
    path.write_text(text, encoding="utf-8")
    return [dict(row.cells) for row in open_sheet(path, recognise=lambda _: True, limits=limits or Limits()).rows]


def test_a_list_of_objects_and_one_nested_once_read_the_same(tmp_path: Path) -> None:
    expected = [{"title": "A", "amount": "18450000.50"}, {"title": "B", "amount": ""}]
    told = '[{"title": "A", "amount": 18450000.50}, {"title": "B", "amount": null}]'
    assert rows(tmp_path, told) == expected
    assert rows(tmp_path, f'{{"about": "x", "commitments": {told}}}') == expected


def test_numbers_are_exact_and_lists_are_joined(tmp_path: Path) -> None:
    told = '[{"n": 1e3, "big": 12345678901234567890, "yes": true, "list": ["a;b", "c", 1.10], "deep": [{"x": 1}]}]'
    assert rows(tmp_path, told) == [
        {"n": "1000", "big": "12345678901234567890", "yes": "true", "list": "a\\;b; c; 1.10", "deep": '[{"x": "1"}]'}
    ]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ('[{"a": 1, "a": 2}]', "duplicate-key"),
        ('[{"a": NaN}]', "not-a-number"),
        ('[{"a": -Infinity}]', "not-a-number"),
        ("[" * 100_000 + "]" * 100_000, "too-deep"),
        ('[{"a": ' + "[" * 30 + "]" * 30 + "}]", "too-deep"),
        ('[{"a": 1},]', "broken-json"),
        ("3", "not-a-table"),
        ("[1, 2]", "not-a-table"),
        ("[]", "empty-file"),
        ('{"a": [], "b": []}', "not-a-table"),
        ("", "empty-file"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, told: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        rows(tmp_path, told)
    assert refused.value.code == code


def test_brackets_inside_texts_do_not_count_as_depth(tmp_path: Path) -> None:
    assert rows(tmp_path, '[{"a": "' + "[" * 50 + '\\""}]') == [{"a": "[" * 50 + '"'}]


def test_an_item_that_is_no_object_is_a_fault_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"title": "A"}, 5]')
    found = list(open_sheet(path, recognise=lambda _: True).rows)
    assert not found[0].faults
    assert found[1].faults["title"].code == "not-an-object"


def test_more_json_than_allowed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="larger than"):
        rows(tmp_path, '[{"a": "xxxxxxxxxxxxxxxxxxxx"}]', Limits(json_bytes=10))
