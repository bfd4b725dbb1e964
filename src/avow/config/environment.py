"""Typed readers of environment variables: each names what it expected when a value cannot be read."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}
_SCHEMES = {"postgres", "postgresql"}


def text(name: str, default: str = "", *, environ: Mapping[str, str] = os.environ) -> str:
    return environ.get(name, default).strip()


def boolean(name: str, default: bool = False, *, environ: Mapping[str, str] = os.environ) -> bool:
    value = environ.get(name)
    if value is None:
        return default
    lowered = value.strip().lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it should be true or false.")


def number(name: str, default: int, *, environ: Mapping[str, str] = os.environ) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; it should be a whole number.")
    return int(value)


def words(name: str, default: str = "", *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in environ.get(name, default).split(",") if word.strip()]


def hosts(url: str) -> str:
    """The host names a site answers to unless told otherwise: its own address, and this machine."""
    own = urlsplit(url).hostname or ""
    return ",".join(dict.fromkeys(filter(None, (own, "localhost", "127.0.0.1", "[::1]"))))


def home(*, environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds the database, keys, media and record: ``AVOW_HOME``, else ``./avow-home``."""
    return Path(text("AVOW_HOME", "avow-home", environ=environ)).expanduser().resolve()


def secret_key_file(folder: Path) -> Path:
    return folder / "keys" / "secret_key"


def secret_key(folder: Path, *, environ: Mapping[str, str] = os.environ) -> str:
    """``AVOW_SECRET_KEY``, else the home's key file, else nothing: Django then refuses the first use of a secret.

    Reading never creates a key: settings are imported by commands that must not write.
    """
    given = text("AVOW_SECRET_KEY", environ=environ)
    if given:
        return given
    file = secret_key_file(folder)
    return file.read_text(encoding="ascii").strip() if file.is_file() else ""


def create_secret_key(folder: Path) -> Path:
    """Writes a new random key readable by its owner alone. An existing key is left as it is."""
    file = secret_key_file(folder)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_urlsafe(50))
    return file


def database(url: str, folder: Path) -> dict[str, object]:
    """Django's settings for the desk's database: SQLite in the home, or PostgreSQL when ``DATABASE_URL`` names one."""
    if not url:
        return sqlite(folder / "desk.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"DATABASE_URL starts with {parts.scheme!r}; it should read postgresql://user:password@host:5432/name, "
            "or be absent for SQLite in AVOW_HOME."
        )
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("DATABASE_URL names a port that is no number between 1 and 65535.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def mail(url: str, folder: Path) -> dict[str, object]:
    """Django's settings for outgoing mail, by name, from ``EMAIL_URL``.

    ``smtp://user:password@host:587`` (with STARTTLS; ``?tls=no`` without), ``smtps://…`` (TLS from the start), ``console:``,
    or ``file:///folder``. With nothing set, mail is written to ``mail`` in the home, where only its owner can read it.
    """
    parts = urlsplit(url or f"file://{folder / 'mail'}")
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(
            f"EMAIL_URL starts with {parts.scheme!r}; it should read smtp://user:password@host:587, smtps://…, console: or "
            "file:///folder."
        )
    secure = parts.scheme == "smtps"
    wants_tls = boolean("tls", True, environ=dict(parse_qsl(parts.query)))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": wants_tls and not secure,
        "EMAIL_TIMEOUT": 20,
    }


def openid_providers(file: Path) -> list[dict[str, object]]:
    """Who else may sign people in, from ``openid.toml`` in the home: one ``[[provider]]`` each, with

    ``id`` (part of the address), ``name``, ``server`` (its issuer, https), ``client_id``, ``secret``, and ``domains``: those of
    the addresses it is trusted to vouch for. Answers in the shape allauth wants.
    """
    if not file.is_file():
        return []
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))["provider"]
        return [_provider(entry) for entry in entries]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as problem:
        raise ImproperlyConfigured(
            f"{file} cannot be read ({problem}); each [[provider]] needs {', '.join(_PROVIDER)}."
        ) from None


_PROVIDER = ("id", "name", "server", "client_id", "secret", "domains")


def _provider(entry: Mapping[str, object]) -> dict[str, object]:
    identity, name, server, client, secret, domains = (entry[key] for key in _PROVIDER)
    parts = urlsplit(str(server))
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise ImproperlyConfigured(
            f"openid.toml: {server} should begin with https://, so that nobody between can answer for it."
        )
    settings = {"server_url": server, "domains": domains}
    return {"provider_id": identity, "name": name, "client_id": client, "secret": secret, "settings": settings}


def sqlite(file: Path) -> dict[str, object]:
    """SQLite with write-ahead log. Transactions begin IMMEDIATE: the default fails at once when two read, then write."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
        },
    }
