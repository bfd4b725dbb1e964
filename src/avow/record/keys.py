"""The keys of a desk: what signs its releases, and the secret behind its opaque row keys.

They live in a folder only the desk's user can read. The public side never needs them.
"""

from __future__ import annotations

import base64
import hmac
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from avow.base.refusals import Refusal
from avow.record.canonical import key_text

_SIGNING, _SECRET = "signing.key", "row-keys.key"


@dataclass(frozen=True)
class Keys:
    """An Ed25519 signing key and the secret of the row keys (32 bytes each)."""

    signing: bytes
    secret: bytes

    @classmethod
    def load_or_create(cls, folder: Path) -> Keys:
        """The desk's keys; made on first use, readable by their owner alone (0600)."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(signing=_load_or_create(folder / _SIGNING), secret=_load_or_create(folder / _SECRET))

    def rotated(self) -> Keys:
        """New signing key, same row-key secret: row keys must outlive the signing key."""
        return Keys(signing=os.urandom(32), secret=self.secret)

    def save(self, folder: Path) -> None:
        """Puts the keys in place of the ones in ``folder``."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, value in ((_SIGNING, self.signing), (_SECRET, self.secret)):
            _write(folder / f"{name}.new", value)
            (folder / f"{name}.new").replace(folder / name)

    @property
    def public(self) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.signing).public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public)

    def sign(self, message: bytes) -> dict[str, str]:
        """The signature block of a document: public key, fingerprint and signature over ``message``."""
        value = Ed25519PrivateKey.from_private_bytes(self.signing).sign(message)
        return {"key": _b64(self.public), "fingerprint": self.fingerprint, "value": _b64(value)}

    def row_key(self, table: str, *values: str) -> str:
        """The opaque key of a row, the same in every release; nobody without the secret can guess whose it is."""
        return hmac.digest(self.secret, key_text(table, values).encode(), "sha256").hex()[:16]


def fingerprint_of(public: bytes) -> str:
    return sha256(public).hexdigest()


def signed_by(signature: Any, message: bytes) -> str | None:
    """The fingerprint of the key that made a signature block over ``message``; ``None`` when it does not hold."""
    try:
        public = base64.b64decode(signature["key"], validate=True)
        value = base64.b64decode(signature["value"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(value, message)
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return None
    found = fingerprint_of(public)
    return found if signature.get("fingerprint") == found else None


def _load_or_create(path: Path) -> bytes:
    if not path.exists():
        _write(path, os.urandom(32))
    value = path.read_bytes()
    if len(value) != 32:
        raise Refusal(
            "key-damaged",
            f"The key file {path.name} is damaged: it should hold 32 bytes and holds {len(value)}.",
            "Restore it from a backup; a new key would not match the record already published.",
        )
    return value


def _write(path: Path, value: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, value)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
