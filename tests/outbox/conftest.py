"""The outbox's fixtures: a post office to send to, and sample kinds with their templates."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests import builders_outbox
from tests.outbox.post_office import Loopback, PostOffice

from avow.config.environment import Mail

SENDER = "Promises Kept <post@initiative.example>"


@pytest.fixture(autouse=True)
def samples(settings: Any) -> Iterator[None]:
    """Sample kinds, their templates, and addresses to link to."""
    builders_outbox.declare_samples()
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    templates[0]["OPTIONS"]["string_if_invalid"] = "MISSING(%s)"
    settings.TEMPLATES = templates
    settings.DESK_URL, settings.PUBLIC_URL = "https://desk.example/", "https://public.example"
    settings.MAIL = Mail("none", SENDER)
    yield
    builders_outbox.SAID.clear()


@pytest.fixture(scope="session")
def loopback() -> Iterator[Loopback]:
    server = Loopback(PostOffice())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def post(loopback: Loopback, settings: Any) -> PostOffice:
    """An empty post office, and the settings that lead to it."""
    loopback.handler.__init__()
    settings.MAIL = replace(Mail("smtp", SENDER), host="127.0.0.1", port=loopback.port)
    office: PostOffice = loopback.handler
    return office
