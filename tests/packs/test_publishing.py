"""The public form of a pack is what the public pages know of the framework: plain data, complete, the same each time."""

from __future__ import annotations

import json

from tests.packs.copies import RIVERS

from avow.packs.keys import LANGUAGES
from avow.packs.loading import load
from avow.packs.publishing import public_form, texts_of
from avow.packs.shipped import shipped_pack, shipped_path
from avow.packs.strength_form import read_form


def test_it_is_plain_json_and_the_same_every_time() -> None:
    first = json.dumps(public_form(load(shipped_path())), ensure_ascii=False)
    assert first == json.dumps(public_form(load(shipped_path())), ensure_ascii=False)


def test_it_has_every_part_the_public_side_reads() -> None:
    assert set(public_form(load(RIVERS))) == {
        "id", "version", "name", "short_name", "host", "licence", "data_licence", "time_zone", "language", "languages",
        "reviewed", "unreviewed", "tracks", "themes", "lists", "windows", "terms", "criteria", "strength", "affirmation",
        "review", "cycles", "reminders", "indicators", "texts", "anchors",
    }  # fmt: skip


def test_every_human_text_is_there_in_all_five_languages() -> None:
    def walk(value: object) -> None:
        if isinstance(value, dict):
            spoken = {key: each for key, each in value.items() if key in LANGUAGES and isinstance(each, str)}
            assert not spoken or set(spoken) == set(LANGUAGES)
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(public_form(shipped_pack()))


def test_texts_nobody_native_has_read_are_marked() -> None:
    form = public_form(shipped_pack())
    assert form["reviewed"] == {"en": True, "fr": False, "es": False, "ru": False, "ar": False}
    affirmation = form["affirmation"]
    assert isinstance(affirmation, dict)
    assert affirmation["reviewed"] == form["reviewed"]


def test_instants_are_told_in_utc() -> None:
    form = public_form(load(RIVERS))
    windows = form["windows"]
    assert isinstance(windows, list)
    assert windows[0]["opens"] == "2030-02-28T21:00:00Z"


def test_the_lists_hold_themes_actions_tracks_and_windows_too() -> None:
    lists = public_form(load(RIVERS))["lists"]
    assert isinstance(lists, dict)
    assert [entry["code"] for entry in lists["actions"]] == ["spring-1", "mouth-1"]
    assert lists["actions"][0]["group"] == "spring"
    assert lists["themes"][0]["group"] == "water"
    assert lists["windows"][0]["code"] == "rains"


def test_other_spellings_are_published_and_sql_is_not_for_it_has_files_of_its_own() -> None:
    form = public_form(shipped_pack())
    themes = form["themes"]
    assert isinstance(themes, list)
    assert "GBV" in themes[0]["aliases"]
    assert "SELECT" not in json.dumps(form)


def test_the_texts_of_a_pack_can_be_walked() -> None:
    assert ("fr", "Rivières propres") in set(texts_of(load(RIVERS)))


def test_how_commitments_are_scored_is_read_back_from_the_form_without_loss() -> None:
    pack = shipped_pack()
    assert read_form(json.loads(json.dumps(public_form(pack)))) == (pack.criteria, pack.strength)


def test_a_form_from_before_scores_were_declared_has_none() -> None:
    form = public_form(load(RIVERS))
    del form["strength"]
    assert read_form(form) is None
