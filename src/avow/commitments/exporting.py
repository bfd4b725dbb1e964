"""Commitments to a file, in the shape that an import takes back: importing it again changes nothing."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from avow.commitments.content import Content, Pledge, TargetContent
from avow.commitments.current import contents_of
from avow.commitments.models import Commitment, Maker
from avow.kernel.reading import snapshot
from avow.sheets.cells import join_items
from avow.sheets.writing import Value, write_table

COLUMNS = (
    "reference", "title", "description", "language", "owner", "makers", "co_makers", "proposed_makers", "themes", "actions",
    "shares", "types", "scope", "countries", "groups", "start", "end", "amount", "currency", "amount_on", "purpose", "pledges",
    "targets", "endorsement_level", "endorsed_on", "pledge", "condition", "affirmed", "principles", "links", "joint", "origin",
    "source_name", "source_url", "window", "confirmed_on",
)  # fmt: skip
_BATCH = 500


def export_commitments(path: Path) -> int:
    """Writes all confirmed and told commitments at their current version, and returns how many. Drafts are not written."""
    with snapshot():
        return write_table(path, COLUMNS, _rows(), name="commitments")


def _rows() -> Iterator[Mapping[str, Value]]:
    chosen = Commitment.objects.filter(version__gt=0).select_related("owner").order_by("order").iterator(chunk_size=_BATCH)
    while batch := list(itertools.islice(chosen, _BATCH)):
        contents = contents_of(batch)
        makers = _makers(batch)
        for row in batch:
            yield {**_standing(row), **_makers_cells(row, makers), **_said(contents[row.pk])}


def _makers(batch: Sequence[Commitment]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = Maker.objects.filter(commitment__in=[row.pk for row in batch]).select_related("party")
    for maker in rows.order_by("pk"):
        found[maker.commitment_id, maker.role].append(maker.party.reference)
    return found


def _makers_cells(row: Commitment, makers: Mapping[tuple[int, str], list[str]]) -> dict[str, Value]:
    return {
        "owner": row.owner.reference,
        "makers": join_items([row.owner.name]),
        "co_makers": makers.get((row.pk, Maker.Role.CO_MAKER), []),
        "proposed_makers": makers.get((row.pk, Maker.Role.PROPOSED), []),
    }


def _standing(row: Commitment) -> dict[str, Value]:
    return {
        "reference": row.reference,
        "origin": row.origin,
        "source_name": row.source_name,
        "source_url": row.source_url,
        "window": row.window,
        "confirmed_on": row.confirmed_on,
    }


def _said(content: Content) -> dict[str, Value]:
    shares = [one.share for one in content.actions]
    return {
        "title": content.title,
        "description": content.description,
        "language": content.language,
        "themes": [one.theme for one in content.actions],
        "actions": [one.action or "-" for one in content.actions],
        "shares": ["-" if one is None else f"{(one * 100).normalize():f}%" for one in shares] if any(shares) else [],
        "types": content.types,
        "scope": content.scope,
        "countries": content.countries,
        "groups": content.groups,
        "start": content.start,
        "end": content.end,
        **_money(content),
        "targets": _json(content.targets),
        "endorsement_level": content.endorsement_level,
        "endorsed_on": content.endorsed_on,
        "pledge": content.pledge,
        "condition": content.condition,
        "affirmed": content.affirmed,
        "principles": content.principles,
        "links": content.links,
        "joint": content.joint,
    }


def _money(content: Content) -> dict[str, Value]:
    """One plain pledge in plain columns; anything more as JSON, so that nothing it says is lost."""
    plain = {
        "instrument": "unknown",
        "novelty": "unknown",
        "payer": None,
        "receiver": None,
        "netted_at": None,
        "netted_reason": None,
    }
    if len(content.pledges) == 1:
        (one,) = content.pledges
        if all(getattr(one, name) == value for name, value in plain.items()) and (one.on or content.start is None):
            return {"amount": one.amount, "currency": one.currency, "amount_on": one.on, "purpose": one.purpose}
    return {"pledges": _json(content.pledges)}


def _json(told: Sequence[TargetContent] | Sequence[Pledge]) -> str:
    """What is told, without what is not; empty for nothing."""
    kept = [{name: value for name in one.__slots__ if (value := getattr(one, name)) not in (None, "")} for one in told]
    return json.dumps(kept, ensure_ascii=False, default=str) if kept else ""
