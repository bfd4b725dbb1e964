"""The gallery in a real browser: every component, five languages, two widths, two colour schemes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.ui.conftest import Opener

pytestmark = pytest.mark.browser

AXE = Path(__file__).with_name("axe") / "axe.min.js"
VIEWS = [
    ("en", 1280, "light"),
    ("en", 390, "dark"),
    ("ar", 1280, "dark"),
    ("ar", 390, "light"),
    ("ru", 1280, "light"),
    ("fr", 390, "light"),
]

OVERFLOWING = """() => [...document.querySelectorAll('.chart svg text')].filter(t => {
  const svg = t.closest('.chart svg'); let outer = svg; while (outer.ownerSVGElement) outer = outer.ownerSVGElement;
  const a = t.getBoundingClientRect(), b = outer.getBoundingClientRect();
  return b.width > 0 && a.width > 0 && (a.left < b.left - 3 ||
     a.right > b.right + 3 || a.top < b.top - 9 || a.bottom > b.bottom + 9);
}).map(t => t.textContent)"""

SMALL = """() => [...document.querySelectorAll('a, button, summary, input, select')].filter(e => {
  const r = e.getBoundingClientRect(); const p = e.parentElement;
  const inSentence = e.tagName === 'A' && getComputedStyle(e).display === 'inline' &&
     p.textContent.trim() !== e.textContent.trim();
  return r.width && !inSentence && !e.closest('.skip') && !e.matches('[type=hidden]') && (r.height < 23.5 || r.width < 23.5);
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_axe_finds_nothing(opened: Opener, language: str, width: int, scheme: str) -> None:
    page = opened(language, width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = !d.matches('.menu'))")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        ".then(r => r.violations.map(v => [v.id, ...v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + n.failureSummary)]))"
    )
    assert found == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_is_wider_than_the_screen_and_no_chart_text_leaves_its_chart(opened: Opener, language: str, width: int) -> None:
    page = opened(language, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_everything_that_can_be_pressed_is_at_least_24_pixels(opened: Opener, width: int) -> None:
    assert opened("en", width=width).evaluate(SMALL) == []


def test_the_strict_policy_is_never_broken_and_no_script_fails(opened: Opener) -> None:
    page = opened("en")
    assert page.said == []
    assert page.evaluate("htmx.config.allowEval") is False
    assert page.evaluate("htmx.config.includeIndicatorStyles") is False


def test_without_script_the_filters_open_and_the_words_are_there(opened: Opener) -> None:
    page: Any = opened("en", width=390, script=False)
    assert not page.locator("#f-theme-0").is_visible()
    page.locator("#filters > summary").click()
    assert page.locator("#f-theme-0").is_visible()


def test_on_a_wide_page_the_filters_stand_open_without_being_pressed(opened: Opener) -> None:
    assert opened("en").locator("#f-theme-0").is_visible()


def test_arabic_pages_run_from_right_to_left(opened: Opener) -> None:
    page = opened("ar")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    side = page.locator("#explore > aside").bounding_box()
    rest = page.locator("#explore > .results").bounding_box()
    assert side["x"] > rest["x"]


def test_the_focus_is_always_to_be_seen(opened: Opener) -> None:
    page = opened("en")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2


def test_the_language_menu_closes_on_escape(opened: Opener) -> None:
    page = opened("en")
    page.locator("details.menu > summary").click()
    assert page.get_by_role("link", name="العربية").first.is_visible()
    page.keyboard.press("Escape")
    assert page.locator("details.menu").get_attribute("open") is None


BOOSTED = """href => { const a = document.createElement('a'); a.href = href; a.id = 'boosted'; a.textContent = 'go';
  const how = {'hx-boost': 'true', 'hx-target': '#results', 'hx-select': '#results', 'hx-swap': 'outerHTML'};
  for (const name in how) a.setAttribute(name, how[name]);
  document.querySelector('#main').prepend(a); htmx.process(a); }"""


def test_a_partial_swap_changes_the_address_keeps_the_filters_open_and_says_the_new_count(opened: Opener) -> None:
    page = opened("en", width=390)
    page.locator("#filters > summary").click()
    page.evaluate(BOOSTED, "gallery-fr.html")
    page.locator("#boosted").click()
    page.locator("#announce", has_text="2,700").wait_for(state="attached")
    assert page.url.endswith("gallery-fr.html")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.getElementById('filters').open")
    assert page.said == []


def test_a_page_that_is_not_there_is_shown_whole(opened: Opener) -> None:
    page = opened("en")
    page.evaluate(BOOSTED, "nowhere.html")
    page.locator("#boosted").click()
    page.wait_for_url("**/nowhere.html")
    assert page.locator("h1").all_inner_texts() == ["Gone"]
