"""Fixtures of the pack tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.packs.copies import Copy


@pytest.fixture
def rivers(tmp_path: Path) -> Copy:
    return Copy(tmp_path)
