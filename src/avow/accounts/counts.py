"""Where rate limits are counted: keys carry no address of a person or a machine in the open."""

from __future__ import annotations

import hmac

from django.conf import settings


def opaque_key(key: str, prefix: str, version: int) -> str:
    """Django's ``KEY_FUNCTION``: the key under the home's secret, so that a copy of the table names nobody."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{prefix}:{version}:{key}".encode(), "sha256").hexdigest()
