"""Links that sign people of the demonstration in with one press: once each, from this machine alone, for a day.

No other home makes or takes them: elsewhere a link in a mail never signs anybody in.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from avow.accounts.models import Person, SignInLink

LIFE = timedelta(days=1)


def make(person: Person, *, at: datetime) -> str:
    """The part of the address that names a fresh link; links made before for the person end."""
    secret = secrets.token_urlsafe(24)
    SignInLink.objects.filter(person=person).delete()
    SignInLink.objects.create(person=person, key=_hashed(secret), expires_at=at + LIFE)
    return secret


def whose(secret: str, *, at: datetime) -> Person | None:
    found = SignInLink.objects.select_related("person").filter(key=_hashed(secret), expires_at__gt=at).first()
    return found.person if found else None


def use(secret: str, *, at: datetime) -> Person | None:
    """Uses the link up: of two at once, one gets the person."""
    person = whose(secret, at=at)
    used, _rows = SignInLink.objects.filter(key=_hashed(secret)).delete()
    return person if used else None


def allowed(request: HttpRequest) -> bool:
    """In a demonstration, from this machine, with nothing in between."""
    if not settings.DEMONSTRATION or "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
