"""Sets of rows as whole numbers: bit *n* of the number says whether row *n* is in the set.

Intersecting two sets is ``&`` and counting one is ``int.bit_count()``: both run at the speed of memory, without any
query engine. On disk a small set is a list of positions, a large one is its bits.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence

LARGEST = 1 << 16  # positions are stored in two bytes

_POSITIONS, _BITS = b"p", b"b"


def of(positions: Iterable[int], size: int) -> int:
    """The set holding ``positions``, all below ``size``."""
    octets = bytearray((size >> 3) + 1)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def everything(size: int) -> int:
    return (1 << size) - 1


def positions(bits: int) -> list[int]:
    """The members, ascending."""
    if bits.bit_count() * 40 < bits.bit_length():
        return _few(bits)
    text = bin(bits)[:1:-1]
    return [at for at, digit in enumerate(text) if digit == "1"]


def _few(bits: int) -> list[int]:
    found = []
    text = bin(bits)[:1:-1]
    at = text.find("1")
    while at >= 0:
        found.append(at)
        at = text.find("1", at + 1)
    return found


def selector(bits: int, size: int) -> bytes:
    """One byte per row, ``b"1"`` for a member: what ``compress`` and index look-ups work on."""
    return bin(bits | 1 << size)[:2:-1].encode("ascii")


def pack(members: Sequence[int], size: int) -> bytes:
    """Ascending members as stored bytes, whichever form is the quicker to read back at a bearable size."""
    if len(members) * 64 < size or size < 64:
        return _POSITIONS + _little(array("H", members)).tobytes()
    return _BITS + of(members, size).to_bytes((size + 7) >> 3, "little")


def unpack(stored: Iterable[bytes], size: int) -> int:
    """The union of stored sets."""
    union, scattered = 0, bytearray()
    for one in stored:
        if one[:1] == _BITS:
            union |= int.from_bytes(memoryview(one)[1:], "little")
        else:
            scattered += memoryview(one)[1:]
    if scattered:
        union |= of(_little(array("H", bytes(scattered))), size)
    return union


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values
