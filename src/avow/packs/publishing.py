"""The public form of a pack: ``pack.json`` of every release, all that public pages know of the framework."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from avow.packs.shape import (
    Action,
    Anchor,
    CodeList,
    Cycle,
    Entry,
    Fact,
    Indicator,
    Pack,
    Theme,
    Track,
    Window,
)
from avow.packs.strength_form import criterion_form, strength_form

DERIVED_LISTS = ("tracks", "themes", "actions", "windows")
"""Lists made of what the pack declares elsewhere, so that every column's codes are found in ``lists``."""


def public_form(pack: Pack) -> dict[str, object]:
    """Plain JSON-able data; every human text is ``{language: text}``. The same pack always gives the same form."""
    return {
        "id": pack.id,
        "version": pack.version,
        "name": dict(pack.name),
        "short_name": dict(pack.short_name),
        "host": dict(pack.host),
        "licence": pack.licence,
        "data_licence": pack.data_licence,
        "time_zone": pack.time_zone,
        "language": pack.language,
        "languages": list(pack.languages),
        "reviewed": {language: pack.reviewed(language) for language in pack.languages},
        "unreviewed": {language: sorted(pack.unreviewed.get(language, ())) for language in pack.languages},
        "tracks": [_track(track) for track in pack.tracks],
        "themes": [_theme(theme) for theme in pack.themes],
        "lists": {**{name: _list(listed) for name, listed in pack.lists.items()}, **_derived_lists(pack)},
        "windows": [_window(window) for window in pack.windows],
        "terms": {
            "min_years": pack.terms.min_years,
            "max_years": pack.terms.max_years,
            "leader_years": pack.terms.leader_years,
            "ends": pack.terms.ends,
            "note": dict(pack.terms.note),
            **_fact(pack.terms),
        },
        "criteria": [criterion_form(criterion) for criterion in pack.criteria],
        "strength": strength_form(pack.strength),
        "affirmation": {
            **pack.affirmation.text,
            "reviewed": {language: pack.reviewed(language, "affirmation.text") for language in pack.languages},
            **_fact(pack.affirmation),
        },
        "review": _review(pack),
        "cycles": [_cycle(cycle) for cycle in pack.cycles],
        "reminders": [
            {
                "code": reminder.code,
                "moment": reminder.moment,
                "days": reminder.days,
                "to": reminder.to,
                "text": dict(reminder.text),
                **_fact(reminder),
            }
            for reminder in pack.reminders
        ],
        "indicators": [_indicator(indicator) for indicator in pack.indicators],
        "texts": {key: dict(text) for key, text in pack.texts.items()},
        "anchors": [_anchor(anchor) for anchor in pack.anchors],
    }


def _fact(fact: Fact) -> dict[str, object]:
    return {"source": fact.source, "confirmed": fact.confirmed}


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _track(track: Track) -> dict[str, object]:
    return {"code": track.code, "name": dict(track.name), "meaning": dict(track.meaning), **_fact(track)}


def _action(action: Action) -> dict[str, object]:
    return {
        "code": action.code,
        "name": dict(action.name),
        "short": dict(action.short),
        **_aliases(action.aliases),
        **_fact(action),
    }


def _theme(theme: Theme) -> dict[str, object]:
    return {
        "code": theme.code,
        "slug": theme.slug,
        "track": theme.track,
        "name": dict(theme.name),
        "short": dict(theme.short),
        "vision": dict(theme.vision),
        **({"letter": theme.letter} if theme.letter else {}),
        **({"colour": theme.colour} if theme.colour else {}),
        **_aliases(theme.aliases),
        **_fact(theme),
        "actions": [_action(action) for action in theme.actions],
        "tactics": [{"code": tactic.code, "name": dict(tactic.name), **_fact(tactic)} for tactic in theme.tactics],
        "targets": [
            {
                "code": target.code,
                "statement": dict(target.statement),
                "value": target.value,
                "unit": dict(target.unit),
                "by": target.by,
                **_fact(target),
            }
            for target in theme.targets
        ],
    }


