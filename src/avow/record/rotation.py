"""Changing the signing key: the old key says in the chain which key speaks after it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from avow.base.refusals import Refusal
from avow.record import chain
from avow.record.keys import Keys
from avow.record.layout import Layout
from avow.record.sealing import readable, replace_file


def rotate_keys(root: Path, folder: Path, *, at: datetime) -> Keys:
    """Gives the desk a new signing key, by the old one's signed word. Run again, it finishes a change that was interrupted."""
    layout = Layout(root)
    waiting = folder / "next"
    with layout.writer():
        entries = chain.read(layout.chain)
        if waiting.exists():
            new = Keys.load_or_create(waiting)
            if chain.speaker(entries) == new.fingerprint:
                return _install(new, folder, waiting)
            shutil.rmtree(waiting)
        old = Keys.load_or_create(folder)
        check_speaker(entries, old)
        new = old.rotated()
        new.save(waiting)
        replace_file(layout.chain, readable(chain.rotated(entries, at=at, old=old, new=new)))
        return _install(new, folder, waiting)


def _install(new: Keys, folder: Path, waiting: Path) -> Keys:
    new.save(folder)
    shutil.rmtree(waiting)
    return new


def check_speaker(entries: Sequence[chain.Entry], keys: Keys) -> None:
    speaker = chain.speaker(entries)
    if speaker and speaker != keys.fingerprint:
        raise Refusal(
            "other-key",
            f"This record is signed with the key {speaker[:16]}…, and the desk holds {keys.fingerprint[:16]}….",
            "Restore the right key from a backup of the home, or, if a change of key was interrupted, run it again.",
        )
