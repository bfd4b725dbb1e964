"""The journal: one entry per command, each sealed by a hash over itself and the entry before.

It holds no personal data: actors are opaque references, subjects are row ids, and ``details`` leaves only its digest. What
must never be guessed from a digest (a name, an address) does not belong in ``details``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from avow.base.clock import instant_text
from avow.kernel import commands
from avow.kernel.models import JournalEntry

GENESIS = "0" * 64
_LOCK = 0x61766F77  # "avow": the one advisory lock of the desk on PostgreSQL


@dataclass(frozen=True, slots=True)
class Head:
    """How long the journal is and the hash of its last entry."""

    length: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What reading the whole chain found. ``problem`` is empty when all is well."""

    length: int
    head: str
    problem: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem


def digest(details: object) -> str:
    """SHA-256 of the details' canonical JSON (sorted keys, no spaces; dates and decimals as text)."""
    return hashlib.sha256(_canonical(details).encode()).hexdigest()


def append(*, command: str, actor: str, at: datetime, subjects: Iterable[tuple[str, int]], details: object) -> JournalEntry:
    """Adds the entry of a command, inside its transaction.

    1. Waits for its turn: on PostgreSQL by a lock held until the transaction ends, on SQLite by being the only writer.
    2. Reads the last entry and seals the new one onto it.

    It is the last thing a command does, so that the lock is held briefly and always taken after row locks.
    """
    commands.noted(command)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written inside a command's transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = head()
    entry = JournalEntry(
        sequence=last.length + 1,
        at=at,
        command=command,
        actor=actor,
        subjects=_canonical([list(subject) for subject in subjects]),
        digest=digest(details),
        previous=last.hash,
    )
    entry.hash = _seal(entry)
    entry.save(force_insert=True)
    return entry


def head() -> Head:
    last = JournalEntry.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return Head(*last) if last else Head(0, GENESIS)


def changed_since(length: int) -> dict[str, set[int]]:
    """Row ids by kind that commands after the first ``length`` entries were about."""
    changed: dict[str, set[int]] = {}
    for entry in JournalEntry.objects.filter(sequence__gt=length).order_by("sequence").iterator(chunk_size=200):
        for kind, key in entry.subject_list:
            changed.setdefault(kind, set()).add(key)
    return changed


def verify_chain(heads: Mapping[int, str] | None = None) -> ChainReport:
    """Reads every entry once, in order, and names the first that does not hold.

    ``heads`` are hashes others kept by journal length (those sealed into releases): they show a journal that was cut short
    or rewritten as a whole, which the chain alone cannot.
    """
    expected = dict(heads or {})
    length, previous = 0, GENESIS
    for entry in JournalEntry.objects.order_by("sequence").iterator(chunk_size=1000):
        if entry.sequence != length + 1:
            return ChainReport(length, previous, f"entry {length + 1} is missing")
        if entry.previous != previous:
            return ChainReport(length, previous, f"entry {entry.sequence} does not follow entry {length}")
        if entry.hash != _seal(entry):
            return ChainReport(length, previous, f"entry {entry.sequence} was changed after it was written")
        length, previous = entry.sequence, entry.hash
        if expected.pop(length, previous) != previous:
            return ChainReport(length, previous, f"entry {length} is not the one a release was sealed with")
    lost = min((kept for kept in expected if kept > length), default=None)
    if lost is not None:
        return ChainReport(length, previous, f"a release was sealed with {lost} entries, the journal has {length}")
    return ChainReport(length, previous)


def _seal(entry: JournalEntry) -> str:
    parts = (entry.sequence, instant_text(entry.at), entry.command, entry.actor, entry.subjects, entry.digest, entry.previous)
    return hashlib.sha256(_canonical(parts).encode()).hexdigest()


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
