"""Fixtures every room shares. Data is made by ``tests.builders``, never loaded from files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# A browser that asks nobody on the network for anything.
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_configure() -> None:
    from django.conf import settings

    # Playwright keeps an event loop on the thread of the tests; their own questions to the database are no mistake there.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

    if not settings._wrapped.SECRET_KEY:  # a home without a key file is the usual case for a test run
        settings.SECRET_KEY = "only for tests"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings: Any) -> Path:
    """Every test has a home of its own: no test can see or harm a real one."""
    home = tmp_path / "home"
    settings.AVOW_HOME = home
    settings.RECORD_ROOT = home / "record"
    settings.MEDIA_ROOT = home / "media"
    return home


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if not path:
        pytest.skip("no chromium is installed")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
