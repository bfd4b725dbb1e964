"""What people wrote, inside mails of ours."""

from __future__ import annotations

import re

_JOINS = re.compile(r"(?<=[^\s])([.@:/])(?=[^\s])")
_BREAK = "\u2060"  # a word joiner: invisible, and no part of any address


def unlinked(text: str) -> str:
    """``text`` in one line, and such that no mail program makes a link of an address somebody wrote into it."""
    return _JOINS.sub(rf"{_BREAK}\1{_BREAK}", " ".join(text.split()))
