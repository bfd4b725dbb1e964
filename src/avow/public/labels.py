"""What the public side knows of the framework: the names in a release's own ``pack.json``, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Pack = Mapping[str, Any]


def text(told: object, language: str) -> str:
    """One language of a ``{language: text}`` value; English, then anything, where that language is missing."""
    if isinstance(told, Mapping):
        return str(told.get(language) or told.get("en") or next(iter(told.values()), ""))
    return str(told or "")


@dataclass(frozen=True)
class Action:
    code: str
    name: str
    short: str
    theme: str
    confirmed: bool
    source: str


@dataclass(frozen=True)
class BlueprintTarget:
    statement: str
    confirmed: bool
    source: str


@dataclass(frozen=True)
class Theme:
    code: str
    slug: str
    track: str
    name: str
    short: str
    vision: str
    confirmed: bool
    source: str
    actions: tuple[Action, ...]
    tactics: tuple[str, ...]
    targets: tuple[BlueprintTarget, ...]


@dataclass(frozen=True)
class Track:
    code: str
    name: str
    meaning: str


@dataclass(frozen=True)
class Entry:
    """One code of a list."""

    code: str
    name: str
    meaning: str
    group: str
    confirmed: bool


class Labels:
    """The names of every code of one release, in one language."""

    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language

    def of(self, told: object) -> str:
        return text(told, self.language)

    @cached_property
    def initiative(self) -> str:
        return self.of(self.pack.get("name"))

    @cached_property
    def short_name(self) -> str:
        return self.of(self.pack.get("short_name") or self.pack.get("name"))

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        return tuple(
            Track(track["code"], self.of(track.get("name")), self.of(track.get("meaning"))) for track in self._list("tracks")
        )

    @cached_property
    def themes(self) -> Mapping[str, Theme]:
        return {theme["code"]: self._theme(theme) for theme in self._list("themes")}

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        return {action.code: action for theme in self.themes.values() for action in theme.actions}

    def theme_at(self, slug: str) -> Theme | None:
        return next((theme for theme in self.themes.values() if theme.slug == slug), None)

    def entries(self, list_name: str) -> Mapping[str, Entry]:
        """The codes of a list in the order the pack gives them."""
        held = self._entries.get(list_name)
        if held is None:
            held = self._entries[list_name] = self._read(list_name)
        return held

    def name(self, list_name: str, code: str | None) -> str:
        """The name of a code; the code itself where the pack does not know it, so that nothing is hidden."""
        if not code:
            return ""
        entry = self.entries(list_name).get(code)
        return entry.name if entry else code

    def names(self, list_name: str, codes: Sequence[str] | None) -> tuple[str, ...]:
        return tuple(self.name(list_name, code) for code in codes or ())

    def wording(self, key: str) -> str:
        """A text of the pack that pages show; empty where the pack has none."""
        return self.of(self.pack.get("texts", {}).get(key))

    @cached_property
    def _entries(self) -> dict[str, Mapping[str, Entry]]:
        return {}

    def _read(self, list_name: str) -> Mapping[str, Entry]:
        if list_name == "themes":
            return {t.code: Entry(t.code, t.name, t.vision, t.track, t.confirmed) for t in self.themes.values()}
        if list_name == "actions":
            return {a.code: Entry(a.code, a.short or a.name, a.name, a.theme, a.confirmed) for a in self.actions.values()}
        if list_name == "tracks":
            return {t.code: Entry(t.code, t.name, t.meaning, "", True) for t in self.tracks}
        if list_name == "windows":
            told: Any = self._list("windows")
        else:
            told = self.pack.get("lists", {}).get(list_name, ())
        return {
            item["code"]: Entry(
                item["code"],
                self.of(item.get("name")) or item["code"],
                self.of(item.get("meaning")),
                item.get("group") or "",
                bool(item.get("confirmed", True)),
            )
            for item in told
        }

    def _theme(self, theme: Mapping[str, Any]) -> Theme:
        return Theme(
            code=theme["code"],
            slug=theme["slug"],
            track=theme.get("track", ""),
            name=self.of(theme.get("name")),
            short=self.of(theme.get("short") or theme.get("name")),
            vision=self.of(theme.get("vision")),
            confirmed=bool(theme.get("confirmed", True)),
            source=self.of(theme.get("source")),
            actions=tuple(self._action(theme["code"], action) for action in theme.get("actions", ())),
            tactics=tuple(self.of(tactic.get("name")) for tactic in theme.get("tactics", ())),
            targets=tuple(
                BlueprintTarget(
                    self.of(target.get("statement")), bool(target.get("confirmed", True)), self.of(target.get("source"))
                )
                for target in theme.get("targets", ())
            ),
        )

    def _action(self, theme: str, action: Mapping[str, Any]) -> Action:
        name = self.of(action.get("name"))
        return Action(
            action["code"],
            name,
            self.of(action.get("short")) or name,
            theme,
            bool(action.get("confirmed", True)),
            self.of(action.get("source")),
        )

    def _list(self, key: str) -> Sequence[Mapping[str, Any]]:
        told = self.pack.get(key, ())
        return tuple(told)
