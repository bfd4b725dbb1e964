"""Names as compared. Pure."""

from __future__ import annotations


def name_key(name: str) -> str:
    """A name as compared: case and spacing do not tell two organisations apart."""
    return " ".join(name.split()).casefold()
