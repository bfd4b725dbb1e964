"""The chain: every release, redaction, thinning and change of key, each linked to the one before and signed.

``chain.json`` at the record's root is the whole of it; each release folder carries a copy, so that a folder taken away can
still be checked. An entry's hash covers its signature, so nothing can be slipped in between.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from avow.base.clock import instant_text
from avow.record.keys import Keys
from avow.record.sealing import hash_of, sealed, signer

NAME = "chain.json"
RELEASE, REDACTION, RETENTION, ROTATION = "release", "redaction", "retention", "key rotation"
Entry = dict[str, Any]


def read(path: Path) -> list[Entry]:
    """The entries of a chain file; none when there is no file yet."""
    if not path.exists():
        return []
    return list(json.loads(path.read_bytes()))


def extended(entries: Sequence[Entry], *, kind: str, at: datetime, keys: Keys, **body: Any) -> list[Entry]:
    """The chain with one more signed entry."""
    entry = {
        "serial": len(entries) + 1,
        "kind": kind,
        "at": instant_text(at),
        "previous": hash_of(entries[-1]) if entries else None,
        **body,
    }
    return [*entries, sealed(entry, keys)]


def rotated(entries: Sequence[Entry], *, at: datetime, old: Keys, new: Keys) -> list[Entry]:
    """The chain with the old key's word that the new one speaks from now on."""
    return extended(entries, kind=ROTATION, at=at, keys=old, to=new.fingerprint)


def files_hash(entries: Sequence[Entry], release: int) -> str | None:
    """The hash of a release's ``files.json`` that the newest entry about it gives."""
    found: str | None = None
    for entry in entries:
        if entry["kind"] == RELEASE and entry["release"] == release:
            found = entry["files"]
        elif entry["kind"] in {REDACTION, RETENTION} and str(release) in entry["releases"]:
            found = entry["releases"][str(release)]
    return found


def release_entry(entries: Sequence[Entry], release: int) -> Entry | None:
    return next((entry for entry in entries if entry["kind"] == RELEASE and entry["release"] == release), None)


def redactions(entries: Sequence[Entry], release: int) -> list[int]:
    """Numbers of the redactions that touched a release."""
    return [entry["number"] for entry in entries if entry["kind"] == REDACTION and str(release) in entry["releases"]]


def thinned(entries: Sequence[Entry], release: int) -> bool:
    """Whether the tables of a release were given up by the retention rule."""
    return any(entry["kind"] == RETENTION and str(release) in entry["releases"] for entry in entries)


@dataclass(frozen=True)
class Checked:
    """What the check of a chain found: the first problem, and which keys really signed something in it."""

    problem: str | None
    signers: frozenset[str]
    key: str | None  # fingerprint of the key that speaks after the last entry


def check(entries: Sequence[Mapping[str, Any]]) -> Checked:
    """Follows the links and signatures from the first entry. A key speaks only after the key before it said so."""
    previous: str | None = None
    speaking: str | None = None
    signers: set[str] = set()
    for number, entry in enumerate(entries, 1):
        who = signer(entry)
        if who is None:
            return Checked(f"entry {number}: the signature does not hold", frozenset(signers), speaking)
        if entry.get("serial") != number or entry.get("previous") != previous:
            return Checked(f"entry {number} does not follow the entry before it", frozenset(signers), speaking)
        if speaking is not None and who != speaking:
            return Checked(f"entry {number} is signed by a key that no earlier key named", frozenset(signers), speaking)
        signers.add(who)
        speaking = str(entry["to"]) if entry["kind"] == ROTATION else who
        previous = hash_of(entry)
    return Checked(None, frozenset(signers), speaking)


def speaker(entries: Sequence[Mapping[str, Any]]) -> str | None:
    """Fingerprint of the key the next entry must be signed with; ``None`` before the first."""
    if not entries:
        return None
    last = entries[-1]
    return str(last["to"] if last["kind"] == ROTATION else last["signature"]["fingerprint"])
