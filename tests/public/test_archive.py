"""The files of a release, as anyone may take them: exactly those it lists, byte for byte, and no other."""

from __future__ import annotations

import json
import shutil
import tarfile
import time
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.public.small_record import publish, without

from avow.config import site
from avow.record.keys import Keys
from avow.record.verification import verify
from avow.record.withholding import hide


def body_of(client: Client, address: str) -> bytes:
    """The whole answer, streamed or not."""
    answer = client.get(address)
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases: the first without the last commitment."""
    home = tmp_path_factory.mktemp("small")
    publish(home / "record", home / "keys", without("C-2022-0005"))
    publish(home / "record", home / "keys", minute=5)
    return home


@pytest.fixture
def public_settings(settings: Any) -> Any:
    for name in (
        "ALLOWED_HOSTS",
        "CONTENT_SECURITY_POLICY",
        "MIDDLEWARE",
        "PUBLIC_URL",
        "ROOT_URLCONF",
        "STATIC_URL",
        "TEMPLATES",
    ):
        setattr(settings, name, getattr(site, name))
    return settings


@pytest.fixture
def visitor(public_settings: Any, small_home: Path) -> Client:
    public_settings.RECORD_ROOT = small_home / "record"
    return Client()


@pytest.fixture
def own_record(public_settings: Any, small_home: Path, tmp_path: Path) -> Path:
    """A copy that this test may change; its record is the one being served."""
    own = shutil.copytree(small_home, tmp_path / "own")
    public_settings.RECORD_ROOT = own / "record"
    return Path(own) / "record"


def test_the_archive_unpacks_to_a_release_that_verifies(visitor: Client, tmp_path: Path) -> None:
    with tarfile.open(fileobj=BytesIO(body_of(visitor, "/data/releases/2/release.tar"))) as archive:
        archive.extractall(tmp_path, filter="data")
    report = verify(tmp_path / "release-2")
    assert report.ok, report.problems


def test_the_same_release_gives_the_same_archive(visitor: Client) -> None:
    first, second = (sha256(body_of(visitor, "/data/releases/1/release.tar")).hexdigest() for _ in range(2))
    assert first == second


def test_a_thinned_release_says_that_its_rows_are_no_longer_kept(own_record: Path) -> None:
    shutil.rmtree(own_record / "releases" / "1" / "tables")
    visitor = Client()
    answer = visitor.get("/data/releases/1/csv/commitments.csv.gz")
    assert answer.status_code == 410
    assert "no longer kept" in answer.content.decode()
    assert body_of(visitor, "/data/releases/1/figures.parquet")[:4] == b"PAR1"
    assert visitor.get("/commitments/?release=1").status_code == 404
    assert "figures and seal only" in body_of(visitor, "/data/").decode()


def test_the_dictionary_names_every_column_of_every_table(visitor: Client) -> None:
    html = body_of(visitor, "/data/").decode()
    package = json.loads(body_of(visitor, "/data/releases/2/datapackage.json"))
    for table in package["resources"]:
        assert f'id="table-{table["name"]}"' in html
        for field in table["schema"]["fields"]:
            assert f">{field['name']}<" in html


def test_a_list_of_hidden_rows_that_cannot_be_read_never_opens_what_was_closed(own_record: Path) -> None:
    keys = Keys.load_or_create(own_record.parent / "keys")
    hide(own_record, "organisations", ("O-0005",), at=datetime(2023, 7, 5, tzinfo=UTC), keys=keys)
    visitor = Client()
    assert visitor.get("/commitments/C-2022-0005/").status_code == 404
    (own_record / "withheld.json").write_text("{")
    time.sleep(1.1)
    assert visitor.get("/commitments/C-2022-0005/").status_code == 404
    assert visitor.get("/data/releases/2/csv/commitments.csv.gz").status_code == 410
