"""Settings of the public site alone: no database, no secret, no session. It reads one folder, the record."""

from __future__ import annotations

import os
from pathlib import Path

from avow.ui.assets import digest_of

PACKAGE = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("AVOW_HOME", "avow-home"))
RECORD_ROOT = Path(os.environ.get("AVOW_RECORD", HOME / "record")).resolve()
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")
DESK_URL = os.environ.get("DESK_URL", "").rstrip("/")

DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*").split(",")  # no page, link or answer depends on the host's name
DATABASES: dict[str, object] = {}
ROOT_URLCONF = "avow.public.urls"
WSGI_APPLICATION = "avow.config.wsgi_site.application"
APPEND_SLASH = True

INSTALLED_APPS = ["django.contrib.staticfiles", "csp", "django_htmx", "avow.ui", "avow.public"]
MIDDLEWARE = [
    "avow.public.answers.Answers",
    "avow.ui.assets.Assets",
    "avow.public.headers.SecurityHeaders",
    "csp.middleware.CSPMiddleware",
    "avow.public.languages.LanguageFromPath",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    }
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("es", "Español"), ("ru", "Русский"), ("ar", "العربية")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
STATIC_URL = f"/static/{digest_of(PACKAGE / 'ui' / 'static', PACKAGE / 'public' / 'static')}/"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
