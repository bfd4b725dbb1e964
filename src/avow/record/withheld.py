"""The withheld list: what must not be shown, told by opaque keys, in a small signed file beneath every query.

The file names nothing: a stranger who reads it learns how many rows are hidden, not which. Every list has a higher number than
the one before, and is signed by a key of the record's chain. One that is damaged, forged, older than another seen before, or
gone is not gone by: the last good one stays in force, and what the bad one still names is hidden besides. Nothing is ever shown
again but by a good list.
"""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from avow.base.clock import instant_text
from avow.base.refusals import Refusal
from avow.record import chain
from avow.record.keys import Keys
from avow.record.layout import Layout, load
from avow.record.sealing import readable, replace_file, sealed, signer

NAME = "withheld.json"
_KEY = re.compile(r"[0-9a-f]{16}")
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True)
class Withheld:
    """The list in force. ``releases`` are those whose raw files hold a withheld row and are not handed out.

    ``reopened`` is the release that was current when something was last shown again: rows left out since must come back
    with a publish of whole tables.
    """

    serial: int = 0
    rows: frozenset[str] = frozenset()
    releases: tuple[int, ...] = ()
    reopened: int = 0

    @classmethod
    def read(cls, layout: Layout) -> Withheld:
        """What must be hidden, for those who write. Raises a ``Refusal`` where that cannot be known."""
        return in_force(layout, layout.cache).withheld

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Withheld:
        return cls(document["serial"], frozenset(document["rows"]), tuple(document["releases"]), document.get("reopened", 0))

    def unsettled(self, release: int) -> bool:
        """Whether the release holds rows that are withheld now, or lacks rows that have been shown again since."""
        return release in self.releases or self.reopened >= release

    def also(self, other: Withheld) -> Withheld:
        """This list with all the other one hides."""
        releases = tuple(sorted({*self.releases, *other.releases}))
        return replace(self, rows=self.rows | other.rows, releases=releases, reopened=max(self.reopened, other.reopened))

    def write(self, layout: Layout, *, at: datetime, keys: Keys) -> Withheld:
        """Puts this list in force under the next serial number."""
        fresh = replace(self, serial=Withheld.read(layout).serial + 1)
        document = {
            "serial": fresh.serial,
            "at": instant_text(at),
            "rows": sorted(fresh.rows),
            "releases": sorted(fresh.releases),
            "reopened": fresh.reopened,
        }
        content = readable(sealed(document, keys))
        replace_file(layout.withheld, content)
        _remember(layout.cache, content)
        return fresh


@dataclass(frozen=True)
class InForce:
    """What must be hidden, and why the file of the list was not taken at its word; empty where it was."""

    withheld: Withheld
    problem: str = ""


def in_force(layout: Layout, memory: Path, held: Withheld | None = None) -> InForce:
    """What must be hidden now. ``held`` is the last good list this process knows, ``memory`` the folder with the copy of the
    last one any process here knew. Raises a ``Refusal`` where neither is there and the file cannot be believed."""
    trust = Trust.of(layout)
    copied, doubt = trust.told(memory / NAME)
    known = [one for one in (held, None if doubt else copied) if one is not None]
    good = max(known, key=lambda one: one.serial, default=None)
    told, problem = trust.told(layout.withheld, good.serial if good else 0)
    if not problem:
        found = told or Withheld()
        if told is not None and told != copied:
            _remember(memory, layout.withheld.read_bytes())
        return InForce(found)
    if good is None:
        raise Refusal(
            "withheld-unreadable",
            f"The list of withheld rows {problem}. What must not be shown cannot be known, so nothing is shown.",
            f"Put the last good {NAME} back into the record folder, from a backup or from cache/{NAME} of another copy.",
        )
    return InForce(good.also(told) if told else good, problem)


@dataclass(frozen=True)
class Trust:
    """What the chain says of lists: who may sign them, and the lowest number the newest one can have."""

    signers: frozenset[str | None]
    least: int

    @classmethod
    def of(cls, layout: Layout) -> Trust:
        try:
            entries = chain.read(layout.chain)
            checked = chain.check(entries)
            told = [int(entry.get("withheld", 0)) for entry in entries]
        except _UNREADABLE:
            return cls(frozenset(), 0)
        return cls(checked.signers | {checked.key}, max(told, default=0))

    def told(self, path: Path, least: int = 0) -> tuple[Withheld | None, str]:
        """The list in a file, or what can still be read of it, and what is wrong with it: it ``…``. No list at all is in order
        as long as there never was one."""
        least = max(least, self.least)
        try:
            document = load(path)
        except FileNotFoundError:
            return None, f"is gone, and list {least} was in force" if least else ""
        except (OSError, ValueError) as error:
            return None, f"cannot be read ({str(error).splitlines()[0]})"
        try:
            found = Withheld.from_json(document)
            who = signer(document)
            if who is None or who not in self.signers:
                return _legible(document), "is not signed by a key of this record"
            if found.serial < least:
                return found, f"is number {found.serial}, and number {least} was in force already"
        except _UNREADABLE:
            return _legible(document), "is not as it should be"
        return found, ""


def _legible(document: Any) -> Withheld | None:
    """The rows a document of unknown worth names, as far as they look like keys."""
    try:
        return Withheld(
            rows=frozenset(key for key in document["rows"] if isinstance(key, str) and _KEY.fullmatch(key)),
            releases=tuple(sorted({number for number in document["releases"] if type(number) is int})),
        )
    except _UNREADABLE:
        return None


def _remember(memory: Path, content: bytes) -> None:
    """Keeps a copy for the next process, which cannot know what this one knew. Where none can be kept, a list that is taken
    away between two publishes is missed only by processes started later."""
    try:
        memory.mkdir(parents=True, exist_ok=True)
        descriptor, fresh = tempfile.mkstemp(prefix=f".{NAME}-", dir=memory)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(fresh).chmod(0o644)
        Path(fresh).replace(memory / NAME)
    except OSError:
        return
