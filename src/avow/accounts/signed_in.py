"""Where a person is signed in: their sessions, named without ever showing a session's key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from avow.accounts.models import Session, User
from avow.base import clock


@dataclass(frozen=True, slots=True)
class Place:
    """``mark`` names the session on pages: it is made from its key and cannot be turned back."""

    mark: str
    device: str
    started_at: datetime | None
    seen_at: datetime | None
    current: bool


def places(user: User, *, current: str) -> Sequence[Place]:
    """Live sessions, the current one first, then the one seen last."""
    rows = Session.objects.filter(user=user, expire_date__gt=clock.now()).order_by("-seen_at")
    found = [Place(mark_of(one.pk), one.device, one.started_at, one.seen_at, one.pk == current) for one in rows]
    return sorted(found, key=lambda one: not one.current)


def end(user: User, mark: str) -> bool:
    """Signs one device out at once; false when there is no such session any more."""
    keys = Session.objects.filter(user=user).values_list("session_key", flat=True)
    found = next((key for key in keys if mark_of(key) == mark), None)
    return bool(found) and Session.objects.filter(pk=found).delete()[0] > 0


def end_others(user: User, *, besides: str = "") -> None:
    """Signs the person out everywhere, but for the session ``besides``."""
    Session.objects.filter(user=user).exclude(pk=besides).delete()


def mark_of(key: str) -> str:
    return salted_hmac("avow.accounts.session", key, algorithm="sha256").hexdigest()[:20]
