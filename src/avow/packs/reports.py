"""What ``avow pack check`` and ``avow pack diff`` say: lines to print, and the same as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from avow.packs.comparing import compare
from avow.packs.keys import PLATFORM_LISTS
from avow.packs.loading import load
from avow.packs.problems import PackRefused
from avow.packs.shape import Fact, Pack


@dataclass(frozen=True, slots=True)
class PackReport:
    """``ok`` decides the exit status; ``lines`` are for people, ``data`` is JSON-able."""

    ok: bool
    lines: tuple[str, ...]
    data: dict[str, object]


def check_report(path: Path | str) -> PackReport:
    """Whether the pack in the folder can be used, and every problem if it cannot."""
    try:
        pack = load(path)
    except PackRefused as refused:
        count = len(refused.problems)
        return PackReport(
            False,
            (*map(str, refused.problems), f"{count} {'problem' if count == 1 else 'problems'}: the pack cannot be used."),
            {"ok": False, "problems": [problem.as_json() for problem in refused.problems]},
        )
    counts = {
        "tracks": len(pack.tracks),
        "themes": len(pack.themes),
        "actions": sum(len(theme.actions) for theme in pack.themes),
        "targets": sum(len(theme.targets) for theme in pack.themes),
        "lists": sum(1 for name in pack.lists if name not in PLATFORM_LISTS),
        "windows": len(pack.windows),
        "criteria": len(pack.criteria),
        "indicators": len(pack.indicators),
        "anchors": len(pack.anchors),
        "texts": len(pack.texts),
    }
    unconfirmed = _unconfirmed(pack)
    unread = [language for language in pack.languages if not pack.reviewed(language)]
    lines = [
        f"{pack.name['en']} ({pack.id} {pack.version}) can be used.",
        "It holds " + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".",
        f"{len(unconfirmed)} facts are marked unconfirmed and will be shown so.",
    ]
    if unread:
        lines.append(f"No native speaker has read all texts in {', '.join(unread)}; they will be shown as unreviewed.")
    return PackReport(
        True,
        tuple(lines),
        {
            "ok": True,
            "problems": [],
            "id": pack.id,
            "version": pack.version,
            "counts": counts,
            "unconfirmed": unconfirmed,
            "unreviewed": unread,
        },
    )


def diff_report(before: Path | str, after: Path | str) -> PackReport:
    """What changed between two packs. Raises ``PackRefused`` when one of them cannot be used."""
    changes = compare(load(before), load(after))
    counts = {kind: sum(1 for change in changes if change.kind == kind) for kind in ("added", "removed", "changed", "moved")}
    summary = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "The packs say the same"
    return PackReport(
        True,
        (*map(str, changes), f"{summary}."),
        {"ok": True, "counts": counts, "changes": [change.as_json() for change in changes]},
    )


def _unconfirmed(pack: Pack) -> list[str]:
    """Addresses of the pack's facts that no source confirms."""
    facts: list[tuple[str, Fact]] = [
        *((f"tracks.{track.code}", track) for track in pack.tracks),
        *((f"themes.{theme.code}", theme) for theme in pack.themes),
        *((f"themes.{theme.code}.actions.{each.code}", each) for theme in pack.themes for each in theme.actions),
        *((f"themes.{theme.code}.tactics.{each.code}", each) for theme in pack.themes for each in theme.tactics),
        *((f"themes.{theme.code}.targets.{each.code}", each) for theme in pack.themes for each in theme.targets),
        *(
            (f"lists.{name}.{entry.code}", entry)
            for name, listed in pack.lists.items()
            if not listed.platform
            for entry in listed.entries
        ),
        *((f"windows.{window.code}", window) for window in pack.windows),
        ("terms", pack.terms),
        ("affirmation", pack.affirmation),
        *((f"criteria.{criterion.code}", criterion) for criterion in pack.criteria),
        *((f"review.routes.{route.code}", route) for route in pack.review.routes),
        *((f"calendar.cycles.{cycle.code}", cycle) for cycle in pack.cycles),
        *((f"calendar.reminders.{reminder.code}", reminder) for reminder in pack.reminders),
        *((f"indicators.{indicator.id}", indicator) for indicator in pack.indicators),
        *((f"anchors.{anchor.code}", anchor) for anchor in pack.anchors),
    ]
    return [address for address, fact in facts if not fact.confirmed]
