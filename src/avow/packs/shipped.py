"""The packs that come with the software."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from avow.packs.loading import load
from avow.packs.shape import Pack

GENERATION_EQUALITY = Path(__file__).parent / "generation_equality"


def shipped_path() -> Path:
    """The folder of the shipped pack, which a new home is made with unless another is named."""
    return GENERATION_EQUALITY


@cache
def shipped_pack() -> Pack:
    """The shipped pack, loaded once in a process."""
    return load(GENERATION_EQUALITY)
