"""Avow: a registry of commitments whose every change is visible and every figure can be recomputed."""

__version__ = "0.1.0"
