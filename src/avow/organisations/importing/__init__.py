"""Organisations from a file: read, matched to those known, entered in batches, every row accounted for."""

from avow.organisations.importing.running import Options, import_organisations

__all__ = ["Options", "import_organisations"]