def _entry(entry: Entry) -> dict[str, object]:
    optional: dict[str, object] = {
        "meaning": dict(entry.meaning) if entry.meaning else None,
        "group": entry.group,
        "reporting_group": entry.reporting_group,
        "reason": dict(entry.reason) if entry.reason else None,
        "marks": dict(entry.marks) or None,
    }
    told = {key: value for key, value in optional.items() if value is not None}
    return {"code": entry.code, "name": dict(entry.name), **told, **_aliases(entry.aliases), **_fact(entry)}


def _aliases(aliases: Iterable[str]) -> dict[str, object]:
    """Other names files use for it: an import finds codes by them."""
    told = list(aliases)
    return {"aliases": told} if told else {}


def _list(listed: CodeList) -> list[dict[str, object]]:
    return [_entry(entry) for entry in listed.entries]


def _derived_lists(pack: Pack) -> dict[str, list[dict[str, object]]]:
    """What other parts of the pack declare, as lists too: a column whose codes are themes finds them where all codes are."""
    return {
        "tracks": [_track(track) for track in pack.tracks],
        "themes": [
            {"code": theme.code, "name": dict(theme.name), "meaning": dict(theme.vision), "group": theme.track, **_fact(theme)}
            for theme in pack.themes
        ],
        "actions": [
            {
                "code": action.code,
                "name": dict(action.short),
                "meaning": dict(action.name),
                "group": theme.code,
                **_fact(action),
            }
            for theme in pack.themes
            for action in theme.actions
        ],
        "windows": [{"code": window.code, "name": dict(window.name), **_fact(window)} for window in pack.windows],
    }


def _window(window: Window) -> dict[str, object]:
    return {
        "code": window.code,
        "name": dict(window.name),
        "opens": _instant(window.opens),
        "closes": _instant(window.closes),
        **_fact(window),
    }


def _cycle(cycle: Cycle) -> dict[str, object]:
    return {
        "code": cycle.code,
        "name": dict(cycle.name),
        "opens": _instant(cycle.opens),
        "closes": _instant(cycle.closes),
        **_fact(cycle),
    }


def _review(pack: Pack) -> dict[str, object]:
    review = pack.review
    return {
        "application_days": review.application_days,
        "review_days": review.review_days,
        "disagreement": review.disagreement,
        "scores": [{"value": score.value, "name": dict(score.name), "meaning": dict(score.meaning)} for score in review.scores],
        "routes": [
            {
                "code": route.code,
                "name": dict(route.name),
                "when": dict(route.when),
                "reviewers": route.reviewers,
                "second_share": str(route.second_share),
                **_fact(route),
            }
            for route in review.routes
        ],
        **_fact(review),
    }


def _indicator(indicator: Indicator) -> dict[str, object]:
    return {
        "id": indicator.id,
        "title": dict(indicator.title),
        "definition": dict(indicator.definition),
        "unit": indicator.unit,
        "base": indicator.base,
        "by": list(indicator.by),
        **_fact(indicator),
    }


def _anchor(anchor: Anchor) -> dict[str, object]:
    return {
        "code": anchor.code,
        "id": anchor.id,
        "cycle": anchor.cycle,
        "value": anchor.value,
        "unit": anchor.unit,
        "disputed": anchor.disputed,
        "note": dict(anchor.note),
        **_fact(anchor),
    }


def texts_of(pack: Pack) -> Iterable[tuple[str, str]]:
    """Every (language, sentence) a pack publishes, for checks over all of them."""

    def walk(value: object) -> Iterable[tuple[str, str]]:
        if isinstance(value, dict):
            for key, below in value.items():
                if key in pack.languages and isinstance(below, str):
                    yield key, below
                else:
                    yield from walk(below)
        elif isinstance(value, list):
            for below in value:
                yield from walk(below)

    return walk(public_form(pack))
