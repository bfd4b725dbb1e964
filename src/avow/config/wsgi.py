"""The desk as a WSGI application: ``granian --interface wsgi avow.config.wsgi:application``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "avow.config.settings"
application = get_wsgi_application()
