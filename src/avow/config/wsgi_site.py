"""The public site as a WSGI application: ``granian --interface wsgi avow.config.wsgi_site:application``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "avow.config.site"
application = get_wsgi_application()
