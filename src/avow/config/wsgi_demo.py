"""The demonstration's address: its progress while it is made, then the public site."""

from __future__ import annotations

from pathlib import Path

from avow.config.wsgi_site import application as site
from avow.demo.opening import Opening

from django.conf import settings  # isort: skip

application = Opening(Path(settings.RECORD_ROOT).parent, lambda: site)
