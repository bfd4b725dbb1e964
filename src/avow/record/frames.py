"""Many short texts, each pressed by itself with a dictionary they share: any one is read alone, and thousands at once.

Zstandard, because it takes a dictionary at no cost a text: other formats set one up anew each time, or must unpack a
whole block where every tenth row is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import zstandard

_DICTIONARY = 32 * 1024  # octets
SAMPLES = 512  # as many texts are enough to learn from
_SEGMENT = 256  # octets taken from a sample at a time; left to be found out, training takes four times as long
_LEVEL = 1


class Presser:
    """Presses texts like the samples. ``dictionary`` is what ``Opener`` needs: empty where the samples were too few."""

    def __init__(self, samples: Sequence[bytes]) -> None:
        trained = _trained(samples)
        self.dictionary = trained.as_bytes() if trained else b""
        self.press = zstandard.ZstdCompressor(
            level=_LEVEL, dict_data=trained, write_checksum=False, write_dict_id=False
        ).compress


def _trained(samples: Sequence[bytes]) -> zstandard.ZstdCompressionDict | None:
    try:
        return zstandard.train_dictionary(_DICTIONARY, list(samples), k=_SEGMENT, d=8)
    except zstandard.ZstdError:  # too little to learn from
        return None


class Opener:
    """Reads what was pressed with a dictionary. For one thread at a time."""

    def __init__(self, dictionary: bytes) -> None:
        shared = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._opener = zstandard.ZstdDecompressor(dict_data=shared)

    def text(self, frame: bytes) -> bytes:
        return self._opener.decompress(frame)

    def joined(self, frames: list[bytes]) -> bytes:
        """Some texts, one after the other. Other threads run meanwhile: the interpreter is let go once, not for each text."""
        if not frames:
            return b""
        opened = self._opener.multi_decompress_to_buffer(cast("list[bytes | bytearray | memoryview]", frames))
        return b"".join(map(opened.__getitem__, range(len(opened))))  # type: ignore[arg-type] # segments are buffers, untold
