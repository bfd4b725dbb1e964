"""Answers can be kept: one tag a state, nothing personal, strict headers."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.public.addresses import DATA, PAGES
from tests.public.small_record import ROWS, publish

from avow.public import opened

CACHED = [name for name, (_path, status) in {**PAGES, **DATA}.items() if status == 200 and name != "healthz"]
WHOLE = [name for name in CACHED if not name.endswith("-csv") or name in ("figure-csv", "countries-csv")]


def address(name: str) -> str:
    return {**PAGES, **DATA}[name][0]


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "release-file"])
def test_an_answer_has_a_tag_and_is_not_sent_again_to_who_has_it(site: Client, name: str) -> None:
    first = site.get(address(name))
    assert first["Vary"] == "Accept-Encoding, HX-Request"
    assert first["Cache-Control"] == "public, no-cache"
    again = site.get(address(name), headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_a_fragment_and_its_page_have_different_tags(site: Client) -> None:
    page = site.get("/dashboard/")
    fragment = site.get("/dashboard/", headers={"hx-request": "true"})
    assert page["ETag"] != fragment["ETag"]
    assert b"<html" in page.content
    assert b"<html" not in fragment.content
    assert fragment.content.strip().startswith(b'<div class="sided" id="view">')


def test_languages_have_different_tags(site: Client) -> None:
    assert len({site.get(f"{prefix}/dashboard/")["ETag"] for prefix in ("", "/fr", "/es", "/ru", "/ar")}) == 5


def test_a_new_release_has_another_tag(serving: Callable[[Path], Client], own: Path) -> None:
    site = serving(own / "record")
    tag = site.get("/")["ETag"]
    publish(own / "record", own / "keys", {table: rows[:1] for table, rows in ROWS.items()}, minute=9)
    opened._open.cache_clear()
    answer = site.get("/", headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert answer["ETag"] != tag


def test_an_error_is_never_kept_or_tagged(site: Client) -> None:
    answer = site.get("/nowhere/")
    assert answer.status_code == 404
    assert "ETag" not in answer


def test_a_page_is_packed_for_those_who_can_unpack_it(site: Client) -> None:
    plain, packed = site.get("/dashboard/"), site.get("/dashboard/", headers={"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))


@pytest.mark.parametrize("name", CACHED)
def test_no_answer_sets_a_cookie_and_all_have_strict_headers(site: Client, name: str) -> None:
    answer = site.get(address(name))
    answer.close()
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    if name != "map-image":
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert "nonce" not in answer["Content-Security-Policy"]
        assert policy["script-src"] == "'self'"


def test_cookies_and_tokens_of_a_visitor_change_nothing(site: Client) -> None:
    plain = site.get("/")
    other = site.get(
        "/", headers={"cookie": "sessionid=stolen; django_language=fr", "authorization": "Bearer x", "accept-language": "ar"}
    )
    assert other.content == plain.content


@pytest.mark.parametrize("name", ["home", "dashboard", "commitments", "commitment", "map", "data", "figure", "countries"])
def test_a_first_visit_weighs_at_most_60_kilobytes(site: Client, name: str) -> None:
    from avow.config import site as settings

    weight = len(site.get(address(name), headers={"accept-encoding": "gzip"}).content)
    for file in ("ui/avow.css", "public/public.css", "django_htmx/htmx-2.min.js", "ui/avow.js", "ui/mark.svg"):
        answer = site.get(settings.STATIC_URL + file, headers={"accept-encoding": "gzip"})
        assert answer.status_code == 200, file
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        weight += len(answer.content)
    assert weight <= 60_000


def test_a_static_file_that_is_not_listed_is_404(site: Client) -> None:
    from avow.config import site as settings

    for name in ("../config/site.py", "ui/../../../etc/passwd", "ui/", "nothing.css"):
        assert site.get(settings.STATIC_URL + name).status_code == 404
