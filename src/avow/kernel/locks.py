"""Locks by name, for rules that look at many rows at once and that no row's own lock can guard."""

from __future__ import annotations

import hashlib

from django.db import connection, transaction


def hold(name: str) -> None:
    """Waits until no other transaction holds the name, and holds it until this one ends.

    SQLite has one writer at a time, which is the same. Take it after row locks, and before the journal's.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a lock by name is held for the length of a transaction")
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
