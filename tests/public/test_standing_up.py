"""The site stands on a folder and nothing else: no database, no desk, no release yet, a damaged release."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.public.addresses import PAGES

from avow.public import opened

SCRIPT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "avow.config.site"
from avow.config.wsgi_site import application
from django.conf import settings
from django.test import Client
assert settings.DATABASES == {}, settings.DATABASES
client = Client(SERVER_NAME="site.example")
for path in sys.argv[1:]:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    answer.close()
desk = ("avow.commitments", "avow.organisations", "avow.kernel", "avow.accounts", "avow.framework", "avow.publishing",
        "avow.packs",
        "avow.record.writing", "django.contrib.auth", "django.contrib.sessions", "django.contrib.admin")
print(sorted(name for name in sys.modules if name.startswith(desk)))
print(getattr(settings._wrapped, "SECRET_KEY", "") == "")
"""


def test_no_module_of_the_desk_and_no_secret_is_loaded(published: Path) -> None:
    environment = {**os.environ, "AVOW_RECORD": str(published / "record")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, *(path for path, _status in PAGES.values()), "/healthz", "/api/v1/commitments"],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.stderr == ""
    assert ran.stdout.splitlines() == ["[]", "True"]


@pytest.fixture
def empty(serving: Callable[[Path], Client], tmp_path: Path) -> Client:
    (tmp_path / "nothing").mkdir()
    return serving(tmp_path / "nothing")


@pytest.mark.parametrize("name", [name for name in PAGES if name != "release-file"])
def test_before_the_first_release_every_page_says_that_nothing_is_published(empty: Client, name: str) -> None:
    answer = empty.get(PAGES[name][0])
    assert answer.status_code == 200
    assert b"Nothing has been published yet" in answer.content


def test_before_the_first_release_the_api_says_so_in_json(empty: Client) -> None:
    answer = empty.get("/api/v1/commitments")
    assert (answer.status_code, answer.json()["code"]) == (404, "nothing-published")
    assert empty.get("/healthz").content == b"ok, nothing published yet\n"


def test_before_the_first_release_an_unknown_address_is_still_404(empty: Client) -> None:
    assert empty.get("/nowhere/").status_code == 404


def test_a_damaged_newest_release_leaves_the_last_good_one_served(serving: Callable[[Path], Client], own: Path) -> None:
    for file in (own / "record" / "releases" / "2").rglob("*.parquet"):
        file.unlink()
        file.write_bytes(b"not a table")
    site = serving(own / "record")
    assert site.get("/healthz").content == b"ok, release 1\n"
    assert site.get("/").status_code == 200
    assert site.get("/commitments/C-2021-0001/").status_code == 200
    assert site.get("/commitments/C-2022-0004/").status_code == 404


def test_a_release_damaged_while_the_site_runs_changes_nothing_that_is_served(
    serving: Callable[[Path], Client], own: Path
) -> None:
    site = serving(own / "record")
    assert site.get("/healthz").content == b"ok, release 2\n"
    (own / "record" / "current").write_text("17")
    opened.record()._looked = float("-inf")
    assert site.get("/commitments/").status_code == 200
    assert site.get("/healthz").content == b"ok, release 2\n"


def test_when_no_release_can_be_read_the_site_says_so_and_asks_to_come_again(
    serving: Callable[[Path], Client], own: Path
) -> None:
    for file in (own / "record" / "releases").rglob("*.parquet"):
        file.unlink()
        file.write_bytes(b"not a table")
    answer = serving(own / "record").get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer["Cache-Control"] == "no-store"
    assert "parquet" not in answer.content.decode()
