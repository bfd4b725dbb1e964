"""What was hidden is gone from every page, search, count, API and download, of this release and of all before it."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.public.addresses import DATA, PAGES
from tests.public.conftest import AT, HIDDEN

from avow.record.keys import Keys
from avow.record.withholding import hide

WORDS = (HIDDEN, "zebras")  # its reference, and a word of its text that nothing else has
KEPT_OPEN = [f"/data/releases/2/{name}.json" for name in ("manifest", "files", "chain", "datapackage", "pack")]
EVERYWHERE = [*(path for path, status in {**PAGES, **DATA}.values() if status == 200), *KEPT_OPEN]


def body(site: Client, address: str) -> str:
    answer = site.get(address)
    told = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    return told.decode("utf-8", "replace")


@pytest.mark.parametrize("release", ["", "?release=1", "?release=2"])
def test_no_page_list_or_download_names_it_in_any_release(with_hidden: Client, release: str) -> None:
    for path in EVERYWHERE:
        said = body(with_hidden, path + release)
        assert not [word for word in WORDS if word in said], path + release


def test_before_it_was_hidden_it_was_there(site: Client) -> None:
    assert site.get(f"/commitments/{HIDDEN}/").status_code == 200
    assert "zebras" in body(site, "/commitments.csv")


@pytest.mark.parametrize("release", ["", "?release=1"])
def test_its_own_addresses_answer_404(with_hidden: Client, release: str) -> None:
    for path in (
        f"/commitments/{HIDDEN}/",
        f"/commitments/{HIDDEN}/versions/",
        f"/commitments/{HIDDEN}.json",
        f"/api/v1/commitments/{HIDDEN}",
    ):
        assert with_hidden.get(path + release).status_code == 404, path


@pytest.mark.parametrize("words", ["zebras", "zebra", "zeb", HIDDEN, "hidden thing"])
def test_search_does_not_find_it(with_hidden: Client, words: str) -> None:
    for path in ("/commitments/", "/dashboard/", "/api/v1/commitments", "/commitments.json", "/commitments.csv"):
        for release in ("", "&release=1"):
            said = body(with_hidden, f"{path}?q={words}{release}")
            assert f"/commitments/{HIDDEN}" not in said, path
            assert "An organisation to be hidden" not in said, path


def test_counts_do_not_count_it(with_hidden: Client) -> None:
    assert with_hidden.get("/api/v1/commitments").json()["count"] == 4
    assert with_hidden.get("/api/v1/commitments?country=FRA&theme=water").json()["count"] == 1
    figure = with_hidden.get("/figures/commitments.count.json").json()["items"][0]
    assert figure["numerator"] == 3  # of the four that are left one names no theme


def test_raw_files_of_the_releases_that_hold_it_answer_410_and_say_why(with_hidden: Client, own: Path) -> None:
    for number in (1, 2):
        folder = own / "record" / "releases" / str(number)
        raw = [str(file.relative_to(folder)) for file in folder.rglob("*.parquet")] + ["release.tar"]
        raw += [str(file.relative_to(folder)) for file in folder.rglob("*.gz")]
        for name in [*raw, "parts.json"]:
            answer = with_hidden.get(f"/data/releases/{number}/{name}")
            assert answer.status_code == 410, name
            assert b"withheld to protect somebody" in answer.content
        assert body(with_hidden, f"/data/releases/{number}/manifest.json").startswith("{")


def test_the_data_page_says_that_files_are_not_handed_out_and_links_to_none(with_hidden: Client) -> None:
    page = body(with_hidden, "/data/")
    assert "The raw files of this release are not handed out at the moment" in page
    assert ".parquet" not in page
    assert ".csv.gz" not in page


def test_a_running_site_follows_within_ten_seconds(serving: Callable[[Path], Client], own: Path) -> None:
    site = serving(own / "record")
    tag = site.get("/commitments/")["ETag"]
    assert "zebras" in body(site, "/commitments.csv")
    hide(own / "record", "commitments", (HIDDEN,), at=AT, keys=Keys.load_or_create(own / "keys"))
    until = time.monotonic() + 10
    while HIDDEN in body(site, "/commitments/") and time.monotonic() < until:
        time.sleep(0.1)
    assert HIDDEN not in body(site, "/commitments/")
    assert "zebras" not in body(site, "/commitments.csv")
    assert site.get("/commitments/", headers={"if-none-match": tag}).status_code == 200


def test_the_files_of_a_release_are_as_they_lie_in_its_folder(site: Client, published: Path) -> None:
    folder = published / "record" / "releases" / "2"
    table = next(folder.rglob("commitments.csv.gz")).relative_to(folder)
    answer = site.get(f"/data/releases/2/{table}")
    taken = b"".join(answer)
    answer.close()
    assert taken == (folder / table).read_bytes()
    assert b"C-2021-0001" in gzip.decompress(taken)


@pytest.mark.parametrize(
    "name",
    [
        "../1/manifest.json",
        "..%2f1%2fmanifest.json",
        "%2e%2e/%2e%2e/current",
        "....//manifest.json",
        "/etc/passwd",
        "%00",
        "manifest.json%00.gz",
        "tables/../manifest.json",
        "../../keys/signing.key",
        "..\\1\\manifest.json",
        "",
        "tables",
        "cache",
    ],
)
def test_no_path_leaves_the_list_of_a_release(site: Client, name: str) -> None:
    answer = site.get(f"/data/releases/2/{name}")
    assert answer.status_code in (301, 404)


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999", "-1", "1.0"])
def test_a_release_that_never_was_is_404(site: Client, number: str) -> None:
    assert site.get(f"/data/releases/{number}/manifest.json").status_code == 404
    assert site.get(f"/api/v1/releases/{number}").status_code == 404


def test_a_list_that_was_tampered_with_shows_nothing_again_and_the_health_check_says_so(with_hidden: Client, own: Path) -> None:
    assert with_hidden.get("/healthz").content == b"ok, release 2\n"
    place = own / "record" / "withheld.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), "rows": [], "releases": []}))
    deadline = time.monotonic() + 10
    while b"not taken at its word" not in with_hidden.get("/healthz").content:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert with_hidden.get(f"/commitments/{HIDDEN}/").status_code == 404
    assert with_hidden.get("/data/releases/2/csv/commitments.csv.gz").status_code == 410
