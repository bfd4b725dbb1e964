"""Fixtures every room shares. Data is made by ``tests.builders``, never loaded from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def pytest_configure() -> None:
    from django.conf import settings

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
