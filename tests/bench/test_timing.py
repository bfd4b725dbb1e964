"""Contenders take turns, and what is asked is the same of everyone."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bench import questions, timing


def test_contenders_take_turns_and_each_turn_can_ask_something_new() -> None:
    heard: list[str] = []
    spent = timing.interleaved(3, a=lambda turn: heard.append(f"a{turn}"), b=lambda turn: heard.append(f"b{turn}"))
    assert heard == ["a0", "b0", "a1", "b1", "a2", "b2"]
    assert set(spent) == {"a", "b"}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "tables" / "commitments"
    folder.mkdir(parents=True)
    duckdb.connect().execute(
        "copy (select 'C-2021-' || format('{:04d}', i) as reference, 'equal pay for number' || i % 40 as title, "
        "'people and councils agree' as description, 'en' as language, ['gbv', 'ejr'][1 + i % 2:2] as themes, "
        "['gbv-1'] as actions, ['policy'] as types, ['KEN', 'FRA'] as countries, "
        "['civil-society', 'youth'][1 + i % 2] as category, 'KEN' as maker_country, "
        "['live', 'ended', 'withdrawn'][1 + i % 3] as standing, 'planning' as stage from range(600) t(i)) "
        f"to '{folder / '0.parquet'}' (format parquet)"
    )
    return tmp_path


def test_the_same_seed_draws_the_same_questions(release: Path) -> None:
    assert questions.draw(release, 7) == questions.draw(release, 7)


def test_pages_are_distinct(release: Path) -> None:
    pages = questions.distinct_pages(questions.draw(release, 7), 40, 7)
    assert len(set(pages)) == len(pages)
    assert all(page.startswith("/dashboard/?") for page in pages)


def test_hits_are_counted_over_the_rows_themselves(release: Path) -> None:
    asked = questions.draw(release, 7)
    common = next(one for one in asked.searches if one.kind == "common pair")
    assert common.hits == 100  # every sixth row is of civil society and live
