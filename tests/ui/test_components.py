"""Components: what they say, and that no text from outside becomes markup."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from django.utils.safestring import SafeString

from avow.ui.components import facets, figures, history, passages, status, tables, targets
from avow.ui.frames import Frame, Link, ReleaseMark, languages

HOSTILE = '"><script>alert(1)</script>'
MARK = ReleaseMark(1214, datetime(2023, 7, 4, 12, tzinfo=UTC), "/data/", "/data/#verify", old=True)


def rows(count: int, chosen: frozenset[int] = frozenset()) -> list[facets.FacetRow]:
    return [facets.FacetRow(f"c{n}", f"Country {n}", n + 1, f"?country=c{n}", n in chosen) for n in range(count)]


@pytest.mark.parametrize(
    "html",
    [
        status.badge(HOSTILE, HOSTILE),
        status.tag(HOSTILE, HOSTILE, HOSTILE),
        status.unconfirmed(HOSTILE, HOSTILE),
        status.said([status.Said(HOSTILE, HOSTILE, HOSTILE, HOSTILE)]),
        figures.figure(figures.Figure(*[HOSTILE] * 4, share=0.5, href=HOSTILE, note=HOSTILE)),
        facets.facet(facets.Facet(HOSTILE, HOSTILE, [facets.FacetRow(HOSTILE, HOSTILE, 1, HOSTILE)], note=HOSTILE)),
        facets.chosen([facets.Choice(HOSTILE, HOSTILE)], HOSTILE),
        tables.data_table(HOSTILE, [tables.Column(HOSTILE, sort_href=HOSTILE)], [[HOSTILE]], foot=[[HOSTILE]], cards=True),
        tables.money_table(HOSTILE, [HOSTILE], [tables.MoneyRow(HOSTILE, [None], HOSTILE, HOSTILE, HOSTILE)], [None], [None]),
        passages.crumbs([Link(HOSTILE, HOSTILE)], HOSTILE),
        passages.facts([(HOSTILE, [HOSTILE])]),
        passages.notice(HOSTILE, HOSTILE, HOSTILE),
        passages.told_by(HOSTILE, HOSTILE, HOSTILE),
        passages.warnings([HOSTILE]),
        passages.downloads(passages.Downloads(*[HOSTILE] * 4, 2)),
        passages.search(HOSTILE, HOSTILE, label=HOSTILE, hint=HOSTILE, hidden=[(HOSTILE, HOSTILE)]),
        passages.pages(passages.Pages(90, 2, 25, lambda n: HOSTILE)),
        passages.blank(HOSTILE, HOSTILE, [Link(HOSTILE, HOSTILE)]),
        history.versions([history.Version(1, *[HOSTILE] * 7)]),
        history.difference([history.Difference(HOSTILE, "", HOSTILE), history.Difference("", HOSTILE, "x")]),
        targets.target(targets.Target(1, *[HOSTILE] * 6, 0.5, 0.5, HOSTILE, HOSTILE)),
    ],
)
def test_no_component_lets_a_text_become_markup(html: str) -> None:
    assert isinstance(html, SafeString)
    assert "<script" not in html
    assert 'style="' not in html


def test_a_status_is_a_shape_and_a_word_and_a_tone() -> None:
    html = status.badge("behind", "Behind")
    assert "<svg" in html
    assert "Behind" in html
    assert "t-behind" in html


def test_an_unknown_status_still_says_its_word() -> None:
    assert "Somewhere" in status.badge("somewhere", "Somewhere")


def test_declared_and_computed_stand_side_by_side() -> None:
    html = status.said([status.Said("said by the maker", "on-track", "On track"), status.Said("computed", "behind", "Behind")])
    assert html.index("said by the maker") < html.index("On track") < html.index("computed") < html.index("Behind")


def test_a_facet_hides_its_tail_behind_show_all_but_never_a_chosen_row() -> None:
    html = facets.facet(facets.Facet("country", "Country", rows(40, frozenset({39})), shown=5), "en")
    first, rest = html.split("<details")
    assert "Country 39" in first
    assert 'aria-current="true"' in first
    assert "Show all 40" in rest
    assert html.count("<li>") == 40


def test_a_single_row_is_not_hidden_behind_a_door() -> None:
    assert "<details" not in facets.facet(facets.Facet("c", "C", rows(8), shown=7))


def test_a_choice_that_would_find_nothing_is_no_link() -> None:
    html = facets.facet(facets.Facet("c", "C", [facets.FacetRow("x", "Empty", 0, "?c=x")]))
    assert "<a" not in html


def test_facet_links_have_ids_so_that_the_focus_survives_a_swap() -> None:
    assert 'id="f-country-c0"' in facets.facet(facets.Facet("country", "Country", rows(2)))


def test_gross_stands_above_what_was_netted_and_that_above_net() -> None:
    html = tables.money_table("US dollars", ["Pledged"], [], [Decimal(54)], [Decimal(48)])
    assert html.index("Gross") < html.index("−6") < html.index("Net of double counting")


def test_when_nothing_was_netted_no_line_says_so() -> None:
    assert "Counted elsewhere" not in tables.money_table("US dollars", ["Pledged"], [], [Decimal(54)], [Decimal(54)])


def test_an_amount_not_told_is_a_dash_and_no_zero() -> None:
    html = tables.money_table("US dollars", ["Pledged"], [tables.MoneyRow("Grant", [None])], [None], [None])
    assert "–</td>" in html
    assert ">0<" not in html


def test_a_table_heads_its_rows_and_says_how_it_is_sorted() -> None:
    columns = [tables.Column("Title", main=True), tables.Column("Amount", True, "?sort=a", "descending")]
    html = tables.data_table("All", columns, [["A", "1"]])
    assert '<th scope="row"' in html
    assert 'aria-sort="descending"' in html
    assert "<caption>All</caption>" in html


def test_pages_keep_their_address_and_count_what_is_shown() -> None:
    html = passages.pages(passages.Pages(2700, 3, 25, lambda n: f"?theme=gbv&page={n}#results"), "en")
    assert "51–75 of 2,700" in html
    assert 'href="?theme=gbv&amp;page=108#results"' in html
    assert re.search(r'aria-current="page"[^>]*>3<', html)


def test_a_capped_count_has_a_plus_and_an_empty_one_says_nothing() -> None:
    assert "10,000+" in passages.pages(passages.Pages(10_000, 1, 25, str, capped=True), "en")
    assert passages.pages(passages.Pages(0, 1, 25, str)) == ""
    assert "<a" not in passages.pages(passages.Pages(3, 1, 25, str))


def test_a_search_keeps_the_filters_in_force() -> None:
    html = passages.search("/commitments/", "care", hidden=[("theme", "gbv")])
    assert '<input type="hidden" name="theme" value="gbv">' in html
    assert 'value="care"' in html


def test_facts_leave_out_what_was_not_told() -> None:
    assert (
        passages.facts([("Ends", None), ("Starts", "2021")]) == '<dl class="facts"><div><dt>Starts</dt><dd>2021</dd></div></dl>'
    )


def test_a_told_commitment_names_its_source_and_what_that_means() -> None:
    html = passages.told_by("Daily News", "https://example.org")
    assert "not confirmed by the maker" in html
    assert '<a href="https://example.org"' in html


def test_words_taken_out_and_put_in_are_marked_for_eye_and_ear() -> None:
    html = history.words_changed("Open 400 centres by 2025", "Open 340 centres by 2026")
    assert re.sub(r"<[^>]+>", "", html) == "Open removed: 400added: 340 centres by removed: 2025added: 2026"
    assert html.count("<del>") == html.count("<ins>") == 2


def test_two_equal_versions_say_so() -> None:
    assert "say the same" in history.difference([history.Difference("Title", "a", "a")])


def test_very_long_texts_are_shown_whole_instead_of_compared_for_seconds() -> None:
    html = history.words_changed("a " * 5000, "b " * 5000)
    assert html.count("<del>") == 1


def test_a_figure_says_of_how_many_and_draws_its_coverage() -> None:
    html = figures.figure(figures.Figure("Reported", "69 %", "466 of 675", covers="81 % of the money", share=0.81, href="/f/"))
    assert "466 of 675" in html
    assert 'width="81"' in html
    assert "How it is counted" in html


def test_a_target_line_stays_inside_its_track() -> None:
    html = targets.target(targets.Target(1, "Open centres", "ahead", "Ahead", achieved=3.0, expected=-1.0))
    assert 'width="100%" height="10" class="s0"' in html


@pytest.mark.parametrize("template", ["404.html", "410.html", "500.html", "ui/progress.html"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_error_and_progress_pages_need_no_context(template: str, language: str) -> None:
    with translation.override(language):
        html = engines["django"].get_template(template).render({"title": "Filling"} if "progress" in template else {})
    assert f'lang="{language}"' in html
    assert ('dir="rtl"' in html) is (language == "ar")
    assert "<h1>" in html


def test_the_frame_marks_the_current_language_and_an_old_release() -> None:
    frame = Frame(
        "Initiative", "/", "fr", languages=languages("fr", [("en", "/"), ("fr", "/fr/")]), release=MARK, desk="/desk/"
    )
    with translation.override("fr"):
        html = engines["django"].from_string('{% extends "ui/public.html" %}').render({"frame": frame})
    assert 'hreflang="fr" dir="auto" aria-current="true"' in html
    assert 'rel="alternate" hreflang="en"' in html
    assert "Publication 1214" in html
    assert "pas la plus récente" in html
    assert 'href="/desk/"' in html


def test_the_sheet_tag_says_how_many_filters_are_chosen() -> None:
    html = engines["django"].from_string("{% load ui %}{% sheet 2 %}<p>in</p>{% endsheet %}").render()
    assert "Filters (2)" in html
    assert "<p>in</p>" in html
