"""The table of results: what was measured, on what, next to whom, and how to do it again."""

from __future__ import annotations

import json
import os
import platform
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).parent / "RESULTS.md"
STORE = Path(__file__).parent / "results.json"
_HEAD = """# Measured

Written by `python -m bench`; the numbers below are of the runs named beside them and will differ on another machine by some
±40 %. Peers ran beside us in the same run, on the same rows, taking turns. Every figure is a median unless it says otherwise.
"""


@dataclass(slots=True)
class Line:
    """One figure. ``value`` and ``peers`` are text with their unit; ``where`` says at which point the time was taken."""

    what: str
    value: str
    where: str
    target: str = ""
    met: bool | None = None
    peers: dict[str, str] = field(default_factory=dict)
    ratios: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Section:
    """One measure at one size."""

    name: str
    title: str
    rows: int
    mix: str
    cache: str
    command: str
    at: str = ""
    machine: str = ""
    lines: list[Line] = field(default_factory=list)
    below: list[str] = field(default_factory=list)  # Markdown under the table, line by line

    def add(self, line: Line) -> None:
        self.lines.append(line)
        verdict = "" if line.met is None else "  met" if line.met else "  NOT MET"
        beside = "".join(f"  {name} {value}" for name, value in line.peers.items())
        print(f"  {line.what}: {line.value}{verdict}{beside}", flush=True)


def machine() -> str:
    """The class of the machine: no name, no address."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = os.getloadavg()[0]
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {system}, load {busy:.1f} at the start"


def begin(name: str, title: str, rows: int, mix: str, cache: str) -> Section:
    print(f"\n{title} ({rows:,} commitments)", flush=True)
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return Section(name, title, rows, mix, cache, f"python -m bench {name} --rows {rows}", at, machine())


def save(section: Section, *, file: Path = FILE, store: Path = STORE) -> None:
    """Replaces the section of that measure and size, and writes the whole page anew."""
    kept = json.loads(store.read_text(encoding="utf-8")) if store.exists() else {}
    kept[f"{section.name} {section.rows:09d}"] = asdict(section)
    store.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    file.write_text(page([_read(entry) for _, entry in sorted(kept.items())]), encoding="utf-8")


def _read(entry: dict[str, object]) -> Section:
    lines = [Line(**line) for line in entry["lines"]]  # type: ignore[attr-defined]
    return Section(**{**entry, "lines": lines})  # type: ignore[arg-type]


def page(sections: list[Section]) -> str:
    return _HEAD + "".join(_section(one) for one in sections)


def _section(one: Section) -> str:
    peers = list(dict.fromkeys(name for line in one.lines for name in line.peers))
    heads = ["what", "Avow", "aim", *(part for name in peers for part in (name, "ratio")), "timed"]
    text = [f"\n## {one.title}: {one.rows:,} commitments\n"]
    text += [f"{one.at} · {one.machine}  ", f"Asked: {one.mix}  ", f"Caches: {one.cache}  ", f"Again: `{one.command}`\n"]
    text += [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for line in one.lines:
        aim = line.target if line.met is None else f"{line.target} {'✓' if line.met else '✗'}"
        beside = [part for name in peers for part in (line.peers.get(name, ""), line.ratios.get(name, ""))]
        text.append(f"| {' | '.join(_cell(cell) for cell in (line.what, line.value, aim, *beside, line.where))} |")
    return "\n".join([*text, *(["", *one.below] if one.below else [])]) + "\n"


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


def times(ours: float, theirs: float) -> str:
    """How many times as long a peer takes."""
    return f"{theirs / ours:.1f} ×" if ours > 0 else ""
