"""Typed readers of the environment, and the two settings."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from avow.config import environment


class TestBoolean:
    @pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("off", False), ("", False)])
    def test_it_reads_the_usual_words(self, value: str, expected: bool) -> None:
        assert environment.boolean("X", environ={"X": value}) is expected

    def test_it_names_what_it_cannot_read(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="X is 'maybe'; it should be true or false"):
            environment.boolean("X", environ={"X": "maybe"})


class TestDatabase:
    def test_without_a_url_it_is_sqlite_with_immediate_transactions(self, tmp_path: Path) -> None:
        found = environment.database("", tmp_path)
        assert found["NAME"] == str(tmp_path / "desk.sqlite3")
        assert found["OPTIONS"] == {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
        }

    def test_a_postgresql_url_is_taken_apart(self, tmp_path: Path) -> None:
        found = environment.database("postgresql://ann:p%40ss@db.example:6543/desk?sslmode=require", tmp_path)
        assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
            "ann",
            "p@ss",
            "db.example",
            "6543",
            "desk",
        )
        assert found["OPTIONS"] == {"sslmode": "require"}

    @pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host", "nonsense", "postgresql://host:99999/x"])
    def test_any_other_url_is_refused_with_what_was_expected(self, url: str, tmp_path: Path) -> None:
        with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
            environment.database(url, tmp_path)


class TestSecretKey:
    def test_reading_never_creates_one(self, tmp_path: Path) -> None:
        assert environment.secret_key(tmp_path, environ={}) == ""
        assert list(tmp_path.iterdir()) == []

    def test_the_key_file_is_for_its_owner_alone_and_is_never_replaced(self, tmp_path: Path) -> None:
        file = environment.create_secret_key(tmp_path)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        key = environment.secret_key(tmp_path, environ={})
        environment.create_secret_key(tmp_path)
        assert environment.secret_key(tmp_path, environ={}) == key
        assert len(key) >= 50

    def test_the_environment_comes_before_the_file(self, tmp_path: Path) -> None:
        environment.create_secret_key(tmp_path)
        assert environment.secret_key(tmp_path, environ={"AVOW_SECRET_KEY": "given"}) == "given"


class TestMail:
    FROM = {"EMAIL_FROM": "Commitments <post@initiative.example>"}

    def test_without_a_url_only_codes_to_sign_in_with_become_files(self) -> None:
        found = environment.mail(environ={})
        assert (found.way, found.backend) == ("none", "django.core.mail.backends.filebased.EmailBackend")

    def test_messages_can_become_files(self) -> None:
        found = [environment.mail(environ={"EMAIL_URL": url}) for url in ("file:", "file:///var/mail")]
        assert [(one.way, one.folder) for one in found] == [("file", ""), ("file", "/var/mail")]

    @pytest.mark.parametrize(
        ("url", "port", "tls", "starttls"),
        [
            ("smtps://mail.example", 465, True, False),
            ("smtp://mail.example", 587, False, True),
            ("smtp://mail.example:25?tls=no", 25, False, False),
            ("smtp://127.0.0.1:2525", 2525, False, False),
            ("smtp://[::1]:2525", 2525, False, False),
            ("smtp://localhost", 587, False, False),
        ],
    )
    def test_the_line_is_encrypted_unless_it_stays_on_this_machine(
        self, url: str, port: int, tls: bool, starttls: bool
    ) -> None:
        found = environment.mail(environ={"EMAIL_URL": url, **self.FROM})
        assert (found.way, found.port, found.tls, found.starttls) == ("smtp", port, tls, starttls)

    def test_name_and_password_are_unquoted(self) -> None:
        found = environment.mail(environ={"EMAIL_URL": "smtps://ann%40x:p%2Fss@mail.example", **self.FROM})
        assert (found.user, found.password, found.host) == ("ann@x", "p/ss", "mail.example")

    def test_the_password_may_stand_in_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "password"
        file.write_text("secret\n", encoding="utf-8")
        given = {"EMAIL_URL": "smtps://ann@mail.example", "EMAIL_PASSWORD_FILE": str(file), **self.FROM}
        assert environment.mail(environ=given).password == "secret"

    @pytest.mark.parametrize(
        "url",
        [
            "mail.example",
            "http://mail.example",
            "smtp://",
            "file://var/mail",
            "smtp://mail.example:99999",
            "smtp://mail.example?tls=yes",
            "smtps://mail.example?tls=no",
            "smtp://ann:secret@mail.example?tls=no",
        ],
    )
    def test_any_other_url_is_refused_with_what_was_expected(self, url: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
            environment.mail(environ={"EMAIL_URL": url, **self.FROM})

    @pytest.mark.parametrize("sender", ["", "Commitments", "a@b, c@d", "A <a@b>\nBcc: x@y", "@b", "a@"])
    def test_messages_come_from_one_mailbox(self, sender: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM"):
            environment.mail(environ={"EMAIL_URL": "smtps://mail.example", "EMAIL_FROM": sender})


def test_debug_is_off_unless_asked_for() -> None:
    assert _settings("avow.config.settings", "settings.DEBUG") == "False"


def test_the_site_has_no_database_no_secret_and_no_session() -> None:
    sessions = "[one for one in settings.MIDDLEWARE if 'session' in one.lower()]"
    shown = f"(settings.DATABASES, settings.is_overridden('SECRET_KEY'), {sessions})"
    assert _settings("avow.config.site", shown) in (
        "({}, False, [])",
        "({'default': {'ENGINE': 'django.db.backends.dummy'}}, False, [])",
    )


def test_importing_the_settings_creates_nothing(tmp_path: Path) -> None:
    _settings("avow.config.settings", "settings.DEBUG", AVOW_HOME=str(tmp_path / "home"))
    assert list(tmp_path.iterdir()) == []


def _settings(module: str, expression: str, **environ: str) -> str:
    """The settings as a process of their own sees them, with nothing else set."""
    code = f"from django.conf import settings; print({expression})"
    source = str(Path(__file__).parents[2] / "src")
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": source, "DJANGO_SETTINGS_MODULE": module, **environ}
    done = subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True)
    return done.stdout.strip()
