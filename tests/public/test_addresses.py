"""Who may ask what: one table of address, method and answer for the whole public side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver
from tests.public.addresses import DATA, OTHERS, PAGES, in_all_languages

from avow.public.urls import urlpatterns

TABLE = {**PAGES, **DATA}


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name or ""


def test_the_table_names_every_address_and_no_other() -> None:
    assert set(TABLE) == set(names(list(urlpatterns)))


@pytest.mark.parametrize("name", TABLE)
def test_reading_is_answered_as_the_table_says(site: Client, name: str) -> None:
    path, status = TABLE[name]
    for ask in (site.get, site.head):
        answer = ask(path)
        assert answer.status_code == status
        answer.close()


@pytest.mark.parametrize("name", TABLE)
def test_nothing_but_reading_is_allowed(site: Client, name: str) -> None:
    path, _status = TABLE[name]
    for method in OTHERS:
        answer = site.generic(method, path)
        assert answer.status_code == 405, method
        assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", in_all_languages())
def test_every_page_is_there_in_every_language(site: Client, path: str) -> None:
    answer = site.get(path)
    answer.close()
    assert answer.status_code == 200
    language = path[1:3] if path[3:4] == "/" and path[1:3] in ("fr", "es", "ru", "ar") else "en"
    assert answer["Content-Language"] == language
    if answer["Content-Type"].startswith("text/html"):
        html = answer.content.decode()
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
        assert "%(" not in html
        assert "{{" not in html
        assert "{%" not in html


def test_an_address_without_its_last_slash_leads_to_the_page(site: Client) -> None:
    answer = site.get("/commitments/C-2021-0001")
    assert (answer.status_code, answer["Location"]) == (301, "/commitments/C-2021-0001/")


@pytest.mark.parametrize("path", ["//evil.example/commitments", "/\\evil.example", "//evil.example/%2e%2e"])
def test_no_address_leads_to_another_site(site: Client, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code in (301, 404)
    assert not answer.get("Location", "").startswith(("//", "http", "/\\"))
