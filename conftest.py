"""What a machine cannot run is left out and listed, never skipped in silence; at the gate nothing may be left out."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
LEFT_OUT: Counter[str] = Counter()
GATE = os.environ.get("AVOW_GATE") == "1"


def shared_data() -> Path | None:
    """The folder with the public files that may not be committed, when it lies beside the checkout."""
    folder = Path(os.environ.get("AVOW_SHARED_DATA", ROOT.parent / "shared" / "data"))
    return folder if folder.is_dir() else None


def absent() -> dict[str, str]:
    """Marker -> why tests with it cannot run on this machine."""
    reasons = {}
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        reasons["browser"] = "no chromium on this machine (Debian: apt install chromium)"
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        reasons["postgresql"] = "this run is on SQLite; `avow test` runs them on PostgreSQL"
    if shared_data() is None:
        reasons["shared_data"] = "the public data files that may not be committed are not beside the checkout"
    return reasons


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shared_data: reads public files that may not be committed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    reasons = absent()
    kept, left_out = [], []
    for item in items:
        reason = next((why for marker, why in reasons.items() if item.get_closest_marker(marker)), None)
        if reason is None:
            kept.append(item)
        else:
            left_out.append(item)
            LEFT_OUT[reason] += 1
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason, count in LEFT_OUT.items():
        terminalreporter.write_line(f"left out: {count} tests: {reason}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """At the gate a skipped test, or one left out for want of a browser, is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if GATE and exitstatus == 0 and reporter is not None:
        unrun = len(reporter.stats.get("skipped", [])) + sum(n for why, n in LEFT_OUT.items() if "chromium" in why)
        if unrun:
            reporter.write_line(f"gate: {unrun} tests were skipped or left out, which the gate does not allow", red=True)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data folder; tests that use it carry the marker ``shared_data``."""
    folder = shared_data()
    assert folder is not None, "mark the test with shared_data"
    return folder
