"""The public site as it is served: its own middleware and settings, over a record of two releases."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from tests.public.small_record import publish, without

from avow.config import site as site_settings
from avow.public import opened
from avow.record.keys import Keys
from avow.record.withholding import hide

NAMES = (
    "ALLOWED_HOSTS", "CONTENT_SECURITY_POLICY", "DEBUG", "DESK_URL", "MIDDLEWARE", "PUBLIC_URL", "ROOT_URLCONF",
    "STATICFILES_FINDERS", "STATIC_URL",
)  # fmt: skip
HIDDEN = "C-2022-0005"
AT = datetime(2023, 7, 5, 12, 0, tzinfo=UTC)
Visit = Callable[..., Any]


def _close_nothing(**_: object) -> None:
    """In place of closing connections: the public site has no database, whatever ran before in this process."""


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("django.test.client.close_old_connections", _close_nothing)  # the client connects its own each time
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Release 1 lacks one commitment, release 2 has all. Nobody writes here: take ``own`` to change something."""
    folder = tmp_path_factory.mktemp("published")
    publish(folder / "record", folder / "keys", without("C-2022-0004"))
    publish(folder / "record", folder / "keys", minute=5)
    return folder


@pytest.fixture
def serving(settings: Any) -> Iterator[Callable[[Path], Client]]:
    """Serves any record folder under the settings of the public site."""

    def serve(record: Path) -> Client:
        for name in NAMES:
            setattr(settings, name, getattr(site_settings, name))
        settings.RECORD_ROOT = record
        return Client(SERVER_NAME="site.example")

    yield serve
    opened._open.cache_clear()


@pytest.fixture
def site(serving: Callable[[Path], Client], published: Path) -> Client:
    return serving(published / "record")


@pytest.fixture
def own(published: Path, tmp_path: Path) -> Path:
    """A copy of the two releases with their keys, to be changed."""
    return shutil.copytree(published, tmp_path / "own")


@pytest.fixture
def with_hidden(serving: Callable[[Path], Client], own: Path) -> Client:
    """The site after one commitment was hidden."""
    hide(own / "record", "commitments", (HIDDEN,), at=AT, keys=Keys.load_or_create(own / "keys"))
    return serving(own / "record")
