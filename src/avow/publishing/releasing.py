"""Making a release: what changed is read from one moment of the desk and handed to the record's writer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from django.conf import settings

from avow import __version__
from avow.base.disk import told_when_full
from avow.base.refusals import Refusal
from avow.framework import queries as framework
from avow.framework.facts import from_json
from avow.framework.models import Framework
from avow.kernel import journal
from avow.kernel.reading import snapshot
from avow.publishing.collecting import TABLES, Changed, collect, spread
from avow.record.cache import prepare
from avow.record.figures import Indicator
from avow.record.keys import Keys
from avow.record.layout import MANIFEST, Layout
from avow.record.writing import JournalHead, ReleaseReport, needs_whole_tables, write_release
from avow.ui.dictionary import dictionary_files

Progress = Callable[[str, int, "int | None"], None]


@dataclass(frozen=True, slots=True)
class Last:
    """What the served release was made from."""

    journal: int
    day: date


def publish(*, at: datetime, progress: Progress = lambda table, done, of: None) -> ReleaseReport:
    """Makes a release of the desk as it stands; when nothing changed, says so and makes none.

    1. Takes one snapshot of the database, so that all tables and the journal's head are of one moment.
    2. Decides what to read: everything for the first release, on a new day (standings and trajectories depend on it), after a
       change of the framework or of what columns are declared; else what the journal names since the last release.
    3. Hands rows, pack and indicators to the writer, which seals and points to the release as its last step.
    4. Builds the index that the public site searches and counts with, so that no visitor waits for it.
    """
    root = Path(settings.RECORD_ROOT)
    keys = Keys.load_or_create(Path(settings.AVOW_HOME) / "keys")
    with snapshot():
        head = journal.head()
        installed = framework.current()
        changed = _changed(last_release(root), root, at)
        report = write_release(
            root,
            changes=list(collect(from_json(installed.facts), at.astimezone(UTC).date(), changed)),
            pack=installed.form,
            indicators=_indicators(installed),
            journal=JournalHead(head.hash, head.length),
            at=at,
            keys=keys,
            software=f"avow {__version__}",
            progress=progress,
            papers=dictionary_files,
        )
    with told_when_full(partial(_no_index, report)):
        prepare(report.path, Layout(root).cache, progress=progress)
    return report


def _no_index(report: ReleaseReport) -> Refusal:
    return Refusal(
        "disk-full",
        f"Release {report.release} is sealed, but there is no room left on the disk for the index it is searched with.",
        "Free some space, then run avow publish again; until then the site shows the release before.",
    )


def last_release(root: Path) -> Last | None:
    """Journal length and day of the served release; ``None`` while nothing was published."""
    layout = Layout(root)
    number = layout.current()
    if number is None:
        return None
    manifest = json.loads((layout.release(number) / MANIFEST).read_bytes())
    return Last(manifest["journal"]["length"], datetime.fromisoformat(manifest["at"]).astimezone(UTC).date())


def sealed_heads(root: Path) -> dict[int, str]:
    """The journal's head by length, as every release still there was sealed with: what ``avow verify --desk`` compares."""
    layout = Layout(root)
    heads = {}
    for number in layout.numbers():
        sealed = json.loads((layout.release(number) / MANIFEST).read_bytes())["journal"]
        if sealed["length"]:
            heads[sealed["length"]] = sealed["head"]
    return heads


def verify_desk() -> journal.ChainReport:
    """Checks the journal's chain, and that no release was sealed with another journal."""
    return journal.verify_chain(sealed_heads(Path(settings.RECORD_ROOT)))


def _changed(last: Last | None, root: Path, at: datetime) -> Changed | None:
    if last is None or last.day != at.astimezone(UTC).date() or needs_whole_tables(root, TABLES):
        return None
    return spread(journal.changed_since(last.journal))


def _indicators(installed: Framework) -> list[Indicator]:
    return [Indicator(one["id"], one["unit"], one["base"], tuple(one["by"]), one["sql"]) for one in installed.indicators]
