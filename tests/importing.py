"""What tests of imports share: an installed framework, and files made on the spot."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from avow.commitments.importing import import_commitments
from avow.framework.commands import install
from avow.framework.models import Framework
from avow.organisations.importing import Options, import_organisations
from avow.packs.shipped import shipped_pack
from avow.sheets.report import Report

FIXTURES = Path(__file__).parent / "fixtures"
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def framework() -> None:
    if not Framework.objects.exists():
        install(pack=shipped_pack(), actor="system", at=AT)


def commitments(path: Path, **options: Any) -> Report:
    framework()
    return import_commitments(Options(path=path, at=AT, **options))


def organisations(path: Path, **options: Any) -> Report:
    framework()
    return import_organisations(Options(path=path, at=AT, **options))


def table(path: Path, headings: Sequence[str], *rows: Sequence[str]) -> Path:
    """A CSV file of the rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def counts(report: Report) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    return report.created, report.updated, report.unchanged, report.rejected


def kinds(findings: Sequence[Any]) -> Counter[str]:
    return Counter(one.code for one in findings)
