"""Sizes, and which rows stand for each."""

from __future__ import annotations

from pathlib import Path

from bench import places

REAL = 2700
BIG = 100_000
HTTP = "whole answer over loopback, gzip, one kept connection"
FIGURES = ("commitments", "makers", "pledged_usd", "secured_usd")


def place_of(folder: Path, rows: int, seed: int) -> places.Place:
    """Up to the real size and somewhat beyond, the demonstration; a million only to be read is made by SQL."""
    return places.demonstration(folder, rows, seed) if rows < BIG else places.synthetic(folder, rows, seed)
