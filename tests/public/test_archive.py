"""The files of a release, as anyone may take them: exactly those it lists, byte for byte, and no other."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.test import Client
from tests.public.conftest import HIDDEN
from tests.public.visiting import body, status

from avow.public import opened
from avow.public.languages import LANGUAGES
from avow.record.verification import verify


def test_the_archive_unpacks_to_a_release_that_verifies(site: Client, tmp_path: Path) -> None:
    with tarfile.open(fileobj=BytesIO(body(site, "/data/releases/2/release.tar"))) as archive:
        archive.extractall(tmp_path, filter="data")
    report = verify(tmp_path / "release-2")
    assert report.ok, report.problems


def test_the_same_release_gives_the_same_archive(site: Client) -> None:
    first, second = (sha256(body(site, "/data/releases/1/release.tar")).hexdigest() for _ in range(2))
    assert first == second


def test_a_thinned_release_says_that_its_rows_are_no_longer_kept(serving: Callable[[Path], Client], own: Path) -> None:
    shutil.rmtree(own / "record" / "releases" / "1" / "tables")
    site = serving(own / "record")
    answer = site.get("/data/releases/1/csv/commitments.csv.gz")
    assert answer.status_code == 410
    assert "no longer kept" in answer.content.decode()
    assert body(site, "/data/releases/1/figures.parquet")[:4] == b"PAR1"
    assert site.get("/commitments/?release=1").status_code == 404
    assert "figures and seal only" in body(site, "/data/").decode()


def test_the_dictionary_names_every_column_of_every_table(site: Client) -> None:
    html = body(site, "/data/").decode()
    package = json.loads(body(site, "/data/releases/2/datapackage.json"))
    for table in package["resources"]:
        assert f'id="table-{table["name"]}"' in html
        for field in table["schema"]["fields"]:
            assert f">{field['name']}<" in html


def test_the_dictionary_can_be_taken_in_each_language_also_while_files_are_withheld(with_hidden: Client) -> None:
    html = body(with_hidden, "/data/").decode()
    for language in LANGUAGES:
        address = f"/data/releases/2/dictionary.{language}.csv"
        assert f'href="{address}"' in html
        assert body(with_hidden, address).startswith(b"table,column,type")


def test_no_document_is_offered_that_would_not_be_handed_out(with_hidden: Client) -> None:
    html = body(with_hidden, "/data/").decode()
    offered = set(re.findall(r'href="(/data/releases/2/[^"]+)"', html))
    assert "/data/releases/2/manifest.json" in offered
    assert {address for address in offered if status(with_hidden, address) != 200} == set()


def test_a_list_of_hidden_rows_that_cannot_be_read_never_opens_what_was_closed(with_hidden: Client, own: Path) -> None:
    assert with_hidden.get(f"/commitments/{HIDDEN}/").status_code == 404
    (own / "record" / "withheld.json").write_text("{")
    opened.record()._looked = float("-inf")
    assert with_hidden.get(f"/commitments/{HIDDEN}/").status_code == 404
    assert with_hidden.get("/data/releases/2/csv/commitments.csv.gz").status_code == 410
