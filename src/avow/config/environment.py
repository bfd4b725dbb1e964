"""Typed readers of environment variables: each names what it expected when a value cannot be read."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address, AddressHeader, HeaderRegistry
from ipaddress import ip_address
from pathlib import Path
from typing import cast
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


_MAIL_SHAPE = (
    "it should read smtps://user:password@host (TLS from the start), smtp://user:password@host (STARTTLS), file:///folder "
    "(messages become files; file: alone means AVOW_HOME/mail), or be absent: only codes to sign in with become files then."
)


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail leaves: ``way`` is ``smtp``, ``file`` or ``none``. ``sender`` and ``reply_to`` are ``Name <address>``;
    an empty ``folder`` is the home's.

    With ``none`` notices wait in the outbox; codes become files all the same, so that whoever owns the home can sign in.
    """

    way: str
    sender: str
    reply_to: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False
    folder: str = ""

    @property
    def backend(self) -> str:
        """Django's class for messages that go out at once, such as codes to sign in with."""
        return {
            "smtp": "django.core.mail.backends.smtp.EmailBackend",
            "file": "django.core.mail.backends.filebased.EmailBackend",
            "none": "django.core.mail.backends.filebased.EmailBackend",
        }[self.way]


def mail(*, environ: Mapping[str, str] = os.environ) -> Mail:
    """``EMAIL_URL``, ``EMAIL_FROM`` and ``EMAIL_REPLY_TO``.

    A password is never sent in the clear: ``smtp:`` asks for STARTTLS, except to this machine or with ``?tls=no``, which a
    password excludes. ``EMAIL_PASSWORD_FILE`` names a file that holds the password, so that it need not stand in the address.
    """
    sender = _mailbox("EMAIL_FROM", environ) or "Avow <avow@localhost>"
    reply_to = _mailbox("EMAIL_REPLY_TO", environ)
    url = text("EMAIL_URL", environ=environ)
    if not url:
        return Mail("none", sender, reply_to)
    parts = urlsplit(url)
    if parts.scheme == "file" and not parts.netloc:
        return Mail("file", sender, reply_to, folder=unquote(parts.path))
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(f"EMAIL_URL starts with {parts.scheme!r}; {_MAIL_SHAPE}")
    if not text("EMAIL_FROM", environ=environ):
        raise ImproperlyConfigured("EMAIL_URL is set and EMAIL_FROM is not: who shall messages come from? Name <address>.")
    return _smtp(url, sender, reply_to, environ)


def _smtp(url: str, sender: str, reply_to: str, environ: Mapping[str, str]) -> Mail:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    host, tls = parts.hostname or "", parts.scheme == "smtps"
    if set(options) - {"tls"} or options.get("tls", "no") != "no" or (tls and options):
        raise ImproperlyConfigured(f"EMAIL_URL ends in {parts.query!r}; the one option is tls=no, for smtp: alone.")
    try:
        port = parts.port or (465 if tls else 587)
    except ValueError:
        raise ImproperlyConfigured("EMAIL_URL names a port that is no number between 1 and 65535.") from None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    file = text("EMAIL_PASSWORD_FILE", environ=environ)
    if file:
        try:
            password = Path(file).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise ImproperlyConfigured(f"EMAIL_PASSWORD_FILE cannot be read: {problem.strerror}.") from problem
    starttls = not tls and not _this_machine(host) and "tls" not in options
    if password and not (tls or starttls or _this_machine(host)):
        raise ImproperlyConfigured("EMAIL_URL holds a password and tls=no: anybody on the way could read it.")
    return Mail("smtp", sender, reply_to, host, port, user, password, tls, starttls)


def _this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _mailbox(name: str, environ: Mapping[str, str]) -> str:
    """``Name <address>`` or an address, as one mailbox."""
    value = text(name, environ=environ)
    if not value:
        return ""
    try:
        if not value.isprintable():
            raise ValueError(value)
        (one,) = cast(AddressHeader, HeaderRegistry()("From", value)).addresses
    except (ValueError, IndexError, AttributeError):  # the standard library's parser fails in all three ways
        one = Address()
    if not (one.username and one.domain):
        raise ImproperlyConfigured(f"{name} is {value!r}; it should read Name <address@host>.")
    return value
