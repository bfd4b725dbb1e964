"""Where the scored drafts lie."""

from __future__ import annotations

import os
from pathlib import Path

from bench.places import ROOT

PACK = ROOT / "src" / "avow" / "packs" / "generation_equality"


def drafts_folder() -> Path:
    """The folder with ``drafts.jsonl`` and the readers' files, beside the checkout."""
    folder = Path(os.environ.get("AVOW_SHARED_DATA", ROOT.parent / "shared" / "data")) / "strength"
    if not (folder / "drafts.jsonl").is_file():
        raise SystemExit(f"no scored drafts in {folder}; AVOW_SHARED_DATA names the folder above it")
    return folder
