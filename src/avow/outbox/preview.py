"""Under which policy a letter is looked at in a browser: its one style sheet, and nothing else."""

from __future__ import annotations

import base64
import hashlib

from avow.outbox.rendering import STYLE

_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'; sandbox"
)
