"""The page of results: one section a measure and size, replaced when measured again, ratios beside the peers."""

from __future__ import annotations

from pathlib import Path

from bench.results import Line, Section

from bench import results


def _section(name: str, rows: int, value: str, *, met: bool | None = None) -> Section:
    line = Line("first sight", value, "in the application", "≤ 150 ms", met, {"Datasette": "9,000 ms"}, {"Datasette": "90.0 ×"})
    return Section(name, "Eight facets", rows, "a mix", "cold", f"python -m bench {name}", "2026-11-22", "2 cores", [line])


def test_a_section_shows_value_aim_peer_ratio_and_where_it_was_timed(tmp_path: Path) -> None:
    results.save(_section("facets", 2700, "100 ms", met=True), file=tmp_path / "R.md", store=tmp_path / "r.json")
    text = (tmp_path / "R.md").read_text()
    assert "| first sight | 100 ms | ≤ 150 ms ✓ | 9,000 ms | 90.0 × | in the application |" in text
    assert "Again: `python -m bench facets`" in text
    assert "2 cores" in text


def test_measuring_again_replaces_the_section_and_keeps_the_others(tmp_path: Path) -> None:
    file, store = tmp_path / "R.md", tmp_path / "r.json"
    results.save(_section("facets", 2700, "100 ms"), file=file, store=store)
    results.save(_section("search", 2700, "7 ms"), file=file, store=store)
    results.save(_section("facets", 2700, "55 ms", met=False), file=file, store=store)
    text = file.read_text()
    assert "100 ms |" not in text
    assert "55 ms | ≤ 150 ms ✗" in text
    assert "7 ms" in text


def test_cells_cannot_break_the_table(tmp_path: Path) -> None:
    results.save(_section("facets", 1, "a | b\nc"), file=tmp_path / "R.md", store=tmp_path / "r.json")
    assert "a \\| b c" in (tmp_path / "R.md").read_text()
