"""The public pages in a real browser: accessibility, width, keyboard, with and without script."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import Opener
from tests.ui import gallery

pytestmark = pytest.mark.browser

AXE = Path(gallery.__file__).with_name("axe") / "axe.min.js"
PAGES = [
    "/",
    "/dashboard/",
    "/dashboard/?theme=water",
    "/commitments/",
    "/commitments/C-2021-0001/",
    "/commitments/C-2021-0002/",
    "/commitments/C-2021-0001/versions/",
    "/organisations/",
    "/organisations/org-o-0001/",
    "/themes/",
    "/themes/clean-water/",
    "/countries/",
    "/countries/KEN/",
    "/countries/ATA/",
    "/map/",
    "/figures/",
    "/figures/commitments.reported/",
    "/data/",
    "/about/method/",
    "/corrections/",
    "/api/docs",
    "/nowhere/",
    "/commitments/?q=nothinglikeit",
    "/?release=1",
]
VIEWS = [("", 1280, "light"), ("", 390, "dark"), ("/ar", 1280, "dark"), ("/ar", 390, "light")]
CORE = (
    "/",
    "/dashboard/",
    "/commitments/",
    "/commitments/C-2021-0001/",
    "/organisations/",
    "/themes/clean-water/",
    "/countries/KEN/",
    "/map/",
    "/figures/",
    "/figures/commitments.reported/",
    "/data/",
)
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
FOUND = ".then(r => r.violations.map(v => [v.id, ...v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + n.failureSummary)]))"


def violations(page: Any) -> object:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = !d.matches('.menu'))")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RULES + FOUND)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Opener, path: str) -> None:
    assert violations(visit(path)) == []


@pytest.mark.parametrize("path", CORE)
@pytest.mark.parametrize(("prefix", "width", "scheme"), VIEWS[1:])
def test_axe_finds_nothing_in_arabic_in_the_dark_and_on_a_phone(
    visit: Opener, path: str, prefix: str, width: int, scheme: str
) -> None:
    assert violations(visit(prefix + path, width=width, scheme=scheme)) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_small_phone(visit: Opener, path: str) -> None:
    for prefix in ("", "/ru"):
        page = visit(prefix + path, width=320)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = !d.matches('.menu'))")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, prefix


def test_the_policy_is_never_broken_and_no_script_fails(visit: Opener) -> None:
    for path in CORE:
        assert visit(path).said == [], path


def test_without_script_filters_search_order_and_pages_work(visit: Opener) -> None:
    page = visit("/commitments/", script=False)
    page.locator("#f-theme-light").click()
    assert page.url.endswith("/commitments/?theme=light")
    page.get_by_role("link", name="Title, A to Z").click()
    assert "sort=title" in page.url
    assert "theme=light" in page.url
    page.get_by_role("searchbox").fill("wells")
    page.get_by_role("button", name="Search").click()
    assert "q=wells" in page.url
    assert "theme=light" in page.url
    assert page.get_by_role("link", name="Dig 250 wells").is_visible()
    page.get_by_role("link", name="Clear all").click()
    assert page.url.split("?")[0].endswith("/commitments/")


def test_without_script_the_filters_of_a_phone_open(visit: Opener) -> None:
    page = visit("/dashboard/", width=390, script=False)
    assert not page.locator("#f-theme-water").is_visible()
    page.locator("#filters > summary").click()
    page.locator("#f-theme-water").click()
    assert page.url.endswith("/dashboard/?theme=water")


def test_with_script_a_filter_changes_the_numbers_in_place_and_says_so(visit: Opener) -> None:
    page = visit("/dashboard/")
    page.evaluate("window.same = true")
    page.locator("#f-theme-light").click()
    page.locator("#announce", has_text="2 commitments").wait_for(state="attached")
    assert page.url.endswith("/dashboard/?theme=light")
    assert page.evaluate("window.same") is True
    page.go_back()
    page.locator("#f-theme-light:not([aria-current])").wait_for()
    assert page.said == []


def test_the_first_press_of_tab_offers_to_skip_to_the_content(visit: Opener) -> None:
    page = visit("/commitments/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_keyboard_reaches_filters_before_results(visit: Opener) -> None:
    page = visit("/commitments/")
    order = []
    for _ in range(90):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href') || ''"))
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
        if order[-1].startswith("/commitments/C-"):
            break
    search = next(place for place, name in enumerate(order) if name == "filter-words")
    first_filter = next(place for place, name in enumerate(order) if name.startswith("f-"))
    assert search < first_filter < len(order) - 1


SMALL = """() => [...document.querySelectorAll('a, button, summary, input, select')].filter(e => {
  const r = e.getBoundingClientRect(); const p = e.parentElement;
  const inline = e.tagName === 'A' && getComputedStyle(e).display === 'inline' &&
     p.textContent.trim() !== e.textContent.trim();
  return r.width && !inline && !e.closest('.skip, svg') && !e.matches('[type=hidden]') && (r.height < 23.5 || r.width < 23.5);
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("path", CORE)
def test_everything_that_can_be_pressed_is_at_least_24_pixels(visit: Opener, path: str) -> None:
    for width in (390, 1280):
        assert visit(path, width=width).evaluate(SMALL) == []


@pytest.mark.parametrize("path", CORE)
def test_headings_go_down_one_level_at_a_time_and_start_at_one(visit: Opener, path: str) -> None:
    levels = visit(path).evaluate(
        "[...document.querySelectorAll('main h1, main h2, main h3, main h4')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("path", CORE)
def test_no_chart_text_leaves_its_chart(visit: Opener, path: str) -> None:
    script = """() => [...document.querySelectorAll('.chart svg text')].filter(t => {
      let outer = t.closest('svg'); while (outer.parentElement.closest('svg')) outer = outer.parentElement.closest('svg');
      const a = t.getBoundingClientRect(), b = outer.getBoundingClientRect();
      return b.width > 0 && a.width > 0 && (a.left < b.left - 3 || a.right > b.right + 3);
    }).map(t => t.textContent)"""
    for prefix, width in (("", 320), ("", 1280), ("/ar", 390), ("/ru", 768)):
        assert visit(prefix + path, width=width).evaluate(script) == []
