"""Retention: manifests, chain and figures for ever; tables only as long as somebody needs them."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from avow.base.clock import instant_text
from avow.record import chain, swap
from avow.record.keys import Keys
from avow.record.layout import BOUNDS, FILES, MANIFEST, Layout, load
from avow.record.sealing import hash_of

YOUNG = timedelta(days=30)


@dataclass(frozen=True)
class ThinningReport:
    """Releases that lost their tables, and those that lost only their CSV copies."""

    tables: tuple[int, ...]
    csv: tuple[int, ...]


def thin(root: Path, *, now: datetime, keys: Keys, pinned: Collection[int] = (), cited: Collection[int] = ()) -> ThinningReport:
    """Gives up the tables of releases that are neither cited nor pinned, nor the first of their month, nor younger than 30
    days, nor the newest; and the CSV of all but the newest, the cited and the pinned. A signed entry says so."""
    layout = Layout(root)
    with layout.writer():
        entries = chain.read(layout.chain)
        numbers = layout.numbers()
        needed = {*pinned, *cited, *numbers[-1:]}
        keeping = needed | _first_of_month(layout, numbers) | _young(layout, numbers, now)
        bare = [number for number in numbers if number not in needed and (layout.release(number) / "csv").exists()]
        giving = [number for number in numbers if number not in keeping and not chain.thinned(entries, number)]
        if giving:
            changes = {number: _without_tables(layout, number) for number in giving}
            hashes = {str(number): hash_of(change.listing) for number, change in changes.items()}
            entries = chain.extended(entries, kind=chain.RETENTION, at=now, keys=keys, releases=hashes)
            work = layout.releases / f".thinning-{len(entries)}"
            work.mkdir()
            swap.make_ready(work, changes, entries)
            swap.finish(layout.releases, work, load(work / swap.PLAN))
        for number in bare:
            shutil.rmtree(layout.release(number) / "csv", ignore_errors=True)
        layout.drop_unlinked()
        return ThinningReport(tuple(giving), tuple(number for number in bare if number not in giving))


def _without_tables(layout: Layout, number: int) -> swap.Change:
    listing: dict[str, Any] = load(layout.release(number) / FILES)
    stale = [name for name in listing["files"] if name.startswith(("tables/", "csv/", BOUNDS))]
    files = {name: line for name, line in listing["files"].items() if name not in stale}
    return swap.Change({**listing, "files": files}, stale=stale)


def _first_of_month(layout: Layout, numbers: list[int]) -> set[int]:
    found: dict[str, int] = {}
    for number in numbers:
        found.setdefault(load(layout.release(number) / MANIFEST)["at"][:7], number)
    return set(found.values())


def _young(layout: Layout, numbers: list[int], now: datetime) -> set[int]:
    since = instant_text(now - YOUNG)
    return {number for number in numbers if load(layout.release(number) / MANIFEST)["at"] > since}
