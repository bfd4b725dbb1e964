"""How strong a commitment is, on its page, and every rule behind it on a page of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.public.small_pack import PACK
from tests.public.small_record import ROWS, publish

from avow.commitments import columns

EXPLAINED = "/about/strength/"


def _read(site: Client, address: str) -> str:
    """A page as its words: tags and the drawings of scores left out."""
    answer = site.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestACommitment:
    def test_it_shows_its_strength_by_criterion_and_part(self, site: Client) -> None:
        page = _read(site, "/commitments/C-2021-0001/")
        for words in ("Overall 2 of 3", "Depth 3 of 3", "SMART 1 of 3", "Specific 0 of 3", "Measurable 2 of 3"):
            assert words in page
        assert "no person judged it" in page
        assert f'href="{EXPLAINED}#depth"' in site.get("/commitments/C-2021-0001/").content.decode()

    def test_it_says_where_the_rules_know_no_words_of_its_language(self, site: Client) -> None:
        assert "The rules know no words of its language" in _read(site, "/commitments/C-2021-0003/")
        assert "The rules know no words of its language" not in _read(site, "/commitments/C-2021-0001/")

    def test_one_told_by_a_public_source_has_none(self, site: Client) -> None:
        page = site.get("/commitments/C-2021-0002/").content.decode()
        assert 'id="strength"' not in page
        assert "It has no stage and no strength" in page

    def test_its_data_hold_it_too(self, site: Client) -> None:
        (told,) = site.get("/commitments/C-2021-0001.json").json()["strengths"]
        assert (told["overall"], told["scores"][0], told["pack"]) == (2, "depth:3", "wells 1")


class TestTheRules:
    def test_each_rule_says_what_it_looks_at_what_it_asks_and_where_it_counts(self, site: Client) -> None:
        page = _read(site, EXPLAINED)
        assert "Vague, looks_at." in page
        assert "Counts different words of its list" in page
        assert "An equal share of the points each at 1, 2 and 3." in page
        assert re.search(r"Counts in .?Depth \u2066?\u22120.5\u2069? · Specific \u2066?\u22121", page)

    def test_words_are_listed_in_the_language_of_the_page(self, site: Client) -> None:
        assert "perhaps, some day, &lt;b&gt;soon&lt;/b&gt;" in site.get(EXPLAINED).content.decode()
        assert "peut-être" in _read(site, "/fr" + EXPLAINED)

    def test_examples_are_shown_with_their_scores_and_never_become_markup(self, site: Client) -> None:
        page = site.get(EXPLAINED).content.decode()
        assert "A well, perhaps" in page
        assert "<script>alert" not in page
        assert "Measurable 1 of 3" in _read(site, EXPLAINED)

    def test_how_it_was_calibrated_is_said_plainly_and_from_the_framework(self, site: Client) -> None:
        page = _read(site, EXPLAINED)
        assert "12 invented drafts (En 7 and Fr 5)" in page
        assert "No panel of experts has judged the rules yet" in page
        assert "Measured on 30 June 2023." in page
        assert "Measurable 0.91 0.70 0.65 0.60" in page
        assert "They agree least on: Measurable." in page

    def test_the_methods_page_leads_to_it(self, site: Client) -> None:
        assert f'href="{EXPLAINED}"' in site.get("/about/method/").content.decode()


class TestOlderReleases:
    @pytest.fixture
    def older(self, serving: Callable[[Path], Client], tmp_path: Path) -> Client:
        """A release from before scores were declared and published."""
        rules = [{"looks_at": {"en": "A target with a unit."}, "improve": {"en": "Name the unit."}}]
        pack = {key: value for key, value in PACK.items() if key != "strength"}
        pack["criteria"] = [{"code": "smart", "name": {"en": "SMART"}, "meaning": {"en": "Clear."}, "rules": rules}]
        rows = {table: held for table, held in ROWS.items() if table is not columns.STRENGTHS}
        publish(tmp_path / "record", tmp_path / "keys", rows, pack=pack)
        return serving(tmp_path / "record")

    def test_they_say_that_nothing_was_scored(self, older: Client) -> None:
        assert "No scored rules in this release" in _read(older, EXPLAINED)

    def test_their_commitments_are_shown_without_strength(self, older: Client) -> None:
        assert 'id="strength"' not in older.get("/commitments/C-2021-0001/").content.decode()

    def test_their_criteria_are_still_told_on_the_methods_page(self, older: Client) -> None:
        assert "A target with a unit." in _read(older, "/about/method/")


def test_a_framework_nobody_calibrated_says_so(serving: Callable[[Path], Client], tmp_path: Path) -> None:
    strength = PACK["strength"]
    assert isinstance(strength, dict)
    publish(tmp_path / "record", tmp_path / "keys", pack={**PACK, "strength": {**strength, "calibration": None}})
    assert "Nobody has measured yet" in _read(serving(tmp_path / "record"), EXPLAINED)
