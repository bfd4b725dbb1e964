"""Times a record of N commitments: first publish, one changed commitment, the same again, verification.

PYTHONPATH=src python -m bench.record_writing 2700 [--keep FOLDER] [--no-repeat] [--no-verify]
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from avow.record.figures import Indicator
from avow.record.keys import Keys
from avow.record.verification import verify
from avow.record.writing import JournalHead, ReleaseReport, TableChange, write_release
from bench.record_rows import ALL, references, tables

BY_THEME = "select unnest(themes) as theme, * from commitments"
INDICATORS = (
    [
        Indicator(
            "commitments", "count", "commitment", (), "select count(*) as numerator, null as denominator from commitments"
        ),
        Indicator(
            "pledged",
            "usd",
            "commitment",
            ("category", "maker_region"),
            "select sum(pledged_usd) as numerator, null as denominator, count(pledged_usd) as covered, "
            "count(*) as eligible, category, maker_region "
            "from commitments group by grouping sets ((), (category), (maker_region))",
        ),
        Indicator(
            "makers",
            "count",
            "organisation",
            (),
            "select count(distinct organisation) as numerator, null as denominator from commitment_makers",
        ),
    ]
    + [
        Indicator(
            f"stage-{stage}",
            "share",
            "commitment",
            ("category", "language"),
            f"select count(*) filter (where stage = '{stage}') as numerator, count(*) as denominator, category, language "
            "from commitments where standing = 'live' group by grouping sets ((), (category), (language))",
        )
        for stage in ("planning", "in-progress", "completed", "not-reported")
    ]
    + [
        Indicator(
            f"theme-{trajectory}",
            "share",
            "commitment",
            ("theme",),
            f"select count(*) filter (where trajectory = '{trajectory}') as numerator, count(*) as denominator, theme "
            f"from ({BY_THEME}) as t group by theme union all "
            f"select count(*) filter (where trajectory = '{trajectory}'), count(*), null from commitments",
        )
        for trajectory in ("ahead", "on-track", "behind")
    ]
)
PACK = {"id": "bench", "version": "1", "name": {"en": "Bench"}, "data_licence": "CC-BY-4.0"}
AT = datetime(2026, 11, 22, tzinfo=UTC)


def publish(root: Path, keys: Keys, changes: list[TableChange]) -> ReleaseReport:
    return write_release(
        root,
        changes=changes,
        pack=PACK,
        indicators=INDICATORS,
        journal=JournalHead("0" * 64, 1),
        at=AT,
        keys=keys,
        software="bench",
        progress=lambda step, done, total: None,
    )


def whole(commitments: int) -> list[TableChange]:
    rows = tables(commitments)
    return [TableChange(table, rows[table.name], None) for table in ALL]


def one_changed(commitments: int) -> list[TableChange]:
    """One commitment in the middle gets another title; all its rows are given anew."""
    reference = next(name for at, name in enumerate(references(commitments)) if at == commitments // 2)
    rows = tables(commitments, changed={reference: "Another title"})
    changes = []
    for table in ALL:
        if table.name == "organisations":
            continue
        root = table.names.index(table.root)
        mine = []
        for row in rows[table.name]:
            if row[root] == reference:
                mine.append(row)
            elif mine:
                break
        changes.append(TableChange(table, mine, frozenset({reference})))
    return changes


def timed(name: str, work: Callable[[], Any]) -> Any:
    begin, spent = time.perf_counter(), time.process_time()
    found = work()
    spent = time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:32} {time.perf_counter() - begin:8.2f} s   processor {spent:7.2f} s   peak {peak:6.0f} MB", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("commitments", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--no-verify", action="store_true")
    parser.add_argument("--no-repeat", action="store_true", help="leave out the third publish, of whole unchanged tables")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="avow-bench-"))
    keys = Keys.load_or_create(folder / "keys")
    root = folder / "record"
    begin, spent = time.perf_counter(), time.process_time()
    total = sum(1 for rows in tables(options.commitments).values() for _ in rows)
    took, spent = time.perf_counter() - begin, time.process_time() - spent
    print(f"{total} rows; making them alone takes {took:.2f} s, processor {spent:.2f} s", flush=True)
    timed("first publish", lambda: publish(root, keys, whole(options.commitments)))
    files = {path.stat().st_ino: path.stat().st_size for path in root.rglob("*") if path.is_file()}
    print(f"on disk: {sum(files.values()) / 1e6:.0f} MB")
    changes = one_changed(options.commitments)
    report = timed("one changed commitment", lambda: publish(root, keys, changes))
    print("changed:", ", ".join(report.changed))
    if not options.no_repeat:
        timed("nothing changed, whole tables", lambda: publish(root, keys, whole(options.commitments)))
    if not options.no_verify:
        found = timed("verify the newest release", lambda: verify(root / "releases" / str(report.release)))
        print(found.as_json())
    if not options.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
