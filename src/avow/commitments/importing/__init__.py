"""Commitments from a file: kept as told, with origin and warnings, matched to those known, every row accounted for."""

from avow.commitments.importing.running import import_commitments

__all__ = ["import_commitments"]
