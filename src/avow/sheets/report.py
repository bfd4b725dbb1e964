"""What an import did or would do: every row counted once, and every finding with row, column, value, reason and remedy."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from avow.base.refusals import Finding

_SHOWN = 120  # characters of a value that a finding repeats
_KEPT = 100_000  # findings of one kind that are kept; beyond, they are only counted


@dataclass(slots=True)
class Report:
    """The result of one import. ``created + updated + unchanged + rejected`` is the number of rows in the file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    warnings: list[Finding] = field(default_factory=list)
    rejections: list[Finding] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    dry_run: bool = False
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.rejected

    @property
    def exit_code(self) -> int:
        return 1 if self.rejected else 0

    def reject(self, findings: Iterable[Finding]) -> None:
        """Counts one row as rejected, for all the reasons found in it."""
        self.rejected += 1
        self._keep(self.rejections, findings, "rejections")

    def warn(self, findings: Iterable[Finding]) -> None:
        self._keep(self.warnings, findings, "warnings")

    def _keep(self, into: list[Finding], findings: Iterable[Finding], kind: str) -> None:
        for finding in findings:
            if len(into) < _KEPT:
                into.append(finding)
            else:
                self.left_out[kind] += 1

    def as_json(self) -> dict[str, object]:
        shape: dict[str, object] = {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "warnings": [finding.as_json() for finding in self.warnings],
            "rejections": [finding.as_json() for finding in self.rejections],
            "statements": self.statements,
            "dry_run": self.dry_run,
        }
        if self.left_out:
            shape["left_out"] = dict(self.left_out)
        return shape

    def lines(self, *, details: int = 20) -> Iterator[str]:
        """The report for a person: what was understood, what was counted, then findings by kind."""
        yield from (f"· {statement}" for statement in self.statements)
        yield ""
        verb = "would be " if self.dry_run else ""
        for count, name in (
            (self.created, f"{verb}created"),
            (self.updated, f"{verb}updated"),
            (self.unchanged, "unchanged"),
            (self.rejected, f"{verb}rejected"),
        ):
            yield f"{count:>9,}  {name}"
        yield from _findings("Rejected", self.rejections, details)
        yield from _findings("Warnings", self.warnings, details)
        for kind, count in self.left_out.items():
            yield f"… and {count:,} more {kind} that are not listed"
        if self.dry_run:
            yield ""
            yield "Dry run: nothing was written."


def finding(row: int | None, column: str, value: str, code: str, reason: str, remedy: str = "") -> Finding:
    """A finding whose value is cut to a length that fits a report."""
    value = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return Finding(row, column, value, code, reason, remedy)


def _findings(title: str, findings: list[Finding], details: int) -> Iterator[str]:
    """Findings by kind; what several rows share is said once, with the rows."""
    if not findings:
        return
    kinds = Counter(one.code for one in findings)
    yield ""
    yield f"{title}: " + ", ".join(f"{code} ({count:,})" for code, count in kinds.most_common())
    width = min(shutil.get_terminal_size((110, 40)).columns, 140)
    same: dict[tuple[str, str, str, str], list[int | None]] = {}
    for one in findings:
        same.setdefault((one.code, one.column, one.reason, one.remedy), []).append(one.row)
    shown: Counter[str] = Counter()
    per_kind = max(3, details // max(len(kinds), 1))
    for (code, column, reason, remedy), rows in same.items():
        shown[code] += 1
        if shown[code] <= per_kind:
            place = ", ".join(part for part in (_rows(rows), column) if part) or "file"
            text = f"{place}: {reason} {remedy}".rstrip()
            yield from textwrap.wrap(_printable(text), width, initial_indent="  ", subsequent_indent="      ")
    hidden = sum(max(0, count - per_kind) for count in shown.values())
    if hidden:
        yield f"  … {hidden:,} more of these kinds; --json lists all"


def _rows(rows: list[int | None]) -> str:
    numbers = [str(row) for row in rows if row is not None]
    if not numbers:
        return ""
    more = f" and {len(numbers) - 8:,} more" if len(numbers) > 8 else ""
    return f"row{'s' if len(numbers) > 1 else ''} {', '.join(numbers[:8])}{more}"


def _printable(text: str) -> str:
    """Names in files are hostile: nothing of them may steer a terminal."""
    return "".join(mark if mark.isprintable() else "�" for mark in text)
