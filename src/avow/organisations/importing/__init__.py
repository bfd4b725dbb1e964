"""Organisations from a file: read, matched to those known, entered in batches, every row accounted for."""

from avow.organisations.importing.running import import_organisations
from avow.organisations.importing.settings import Options

__all__ = ["Options", "import_organisations"]
