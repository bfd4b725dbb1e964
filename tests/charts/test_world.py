"""The drawn map: light, coloured by code, and honest about its borders."""

from __future__ import annotations

import gzip
import time
from pathlib import Path
from xml.etree import ElementTree

from avow.charts import colour_map, world
from avow.charts.tiles import KNOWN

SVG = "{http://www.w3.org/2000/svg}"


def test_the_map_weighs_at_most_18_kilobytes() -> None:
    assert len(gzip.compress(colour_map(dict.fromkeys(KNOWN, 3)), 4)) <= 18_000


def test_every_state_can_be_coloured_except_where_no_shape_exists() -> None:
    assert KNOWN - world.countries() <= {"TUV"}


def test_a_country_stands_in_the_group_of_its_band() -> None:
    root = ElementTree.fromstring(colour_map({"KEN": 3, "FRA": 5}))
    groups = {group.get("class"): [shape.get("id") for shape in group] for group in root.iter(f"{SVG}g") if group.get("class")}
    assert groups["b3"] == ["KEN"]
    assert groups["b5"] == ["FRA"]
    assert "KEN" not in groups["b0"]


def test_bands_beyond_the_scale_and_unknown_codes_do_no_harm() -> None:
    root = ElementTree.fromstring(colour_map({"KEN": 99, "FRA": -4, "XXX": 2}))
    groups = {group.get("class"): [shape.get("id") for shape in group] for group in root.iter(f"{SVG}g") if group.get("class")}
    assert groups["b5"] == ["KEN"]
    assert "FRA" in groups["b0"]


def test_title_and_description_are_escaped() -> None:
    root = ElementTree.fromstring(colour_map({"KEN": 1}, "<b>&", "<i>lines</i>"))
    assert [root.findtext(f"{SVG}{name}") for name in ("title", "desc")] == ["<b>&", "<i>lines</i>"]


def test_without_values_every_country_is_still_there() -> None:
    root = ElementTree.fromstring(colour_map({}))
    assert sum(1 for shape in root.iter() if shape.get("id") in world.countries()) == len(world.countries())


def test_colouring_takes_a_millisecond() -> None:
    colour_map({})
    started = time.perf_counter()
    colour_map(dict.fromkeys(KNOWN, 3))
    assert time.perf_counter() - started <= 0.005


def test_the_licence_of_the_shapes_comes_with_them() -> None:
    licence = (Path(world.__file__).parent / "world.LICENSE.txt").read_text(encoding="utf-8")
    assert "world-atlas 2.0.2" in licence
    assert "Permission to use, copy, modify" in licence
