"""The clock: the one place that asks what time it is. Commands receive ``at`` and never look here."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """The current instant, in UTC, to the second: finer readings would only add noise to canonical rows."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """The current calendar day in UTC, the day that public pages and entity tags go by."""
    return now().date()


def instant_text(at: datetime) -> str:
    """``2026-11-22T14:48:40Z``: the one spelling of an instant in records, manifests and logs."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
