"""Merkle trees as RFC 6962 builds them: a leaf is hashed behind a zero byte, a node behind a one byte.

Anyone can therefore show that one row belongs to a release with a handful of hashes, and a redacted row can be replaced by
its own hash without disturbing the root.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

SIZE = 32


def root(leaves: bytes | Sequence[bytes]) -> bytes:
    """The root over leaves: a sequence of byte strings, or 32-byte hashes run together."""
    if isinstance(leaves, bytes):
        level = [sha256(b"\0" + leaves[at : at + SIZE]).digest() for at in range(0, len(leaves), SIZE)]
    else:
        level = [sha256(b"\0" + leaf).digest() for leaf in leaves]
    if not level:
        return sha256(b"").digest()
    while len(level) > 1:
        # An odd node is carried up as it is: with pairs taken from the left this is RFC 6962's split.
        paired = [sha256(b"\1" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def with_redacted(hashes: bytes, redacted: Mapping[int, bytes]) -> bytes:
    """The row hashes of a part in their old order: ``redacted`` maps the position of each absent row to its hash."""
    if not redacted:
        return hashes
    rows = iter([hashes[at : at + SIZE] for at in range(0, len(hashes), SIZE)])
    total = len(hashes) // SIZE + len(redacted)
    if any(position < 0 or position >= total for position in redacted):
        raise ValueError("a redacted row's position lies outside its part")
    return b"".join(redacted[position] if position in redacted else next(rows) for position in range(total))
