"""Texts and addresses made to harm: they are shown as text, ignored in words, or refused."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from tests.public.addresses import PAGES
from tests.public.small_rows import ARABIC, FORMULA, LONG, SCRIPT
from tests.public.test_links import read

from avow.public.languages import LANGUAGES

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; drop table commitments; --",
    "' or 1=1 --",
    "{{ 7*7 }}",
    "%(n)s",
    "\u202eevil",
    "\x00",
    "\x1b[31m",
    "../../etc/passwd",
    "javascript:alert(1)",
    "a" * 5000,
    "NEAR(a b)",
    '"unclosed',
    "a*",
    "*",
    "(",
    "-",
    "^",
    "AND OR NOT",
    "title:x",
    "🌊",
    "\ud7ff",
    "%",
    "_",
]
LISTS = [
    "/commitments/",
    "/dashboard/",
    "/organisations/",
    "/commitments.json",
    "/commitments.csv",
    "/api/v1/commitments",
    "/figures/commitments.count/",
]
HTML = [path for path, _status in PAGES.values() if not path.endswith(".json")]


def text(site: Client, address: str) -> str:
    answer = site.get(address)
    told = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200, address
    return told.decode()


@pytest.mark.parametrize(
    "path",
    [
        *HTML,
        "/commitments/C-2021-0003/",
        "/organisations/org-o-0002/",
        "/organisations/org-o-0004/",
        "/commitments/C-2021-0002/",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_row_becomes_markup_and_no_script_address_becomes_a_link(site: Client, path: str, language: str) -> None:
    html = text(site, path if language == "en" else f"/{language}{path}")
    assert "<script>" not in html
    assert "alert('x')" not in html
    assert "<b>yearly</b>" not in html
    assert " style=" not in html
    assert " onerror=" not in html
    for link in read(html).found:
        assert link.split(":")[0].lower() not in ("javascript", "data", "vbscript"), link


def test_a_hostile_title_is_shown_as_it_was_written(site: Client) -> None:
    html = text(site, "/commitments/C-2021-0003/")
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;quotes&quot;" in html
    assert SCRIPT not in html


def test_a_title_of_three_hundred_letters_is_shown_whole_on_its_page(site: Client) -> None:
    html = text(site, "/commitments/C-2021-0002/")
    assert len(LONG) > 300
    assert f">{LONG}</h1>" in html


def test_a_title_is_isolated_so_that_its_direction_stays_its_own(site: Client) -> None:
    assert f'dir="auto">{ARABIC}</a>' in text(site, "/commitments/")
    assert f'<h1 lang="ar" dir="auto">{ARABIC}</h1>' in text(site, "/commitments/C-2022-0004/")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_words_sort_page_or_filter_breaks_a_list(site: Client, path: str, attack: str) -> None:
    for name in ("q", "sort", "page", "theme", "country", "release", "owner", attack[:50]):
        answer = site.get(f"{path}?{urlencode({name: attack})}")
        told = (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")
        assert answer.status_code == 200, (name, attack)
        if answer["Content-Type"].startswith("text/html"):
            assert "<script>alert" not in told
            assert "<img src=x" not in told


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_part_of_a_path_breaks_the_site(site: Client, attack: str) -> None:
    part = quote(attack[:200], safe="")
    for path in (
        f"/commitments/{part}/",
        f"/organisations/{part}/",
        f"/themes/{part}/",
        f"/countries/{part}/",
        f"/figures/{part}/",
        f"/figures/{part}.json",
        f"/api/v1/commitments/{part}",
        f"/map/{part}.svg",
        f"/{part}",
        f"/organisations/{part}.json",
    ):
        answer = site.get(path)
        assert answer.status_code in (301, 404), path
        if answer.get("Content-Type", "").startswith("application/json"):
            continue
        assert b"<script>alert" not in answer.content
        assert b"<img src=x" not in answer.content


@pytest.mark.parametrize(
    "query", ["%ff%fe", "q=%ff", "&&&=", "q", "=x", "a" * 9000, "&".join(f"theme={n}" for n in range(150))]
)
def test_a_broken_query_is_read_as_far_as_it_can_be(site: Client, query: str) -> None:
    assert site.get(f"/commitments/?{query}").status_code == 200


def test_more_parameters_than_any_reader_would_send_are_refused_kindly(site: Client) -> None:
    assert site.get("/commitments/?" + "&".join(f"theme={n}" for n in range(5000))).status_code == 200


@pytest.mark.parametrize("path", ["/commitments.csv", "/organisations.csv", "/figures/commitments.count.csv", "/countries.csv"])
def test_no_cell_of_a_csv_becomes_a_formula(site: Client, path: str) -> None:
    rows = list(csv.reader(io.StringIO(text(site, path).lstrip("\ufeff"))))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    for row in rows:
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
            assert not cell.startswith("-") or cell[1:].replace(".", "").isdigit() or cell == "-", cell


def test_a_formula_in_a_title_is_kept_as_text(site: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(text(site, "/commitments.csv").lstrip("\ufeff"))))
    [title] = [row["title"] for row in rows if row["reference"] == "C-2022-0005"]
    assert title == f"'{FORMULA}"
    assert site.get("/commitments/C-2022-0005.json").json()["title"] == FORMULA


def test_a_csv_download_is_an_attachment_that_is_never_rendered(site: Client) -> None:
    answer = site.get("/commitments.csv")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
