"""Loading a pack from its folder: everything is read and checked before anything is refused."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from avow.packs import building
from avow.packs.building_strength import build_criterion, build_strength, check_points
from avow.packs.keys import FILES, LANGUAGES
from avow.packs.lists import COMMON, pack_lists, platform_lists
from avow.packs.problems import PackProblem, PackRefused
from avow.packs.reading import Node, Reader
from avow.packs.shape import CodeList, Indicator, Pack, Theme, Track

_VERSION = re.compile(r"\d+\.\d+\.\d+\Z")


def load(path: Path | str) -> Pack:
    """The pack in the folder ``path``. Raises ``PackRefused`` with every problem found, in the order of the files."""
    root = Path(path)
    if not root.is_dir():
        raise PackRefused([PackProblem(str(path), "folder", "no such folder", "the folder of a framework pack")])
    reader = Reader(root)
    pack = _read(reader)
    if reader.problems:
        raise PackRefused(list(dict.fromkeys(reader.problems)))
    return pack


@cache
def _common() -> tuple[dict[str, CodeList], dict[str, frozenset[str]]]:
    reader = Reader(COMMON, prefix="common/")
    lists = platform_lists(reader)
    if reader.problems:
        raise PackRefused(reader.problems)
    unread = {language: frozenset({"lists.*"}) for language, addresses in reader.unreviewed.items() if addresses}
    return lists, unread


def _read(reader: Reader) -> Pack:
    platform, platform_unreviewed = _common()
    head = Node(reader, "pack", reader.toml("pack.toml"), "pack.toml", "")
    _open(reader, head)
    tracks = _tracks(reader)
    themes = _themes(reader)
    lists = pack_lists(reader, platform)
    criteria = Node(reader, "criteria", reader.toml("criteria.toml"), "criteria.toml", "criteria")
    review = Node(reader, "review", reader.toml("review.toml"), "review.toml", "review")
    calendar = Node(reader, "calendar", reader.toml("calendar.toml"), "calendar.toml", "calendar")
    pack = Pack(
        id=head.string("id"),
        version=head.string("version"),
        name=head.text("name"),
        short_name=head.text("short_name"),
        host=head.text("host"),
        licence=head.string("licence"),
        data_licence=head.string("data_licence"),
        time_zone=head.string("time_zone"),
        language=reader.language,
        languages=reader.languages,
        tracks=tracks,
        themes=themes,
        lists=lists,
        windows=tuple(window for node in _tables(reader, "windows", "window") if (window := building.build_window(node))),
        terms=building.build_terms(head.child("terms")),
        criteria=tuple(build_criterion(node) for node in criteria.children("criterion")),
        strength=build_strength(reader, criteria),
        affirmation=building.build_affirmation(head.child("affirmation")),
        review=building.build_review(review),
        cycles=tuple(building.build_cycle(node) for node in calendar.children("cycle")),
        reminders=tuple(building.build_reminder(node) for node in calendar.children("reminder")),
        indicators=_indicators(reader),
        anchors=tuple(building.build_anchor(node) for node in _tables(reader, "anchors", "anchor")),
        texts=building.build_texts(reader),
        unreviewed={
            language: reader.unreviewed.get(language, frozenset()) | platform_unreviewed.get(language, frozenset())
            for language in reader.languages
        },
    )
    _check_references(reader, pack)
    check_points(reader, pack.criteria, pack.strength)
    _check_files(reader)
    reader.close_languages()
    return pack


def _open(reader: Reader, head: Node) -> None:
    """Version, time zone, languages, sources and translations: what everything after needs."""
    if head.has("version") and not _VERSION.match(head.string("version")):
        head.problem("version", repr(head.string("version")), "three numbers, such as 1.0.0")
    if head.has("time_zone"):
        try:
            reader.zone = ZoneInfo(head.string("time_zone"))
        except (KeyError, ValueError, OSError):
            head.problem("time_zone", repr(head.string("time_zone")), "the name of a time zone, such as Europe/Paris")
    if head.has("languages"):
        told = head.strings("languages")
        if sorted(told) != sorted(LANGUAGES):
            head.problem("languages", ", ".join(told) or "none", f"all of {', '.join(LANGUAGES)}")
        reader.languages = tuple(language for language in told if language in LANGUAGES) or LANGUAGES
    if head.string("language") in LANGUAGES:
        reader.language = head.string("language")
    reader.read_sources()
    reader.read_languages()


def _tables(reader: Reader, section: str, key: str, *, by: str = "code") -> list[Node]:
    file = f"{section}.toml"
    return Node(reader, section, reader.toml(file), file, section).children(key, by=by)


def _tracks(reader: Reader) -> tuple[Track, ...]:
    return tuple(building.build_track(node) for node in _tables(reader, "tracks", "track"))


def _themes(reader: Reader) -> tuple[Theme, ...]:
    nodes = []
    for code in reader.names("themes", ".toml"):
        file = f"themes/{code}.toml"
        node = Node(reader, "theme", reader.toml(file), file, f"themes.{code}")
        if node.has("code") and node.string("code") != code:
            node.problem("code", repr(node.string("code")), f"{code!r}, as the file is named")
        nodes.append(node)
    if not nodes:
        reader.problem("themes", "folder", "no theme", "one file for each theme")
    themes = tuple(building.build_theme(node) for node in sorted(nodes, key=lambda node: node.integer("order")))
    _once(reader, "themes", "slug", [theme.slug for theme in themes])
    _once(reader, "themes", "action", [action.code for theme in themes for action in theme.actions])
    return themes


def _once(reader: Reader, file: str, key: str, values: list[str]) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            reader.problem(file, key, f"{value!r} {count} times", f"a {key} that no other has, over all themes")


def _indicators(reader: Reader) -> tuple[Indicator, ...]:
    found = []
    for node in _tables(reader, "indicators", "indicator", by="id"):
        file = f"indicators/{node.string('id')}.sql"
        path = reader.root / file
        if not path.is_file():
            reader.problem(file, node.string("id"), "no such file", "the SQL of the figure")
        sql = path.read_text("utf-8") if path.is_file() else ""
        found.append(building.build_indicator(node, sql))
    for name in sorted(set(reader.names("indicators", ".sql")) - {indicator.id for indicator in found}):
        reader.problem(f"indicators/{name}.sql", "file", "SQL of no figure", "a figure of that id in indicators.toml")
    return tuple(found)


def _check_references(reader: Reader, pack: Pack) -> None:
    known = {name: set(listed.codes) for name, listed in pack.lists.items()}
    known["tracks"] = {track.code for track in pack.tracks}
    for reference in reader.references:
        if reference.value not in known[reference.listed_in]:
            some = ", ".join(sorted(known[reference.listed_in])) or "none is declared"
            reader.problem(reference.file, reference.key, repr(reference.value), f"a code of {reference.listed_in}: {some}")


def _check_files(reader: Reader) -> None:
    """A misspelt file name must not silently leave its contents out."""
    allowed = {name for name in FILES if "/" not in name} | {"LICENSE.md", "themes", "lists", "indicators", "languages"}
    for path in sorted(reader.root.iterdir()):
        if path.name not in allowed and not path.name.startswith("."):
            reader.problem(path.name, "file", "an unknown file", f"one of {', '.join(sorted(allowed))}")
    if not (reader.root / "LICENSE.md").is_file():
        reader.problem("LICENSE.md", "file", "no such file", "the licence of the pack")
