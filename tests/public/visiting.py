"""Reading an answer whole, whether it came at once or in pieces."""

from __future__ import annotations

from django.test import Client


def body(site: Client, address: str) -> bytes:
    answer = site.get(address)
    return b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]


def status(site: Client, address: str) -> int:
    answer = site.get(address)
    answer.close()
    return answer.status_code
