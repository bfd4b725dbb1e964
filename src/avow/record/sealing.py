"""Signed documents and files that are either old or new, never half."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from avow.record.keys import Keys, signed_by

CHUNK = 1 << 20


def plain(document: Any) -> bytes:
    """The one byte form of a JSON document: sorted names, no spaces, UTF-8. Hashes and signatures are over it."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sealed(document: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """The document with its signature."""
    return {**document, "signature": keys.sign(plain(document))}


def signer(document: Mapping[str, Any]) -> str | None:
    """Fingerprint of the key that signed a sealed document; ``None`` when the signature does not hold."""
    bare = {name: value for name, value in document.items() if name != "signature"}
    return signed_by(document.get("signature"), plain(bare))


def hash_of(document: Any) -> str:
    return sha256(plain(document)).hexdigest()


def hash_of_file(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def readable(document: Any) -> bytes:
    """A document as it stands in a file: people open these."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def write_file(path: Path, content: bytes) -> None:
    """Writes a new file and waits until it is on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes) -> None:
    """Replaces a small file in one step: a reader finds the old one or the new one."""
    fresh = path.with_name(f".{path.name}.new")
    write_file(fresh, content)
    fresh.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


sync_folder = sync_file  # a folder is synced like a file: its entries are its content
