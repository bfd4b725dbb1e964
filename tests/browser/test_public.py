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
    "/dashboard/?q=nothinglikeit",
    "/commitments/",
    "/commitments/?q=nothinglikeit",
    "/commitments/C-2021-0001/",  # many versions
    "/commitments/C-2021-0002/",  # told by a public source
    "/commitments/C-2021-0003/",  # withdrawn
    "/commitments/C-2022-0004/",  # in Arabic
    "/commitments/C-2021-0001/versions/",
    "/commitments/C-2021-0001/versions/1..3/",
    "/organisations/",
    "/organisations/org-o-0001/",
    "/themes/",
    "/themes/clean-water/",
    "/themes/clean-water/water-1/",
    "/themes/clean-water/water-2/",  # nothing promised
    "/countries/",
    "/countries/KEN/",
    "/countries/ATA/",
    "/map/",
    "/figures/",
    "/figures/commitments.reported/",
    "/data/",
    "/about/method/",
    "/about/strength/",
    "/corrections/",
    "/api/docs",
    "/nowhere/",
    "/data/releases/2/csv/commitments.csv.gz",  # withheld
    "/?release=1",
]
VIEWS = [("", 1280, "light"), ("/fr", 390, "dark"), ("/ar", 1280, "dark"), ("/ar", 390, "light")]
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
SMALL = """() => [...document.querySelectorAll('a, button, summary, input, select')].filter(e => {
  const r = e.getBoundingClientRect(); const p = e.parentElement;
  const inline = e.tagName === 'A' && getComputedStyle(e).display === 'inline' &&
     p.textContent.trim() !== e.textContent.trim();
  return r.width && !inline && !e.closest('.skip, svg') && !e.matches('[type=hidden]') && (r.height < 23.5 || r.width < 23.5);
}).map(e => e.outerHTML.slice(0, 120))"""
LEAVING = """() => [...document.querySelectorAll('.chart svg text')].filter(t => {
  let outer = t.closest('svg'); while (outer.parentElement.closest('svg')) outer = outer.parentElement.closest('svg');
  const a = t.getBoundingClientRect(), b = outer.getBoundingClientRect();
  return b.width > 0 && a.width > 0 && (a.left < b.left - 3 || a.right > b.right + 3);
}).map(t => t.textContent)"""
LEVELS = "[...document.querySelectorAll('main h1, main h2, main h3, main h4')].map(h => +h.tagName[1])"
WIDTH = "document.documentElement.scrollWidth - window.innerWidth"
OPEN = "document.querySelectorAll('details').forEach(d => d.open = !d.matches('.menu'))"


def faults(page: Any) -> dict[str, object]:
    """What is wrong with a page as it stands in the browser; nothing, or it is mended."""
    levels = page.evaluate(LEVELS)
    too_small = page.evaluate(SMALL)
    page.evaluate(OPEN)
    found = {
        "too small to press": too_small,
        "text leaving its chart": page.evaluate(LEAVING),
        "wider than the window": page.evaluate(WIDTH),
        "headings": levels if levels[:1] != [1] or levels.count(1) != 1 or _leaps(levels) else [],
        "said by the console": [said for said in page.said if "the server responded with a status of" not in said],
    }
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return {name: told for name, told in {**found, "axe": page.evaluate(RULES + FOUND)}.items() if told}


def _leaps(levels: list[int]) -> bool:
    return any(after - before > 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("prefix", "width", "scheme"), VIEWS)
def test_every_page_is_without_fault_in_every_view(visit: Opener, path: str, prefix: str, width: int, scheme: str) -> None:
    assert faults(visit(prefix + path, width=width, scheme=scheme)) == {}


@pytest.mark.parametrize("site", ["empty", "unreadable"])
@pytest.mark.parametrize(("prefix", "width", "scheme"), [VIEWS[0], VIEWS[3]])
def test_a_site_without_a_release_to_show_is_without_fault(
    visit: Opener, site: str, prefix: str, width: int, scheme: str
) -> None:
    assert faults(visit(f"{prefix}/", width=width, scheme=scheme, of=site)) == {}


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_small_phone(visit: Opener, path: str) -> None:
    for prefix in ("", "/ru"):
        page = visit(prefix + path, width=320)
        page.evaluate(OPEN)
        assert page.evaluate(WIDTH) <= 0, prefix
        assert page.evaluate(LEAVING) == [], prefix


@pytest.mark.parametrize("path", CORE)
def test_every_page_fits_the_paper_it_is_printed_on(visit: Opener, path: str) -> None:
    page = visit(path, width=720)
    page.emulate_media(media="print")
    assert page.evaluate(WIDTH) <= 0


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
