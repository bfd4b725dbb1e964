"""Where sessions are kept: in the database, one row a browser, their content enciphered.

A sign-in under way holds an address and a code. Neither may be readable in a copy of the database.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any, cast

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

from avow.accounts import devices
from avow.accounts.models import Session, SignInLink
from avow.base import clock

SEEN_EVERY = timedelta(minutes=5)
UNFINISHED = 3600  # seconds
STARTED, DEVICE = "_started", "_device"


@lru_cache(maxsize=4)
def _cipher(secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(blake2b(secret.encode(), digest_size=32, person=b"avow.sessions").digest()))


def encipher(value: str) -> str:
    """Readable only with the home's secret key."""
    return _cipher(settings.SECRET_KEY).encrypt(value.encode()).decode()


def decipher(value: str) -> str:
    """Raises ``ValueError`` for what was not enciphered with this home's key."""
    try:
        return _cipher(settings.SECRET_KEY).decrypt(value.encode()).decode()
    except InvalidToken:
        raise ValueError("not enciphered with this home's key") from None


class SessionStore(DatabaseStore):
    """Django's database sessions with enciphered content, and beside it whose they are and when they were last seen."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def encode(self, session_dict: dict[str, Any]) -> str:
        return encipher(json.dumps(session_dict, separators=(",", ":")))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return dict(json.loads(decipher(str(session_data))))
        except ValueError:
            return {}

    def get_session_cookie_age(self) -> int:
        """Of a sign-in that is under way: an hour, because it holds an address. Then as the settings say."""
        return super().get_session_cookie_age() if SESSION_KEY in self else UNFINISHED

    def load(self) -> dict[str, Any]:
        row: Session | None = self._get_session_from_db()  # type: ignore[attr-defined]  # missing in the stubs
        self.seen_at = row.seen_at if row else None
        return self.decode(row.session_data) if row else {}

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get(DEVICE, "")
        row.started_at = datetime.fromtimestamp(data[STARTED], UTC) if STARTED in data else None
        row.seen_at = clock.now() if row.user_id else None
        return row


def begin(request: HttpRequest, *, at: datetime) -> None:
    """Notes on the session of somebody who just signed in when that was, and on what kind of device."""
    request.session[STARTED] = at.timestamp()
    request.session[DEVICE] = devices.named(request.META.get("HTTP_USER_AGENT", ""))


def note_seen(session: Any, *, at: datetime) -> None:
    """Writes that the session is in use, at most every five minutes and without touching its content."""
    seen = getattr(session, "seen_at", None)
    if session.session_key and seen is not None and at - seen >= SEEN_EVERY:
        Session.objects.filter(pk=session.session_key).update(seen_at=at)


def clear_expired(*, at: datetime) -> None:
    """Deletes sessions and links that no longer sign anybody in."""
    Session.objects.filter(expire_date__lt=at).delete()
    SignInLink.objects.filter(expires_at__lt=at).delete()
