"""Admitting commitments in bulk."""

from __future__ import annotations

import pytest
from tests import builders

pytestmark = pytest.mark.django_db


def test_references_of_a_year_follow_each_other() -> None:
    owner = builders.organisation()
    made = [builders.commitment(owner) for _ in range(2)]
    assert [one.reference for one in made] == ["C-2021-0001", "C-2021-0002"]
