"""What the pages weigh, how long they take, and what they must never carry."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.template import engines
from tests.ui import gallery

from avow import ui
from avow.ui.components.facets import Facet, FacetRow

ROOM = Path(ui.__file__).parent


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def test_the_style_sheet_weighs_at_most_nine_kilobytes() -> None:
    assert packed(ROOM / "static" / "ui" / "avow.css") <= 9_000


def test_the_script_weighs_at_most_two_kilobytes() -> None:
    assert packed(ROOM / "static" / "ui" / "avow.js") <= 2_000


def test_the_style_sheet_names_no_side_by_left_or_right() -> None:
    css = re.sub(r"/\*.*?\*/", "", (ROOM / "static" / "ui" / "avow.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"[\s{;](?:margin|padding|border|inset)?-?(?:left|right)\s*:", css) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_carries_an_inline_style_or_script(language: str) -> None:
    html = gallery.render(language)
    assert " style=" not in html
    assert "<style" not in html
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    assert re.findall(r"\son[a-z]+=", html) == []


def test_a_dashboard_takes_at_most_six_milliseconds_of_template_time() -> None:
    rows = [
        FacetRow(f"c{n}", f"A country & its name {n}", n * 7 + 1, f"/dashboard/?theme=gbv&country=c{n}", n == 2)
        for n in range(25)
    ]
    page = engines["django"].from_string(
        '{% extends "ui/public.html" %}{% load ui %}{% block content %}{% facets facets "en" %}{% figures figures %}'
        "{% for one in charts %}{% chart one %}{% endfor %}{% endblock %}"
    )
    context = gallery.context("en")

    def once() -> float:
        started = time.perf_counter()
        drawn = gallery.drawings("en")
        charts = [drawn[name] for name in ("by_theme", "by_stage", "by_category", "crosstab", "line", "by_theme")]
        page.render(
            {
                "frame": context["frame"],
                "figures": context["figures"],
                "facets": [Facet(f"f{n}", "Theme", rows) for n in range(6)],
                "charts": charts,
            }
        )
        return time.perf_counter() - started

    assert min(once() for _ in range(20)) <= 0.006


def test_the_gallery_writes_itself_to_a_folder(tmp_path: Path) -> None:
    gallery.write(tmp_path, ("en",))
    assert (tmp_path / "gallery-en.html").stat().st_size > 50_000
    assert (tmp_path / "map.svg").is_file()


def test_charts_know_nothing_of_django() -> None:
    code = "import sys, avow.charts; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(ROOM.parents[1])}, check=False).returncode == 0
