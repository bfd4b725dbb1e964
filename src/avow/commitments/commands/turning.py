"""Turns: what happened to a commitment beside its versions, written once and published with its day."""

from __future__ import annotations

from datetime import date, datetime

from avow.commitments.models import Commitment, Turn


def add_turn(
    row: Commitment,
    turn: str,
    *,
    on: date,
    at: datetime,
    said_by: str = "",
    reason: str = "",
    detail: str = "",
    other: Commitment | None = None,
) -> Turn:
    """Adds a turn to a locked commitment."""
    return Turn.objects.create(
        commitment=row,
        number=Turn.objects.filter(commitment=row).count() + 1,
        turn=turn,
        on=on,
        reason=reason,
        detail=detail,
        other=other,
        recorded_at=at,
        said_by=said_by,
    )
