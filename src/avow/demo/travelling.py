"""Invented commitments on their way from the process that invents them to the one that writes them.

Frozen values with slots are pickled field by field in Python, which costs as much as inventing them. Here each is sent as the
arguments it is made from.
"""

from __future__ import annotations

import copyreg
import gc
import io
import os
import pickle
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from multiprocessing import parent_process
from operator import attrgetter
from threading import Thread
from typing import Any

from avow.base.dates import PartialDate
from avow.commitments.content import ActionShare, Content, Pledge, TargetContent
from avow.commitments.past import Amended, MoneySaid, StageSaid, ValueSaid, Withdrawn
from avow.demo import commitments
from avow.demo.commitments import InventedCommitment

_BY_PLACE = (InventedCommitment, Content, ActionShare, TargetContent, Pledge, PartialDate)
_BY_NAME = (Amended, MoneySaid, StageSaid, ValueSaid, Withdrawn)
_NAMES: dict[type, tuple[str, ...]] = {kind: tuple(field.name for field in fields(kind)) for kind in (*_BY_PLACE, *_BY_NAME)}


def begin() -> None:
    """What the inventing process does first. Should the writing one be killed, it ends too."""
    gc.disable()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def several(seed: int, start: int, end: int) -> bytes:
    """The commitments numbered from ``start`` up to ``end``, packed."""
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, protocol=5)
    pickler.dispatch_table = {**copyreg.dispatch_table, **_SENT}
    pickler.dump(commitments.several(seed, start, end))
    return packed.getvalue()


def opened(packed: bytes) -> list[InventedCommitment]:
    found: list[InventedCommitment] = pickle.loads(packed)  # noqa: S301 -- what our own process packed
    return found


def _named(kind: type, *values: object) -> Any:
    return kind(**dict(zip(_NAMES[kind], values, strict=True)))


def _by_place(kind: type, read: Callable[[object], tuple[Any, ...]], value: object) -> Any:
    return kind, read(value)


def _by_name(kind: type, read: Callable[[object], tuple[Any, ...]], value: object) -> Any:
    return _named, (kind, *read(value))


_SENT: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    kind: partial(_by_place, kind, attrgetter(*_NAMES[kind])) for kind in _BY_PLACE
}
_SENT |= {kind: partial(_by_name, kind, attrgetter(*_NAMES[kind])) for kind in _BY_NAME}
