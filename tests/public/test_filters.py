"""The filters an address may name: offered where rows have values, honest where a release has nothing to filter by."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from tests.public.small_record import ROWS, publish
from tests.public.test_reading import text

from avow.commitments.columns import COMMITMENTS

INTERFACE = (
    "theme", "action", "type", "category", "country", "maker_country", "standing", "stage", "trajectory", "window",
    "collective", "cycle",
)  # fmt: skip


def group(page: str, name: str) -> str:
    """One group of the filter panel."""
    found = re.search(rf'<div class="facet" role="group" aria-labelledby="fh-{name}">.*?</div>', page)
    return found[0] if found else ""


def test_every_filter_of_the_interface_is_known(site: Client) -> None:
    for name in INTERFACE:
        assert "There is no filter" not in text(site, f"/commitments/?{name}=anything")


def test_the_window_a_commitment_came_in_by_is_offered_and_narrows(site: Client) -> None:
    assert "Call of 2021" in group(text(site, "/commitments/"), "window")
    answer = site.get("/commitments.json?window=2021").json()
    assert answer["count"] == 4
    assert {item["window"] for item in answer["items"]} == {"2021"}
    assert "Registered in: Call of 2021" in text(site, "/dashboard/?window=2021")


def test_a_filter_without_any_value_is_not_offered(site: Client) -> None:
    page = text(site, "/dashboard/")
    assert group(page, "stage")
    assert not group(page, "collective")
    assert not group(page, "cycle")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("collective=L-07", "The filter “collective” has no value “L-07”, so it was ignored."),
        ("cycle=2022", "This release says nothing that “cycle” could filter by, so it was ignored."),
    ],
)
def test_a_filter_of_the_interface_that_nothing_answers_yet_is_ignored_and_said_to_be(
    site: Client, query: str, sentence: str
) -> None:
    assert sentence in text(site, f"/commitments/?{query}")
    answer = site.get(f"/api/v1/commitments?{query}").json()
    assert (answer["count"], answer["ignored"]) == (5, [sentence])


def test_an_older_release_is_asked_by_its_own_declaration(serving: Callable[[Path], Client], tmp_path: Path) -> None:
    columns = tuple(replace(one, facet=one.facet and one.name != "window") for one in COMMITMENTS.columns)
    publish(tmp_path / "record", tmp_path / "keys", {replace(COMMITMENTS, columns=columns): ROWS[COMMITMENTS]})
    publish(tmp_path / "record", tmp_path / "keys", minute=5)
    site = serving(tmp_path / "record")
    assert site.get("/commitments.json?window=2021").json()["count"] == 4
    old = text(site, "/commitments/?window=2021&release=1")
    assert "This release says nothing that “window” could filter by" in old
    assert not group(old, "window")


def test_what_the_numbers_beside_the_filters_count_is_said(site: Client) -> None:
    every = "Numbers count every commitment: ended, lapsed and withdrawn ones too."
    for path in ("/commitments/", "/dashboard/", "/commitments/?theme=water"):
        assert every in text(site, path), path
    for path in ("/commitments/?standing=live", "/organisations/"):
        assert every not in text(site, path), path
    assert "the figure counts what its definition says." in text(site, "/figures/commitments.reported/")


def test_lists_of_a_theme_and_an_action_say_what_became_of_their_commitments(site: Client) -> None:
    for path, query in (
        ("/themes/clean-water/", "standing=withdrawn&amp;theme=water"),
        ("/themes/clean-water/water-1/", "action=water-1&amp;standing=withdrawn"),
    ):
        page = text(site, path)
        assert "What became of them:" in page
        assert f'href="/commitments/?{query}"' in page
    assert "What became of them:" not in text(site, "/themes/electric-light/?release=1")
