"""The share of the money one version allots to each theme and action it serves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from avow.public.asked import Asked
from avow.public.shares import share
from avow.ui.formatting import listed

SHARES = "shares"
FORMER = "former_actions"


def shares_of(asked: Asked, version: Mapping[str, Any], current: int) -> str | None:
    """Written out for a reader, empty where no share was told; nothing where the release does not keep them of this version."""
    number, reference = version["version"], version["commitment"]
    if number == current:
        rows = asked.release.rows_of("commitment_actions", reference)
    elif FORMER in asked.release.tables:
        rows = [row for row in asked.release.rows_of(FORMER, reference) if row["version"] == number]
    else:
        return None
    told = sorted((row for row in rows if row["share"] is not None), key=lambda row: int(row["number"]))
    return listed([f"{_name(asked, row)} {share(row['share'], 1, asked.language)}" for row in told], asked.language)


def _name(asked: Asked, row: Mapping[str, Any]) -> str:
    themes, action = asked.labels.themes, asked.labels.actions.get(row["action"] or "")
    if action:
        return action.short
    return themes[row["theme"]].short if row["theme"] in themes else str(row["theme"] or "")
