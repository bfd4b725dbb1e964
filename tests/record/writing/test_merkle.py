"""Merkle roots are those of RFC 6962."""

from __future__ import annotations

import random
from hashlib import sha256

import pytest

from avow.record.merkle import root, with_redacted


def by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word by word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + by_definition(leaves[:split]) + by_definition(leaves[split:])).digest()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 100])
def test_the_root_is_the_one_of_the_definition(count: int) -> None:
    leaves = [random.Random(at).randbytes(32) for at in range(count)]
    assert root(leaves) == root(b"".join(leaves)) == by_definition(leaves)


def test_redacted_hashes_go_back_to_their_places() -> None:
    leaves = [bytes([at]) * 32 for at in range(6)]
    left = b"".join(leaves[at] for at in (1, 2, 4))
    assert with_redacted(left, {0: leaves[0], 3: leaves[3], 5: leaves[5]}) == b"".join(leaves)


def test_a_redaction_outside_its_part_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside its part"):
        with_redacted(b"", {1: bytes(32)})
