"""Changing releases that are already published, in a way that survives being killed at any moment.

Everything is made ready aside first: new files, new lists, the new chain, and a plan. Once the plan is on disk the change will
happen: whoever opens the record for writing next finishes it. Every step can be repeated.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from avow.record import chain
from avow.record.sealing import readable, replace_file, sync_file, sync_folder, write_file

PLAN = "plan.json"
LISTING = "files.json"


@dataclass
class Change:
    """What one release gets: its new list of files, files that take their place, files that go."""

    listing: dict[str, Any]
    fresh: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)


def make_ready(work: Path, changes: Mapping[int, Change], entries: list[chain.Entry]) -> None:
    """Writes down what is to happen. Fresh files lie ready in ``work/<release>/``."""
    for path in work.rglob("*"):
        if path.is_file():
            sync_file(path)
    plan = {
        "chain": entries,
        "releases": {
            str(number): {"listing": change.listing, "fresh": change.fresh, "stale": change.stale}
            for number, change in changes.items()
        },
    }
    write_file(work / PLAN, readable(plan))
    sync_folder(work)


def finish(releases: Path, work: Path, plan: Mapping[str, Any]) -> None:
    """Carries a plan out, from the start or from wherever it was interrupted."""
    content = readable(plan["chain"])
    for number, change in plan["releases"].items():
        release = releases / number
        for name in change["stale"]:
            (release / name).unlink(missing_ok=True)
        for name in change["fresh"]:
            if (work / number / name).exists():
                (release / name).parent.mkdir(parents=True, exist_ok=True)
                (work / number / name).replace(release / name)
        for folder in sorted(release.glob("*/"), reverse=True):
            _drop_if_empty(folder)
        replace_file(release / LISTING, readable(change["listing"]))
        replace_file(release / chain.NAME, content)
    replace_file(releases.parent / chain.NAME, content)
    shutil.rmtree(work)


def _drop_if_empty(folder: Path) -> None:
    if any(path.is_file() for path in folder.rglob("*")):
        return
    shutil.rmtree(folder, ignore_errors=True)
