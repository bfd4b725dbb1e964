"""A crawl of the whole site: every link of every page leads somewhere, in the newest and in an older release."""

from __future__ import annotations

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

MOST = 700


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.names: set[str] = set()
        self.twice: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        for name in ("href", "src"):
            if told.get(name) is not None:
                self.found.append(told[name] or "")
        own = told.get("id")
        if own:
            (self.twice if own in self.names else self.names).add(own)


def read(html: str) -> Links:
    links = Links()
    links.feed(html)
    return links


def crawl(site: Client, start: str) -> dict[str, Links]:
    """Every page reachable from an address, filters one step deep. Fails on the first dead link, naming where it stands."""
    seen, pages, ahead = {start}, {}, deque([(start, "", 0)])
    while ahead:
        address, origin, depth = ahead.popleft()
        answer = site.get(address)
        answer.close()
        assert answer.status_code in (200, 301), f"{address}, linked from {origin}, answers {answer.status_code}"
        if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
            continue
        links = pages[address] = read(answer.content.decode())
        assert not links.twice, f"{address} has the same id twice: {links.twice}"
        for link in links.found:
            there = urljoin(f"http://site.example{address}", link)
            parts = urlsplit(there)
            if parts.netloc != "site.example" or parts.path.startswith("/static/"):
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            deep = depth + (parts.query.count("=") > urlsplit(address).query.count("="))
            if target not in seen and deep <= 1 and len(seen) < MOST:
                seen.add(target)
                ahead.append((target, address, deep))
    return pages


_newest: dict[str, Links] = {}  # crawled once for the tests below


@pytest.fixture
def newest(site: Client) -> dict[str, Links]:
    if not _newest:
        _newest.update(crawl(site, "/"))
    return _newest


def test_every_link_of_every_page_leads_somewhere(newest: dict[str, Links]) -> None:
    assert {"/dashboard/", "/commitments/C-2021-0001/", "/organisations/org-o-0004/", "/countries/XKX/"} <= newest.keys()


def test_every_link_within_a_page_has_its_target(newest: dict[str, Links]) -> None:
    for address, links in newest.items():
        for link in links.found:
            if link.startswith("#") and len(link) > 1:
                assert link[1:] in links.names, f"{address} has no {link}"


def test_links_to_a_part_of_another_page_find_it(newest: dict[str, Links]) -> None:
    for address, links in newest.items():
        for link in links.found:
            path, _hash, name = link.partition("#")
            if name and path in newest:
                assert name in newest[path].names, f"{address} links to {link}"


def test_every_link_of_the_arabic_site_leads_somewhere_and_stays_in_arabic(site: Client) -> None:
    pages = crawl(site, "/ar/map/")
    assert "/ar/countries/KEN/" in pages


def test_an_older_release_is_kept_on_every_link_of_its_pages(site: Client) -> None:
    start = "/?release=1"
    ahead, seen = deque([start]), {start}
    while ahead and len(seen) < 250:
        address = ahead.popleft()
        answer = site.get(address)
        assert answer.status_code == 200, address
        if not answer["Content-Type"].startswith("text/html"):
            continue
        html = answer.content.decode()
        assert "You are reading release 1, which is not the newest." in html, address
        for link in read(html).found:
            there = urlsplit(urljoin(f"http://site.example{address}", link))
            if there.netloc != "site.example" or there.path.startswith(("/static/", "/data/releases/", "/api/v1")):
                continue
            if there.path[1:4] in ("fr/", "es/", "ru/", "ar/"):
                continue
            if link.startswith("#"):
                continue
            leaves = link == "?" or "release=2" in there.query or (there.path == "/" and not there.query)
            assert leaves or "release=1" in there.query, f"{address} loses the release on {link}"
            target = f"{there.path}?{there.query}"
            if not leaves and target not in seen and there.query.count("=") <= 2:
                seen.add(target)
                ahead.append(target)
