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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """On PostgreSQL a test with real transactions is cleared away by TRUNCATE, which history refuses: here alone it may."""
    from django.apps import apps
    from django.db import connection

    from avow.kernel.versions import FrozenRow, trigger_name

    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, FrozenRow)]
            with connection.cursor() as cursor:
                for table in tables:
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger_name(table, 'truncate')}")


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
