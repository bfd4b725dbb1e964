"""Two packs are compared by path: what was added, removed, changed, moved."""

from __future__ import annotations

from tests.packs.copies import RIVERS, Copy

from avow.packs.comparing import Change, compare
from avow.packs.loading import load


def changes(rivers: Copy) -> list[Change]:
    return compare(load(RIVERS), load(rivers.path))


def test_a_pack_does_not_differ_from_its_copy(rivers: Copy) -> None:
    assert changes(rivers) == []


def test_a_changed_number_is_one_change(rivers: Copy) -> None:
    rivers.replace("pack.toml", "max_years = 10", "max_years = 12")
    assert changes(rivers) == [Change("changed", "terms.max_years", "10", "12")]


def test_a_changed_translation_names_its_language(rivers: Copy) -> None:
    rivers.replace("languages/fr.toml", '"themes.spring.name" = "Sources"', '"themes.spring.name" = "Fontaines"')
    assert changes(rivers) == [Change("changed", "themes.spring.name.fr", "Sources", "Fontaines")]


def test_a_removed_theme_is_one_change(rivers: Copy) -> None:
    rivers.drop("themes/mouth.toml")
    for language in ("fr", "es", "ru", "ar"):
        rivers.replace(f"languages/{language}.toml", '"themes.mouth', '# "')
    assert changes(rivers) == [Change("removed", "themes.mouth", "River mouths", None)]


def test_an_added_window_is_one_change(rivers: Copy) -> None:
    text = (rivers.path / "windows.toml").read_text("utf-8").replace('"rains"', '"dry"')
    rivers.append("windows.toml", "\n" + text)
    for language in ("fr", "es", "ru", "ar"):
        rivers.append(f"languages/{language}.toml", '"windows.dry.name" = "…"\n')
    assert changes(rivers) == [Change("added", "windows.dry", None, "The long rains")]


def test_themes_in_another_order_are_told(rivers: Copy) -> None:
    rivers.replace("themes/mouth.toml", "order = 2", "order = 0")
    assert changes(rivers) == [Change("moved", "themes", "spring, mouth", "mouth, spring")]


def test_changed_sql_is_a_change(rivers: Copy) -> None:
    rivers.replace("indicators/promises.count.sql", "FROM commitments", "FROM commitments WHERE standing = 'live'")
    assert [change.path for change in changes(rivers)] == ["sql.promises.count"]


def test_a_new_spelling_for_imports_is_a_change(rivers: Copy) -> None:
    rivers.replace("themes/mouth.toml", 'track = "water"', 'track = "water"\naliases = ["Delta"]')
    assert changes(rivers) == [Change("added", "themes.mouth.aliases", None, "Delta")]


def test_two_frameworks_can_be_compared(rivers: Copy) -> None:
    from avow.packs.shipped import shipped_pack

    found = compare(shipped_pack(), load(rivers.path))
    assert {change.path for change in found if change.kind == "added"} >= {"themes.spring", "tracks.water"}
