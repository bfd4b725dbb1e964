"""Who makes a commitment: the owner first, then co-makers; one only proposed by a source is marked as such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from avow.public.asked import Asked


@dataclass(frozen=True)
class Maker:
    reference: str
    name: str
    slug: str  # empty where the organisation has no page
    category: str
    country: str
    role: str
    role_name: str


def makers_of(asked: Asked, row: Mapping[str, Any]) -> tuple[Maker, ...]:
    rows = {one["organisation"]: one["role"] for one in asked.release.rows_of("commitment_makers", row["reference"])}
    rows.setdefault(row["owner"], "owner")
    order = {"owner": 0, "co-maker": 1, "proposed": 2}
    ranked = sorted(rows.items(), key=lambda pair: (pair[0] != row["owner"], order.get(pair[1], 3), pair[0]))
    made = [maker for maker in (maker_of(asked, reference, role) for reference, role in ranked) if maker]
    owner_is_public = bool(made) and made[0].reference == row["owner"]
    return tuple(made) if owner_is_public else (_unlisted(asked, row), *made)


def maker_of(asked: Asked, reference: str, role: str) -> Maker | None:
    """Nothing for an organisation that is not in the release: it is not named here either."""
    found = asked.release.find("organisations", reference)
    if found is None:
        return None
    labels = asked.labels
    return Maker(
        reference,
        found["name"],
        found["slug"] or "",
        labels.name("categories", found["category"]),
        labels.name("countries", found["country"]),
        role,
        labels.name("maker_roles", role),
    )


def _unlisted(asked: Asked, row: Mapping[str, Any]) -> Maker:
    """The owner as the commitment's own row names it."""
    labels = asked.labels
    return Maker(row["owner"] or "", row["owner_name"] or "", "", labels.name("categories", row["category"]), "", "owner", "")
