"""What a reader meets: filters, empty states, what is said of sources, demonstration, old releases."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from tests.public.addresses import PAGES
from tests.public.small_pack import PACK
from tests.public.small_record import INDICATORS, ROWS, changes, publish
from tests.public.test_hostile import HTML

from avow.record.keys import Keys
from avow.record.writing import JournalHead, write_release


def text(site: Client, address: str, status: int = 200) -> str:
    answer = site.get(address)
    assert answer.status_code == status, address
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("colour=red", "There is no filter called “colour”, so it was ignored."),
        ("theme=fire", "The filter “theme” has no value “fire”, so it was ignored."),
        ("sort=secret", "Lists cannot be sorted by “secret”, so the usual order was kept."),
        ("page=0", "“0” is no page number, so the first page is shown."),
        ("page=many", "“many” is no page number, so the first page is shown."),
        ("release=old", "“old” is no release number, so the newest release is shown."),
        ("until=2022-01-01", "There is no filter called “until”, so it was ignored."),
    ],
)
def test_what_had_no_effect_is_said(site: Client, query: str, sentence: str) -> None:
    for path in ("/commitments/", "/dashboard/", "/", "/data/"):
        assert sentence in text(site, f"{path}?{query}")
    assert sentence in site.get(f"/api/v1/commitments?{query}").json()["ignored"]


def test_nothing_is_said_where_everything_had_an_effect(site: Client) -> None:
    assert "had no effect" not in text(site, "/commitments/?theme=water&theme=light&q=dig&sort=title&page=1")


def test_filters_narrow_what_is_listed_counted_and_downloaded(site: Client) -> None:
    for query, count in (
        ("theme=light", 2),
        ("theme=light&theme=water", 4),
        ("theme=water&country=FRA", 2),
        ("standing=withdrawn", 1),
    ):
        assert site.get(f"/commitments.json?{query}").json()["count"] == count
        answer = site.get(f"/commitments.csv?{query}")
        assert len(b"".join(answer).splitlines()) == count + 1


def test_a_search_that_finds_nothing_says_what_to_do_next(site: Client) -> None:
    page = text(site, "/commitments/?q=nothinglikeit")
    assert "Nothing matches all of these filters" in page
    assert 'href="?">Clear all filters</a>' in page


def test_a_page_beyond_the_end_leads_back_to_the_last(site: Client) -> None:
    page = text(site, "/commitments/?theme=water&page=40")
    assert "The list ends before this page" in page
    assert 'href="?theme=water">Go to its last page</a>' in page
    assert "The list ends before this page" in text(site, "/organisations/?page=9")


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/commitments/C-1999-0001/", "No commitment with the reference “C-1999-0001” is in this release."),
        ("/organisations/nobody/", "No organisation called “nobody” is in this release."),
        ("/themes/fire/", "The framework of this release has no theme “fire”."),
        ("/themes/clean-water/light-1/", "This theme has no action “light-1”."),
        ("/countries/QQQ/", "“QQQ” is not one of the three-letter country codes of ISO 3166."),
        ("/figures/nothing/", "No figure is called “nothing” in this release."),
        ("/commitments/C-2021-0001/versions/1..9/", "This commitment has no such version: C-2021-0001, 9."),
        ("/?release=77", "Release 77 does not exist or its tables are no longer kept."),
        ("/nowhere/at/all/", "The address may be mistyped"),
    ],
)
def test_an_unknown_page_says_what_was_looked_for_and_offers_a_search(site: Client, path: str, sentence: str) -> None:
    page = text(site, path, 404)
    assert sentence in page
    assert 'role="search"' in page


def test_a_mistyped_reference_is_guessed(site: Client) -> None:
    assert 'href="/commitments/C-2021-0001/"' in text(site, "/commitments/c2021-1/", 404)


def test_an_old_release_says_what_was_said_then(site: Client) -> None:
    assert "C-2022-0004" in text(site, "/commitments/")
    old = text(site, "/commitments/?release=1")
    assert "C-2022-0004" not in old
    assert "You are reading release 1, which is not the newest." in old
    assert site.get("/commitments/C-2022-0004/?release=1").status_code == 404


@pytest.mark.parametrize("name", [name for name in PAGES if name != "release-file"])
def test_every_page_can_be_read_in_an_old_release_and_says_so(site: Client, name: str) -> None:
    page = text(site, f"{PAGES[name][0]}?release=1")
    assert "You are reading release 1, which is not the newest." in page
    assert "not the newest" not in text(site, f"{PAGES[name][0]}?release=2")


def test_how_many_are_known_only_from_public_sources_is_said_beside_the_counts(site: Client) -> None:
    known = "1 known only from a public source, not confirmed by its maker"
    for path in ("/", "/dashboard/", "/countries/FRA/"):
        assert known in text(site, path), path
    assert known not in text(site, "/countries/MLI/")
    assert "it is in the list, not in the charts" in text(site, "/dashboard/")


def test_where_all_is_told_by_public_sources_no_share_is_shown(site: Client) -> None:
    page = text(site, "/dashboard/?origin=public-source")
    assert "their makers were never asked" in page
    assert "The hatched row" not in page
    assert "known only from a public source; its maker has not confirmed it" in page


def test_the_shares_of_the_dashboard_rest_on_what_the_figures_count(site: Client) -> None:
    page = text(site, "/dashboard/")
    assert "1 of all 2 live" in page
    assert "Shares and charts count the 2 live commitments that their makers have confirmed." in page


def test_a_commitment_shows_its_versions_warnings_and_makers_with_their_roles(site: Client) -> None:
    page = text(site, "/commitments/C-2021-0001/")
    assert page.count("what changed") == 2
    assert "named by the source, not confirmed" in page
    told = text(site, "/commitments/C-2021-0002/")
    assert "As told by Register of promises, not confirmed by the maker." in told
    assert "No theme, explained." in told
    assert "See the source" not in told


def test_gross_stands_above_net_and_an_unknown_rate_is_said(site: Client) -> None:
    page = text(site, "/commitments/C-2021-0001/")
    assert page.index("54,000,000") < page.index("48,000,000", page.index("54,000,000"))
    assert "1 entry has no known rate to US dollars and is left out of the totals." in page


def test_a_country_with_nothing_says_that_this_is_a_finding(site: Client) -> None:
    assert "Nothing is promised in or from Kosovo" not in text(site, "/countries/XKX/")
    page = text(site, "/countries/ATA/")
    assert "Nothing is promised in or from Antarctica" in page
    assert "See all countries" in page


def test_a_figure_gives_its_value_its_query_and_the_command_that_computes_it_again(site: Client) -> None:
    page = text(site, "/figures/commitments.reported/?theme=water")
    assert "avow figures commitments.reported --record DIR --release 2 --where themes=water" in page
    assert "select count(*) filter" in page
    line = site.get("/figures/commitments.reported.json").json()["items"][0]
    assert (line["numerator"], line["denominator"]) == (1, 3)


def test_the_groups_of_a_figure_stand_in_the_order_of_the_pack(site: Client) -> None:
    page = text(site, "/figures/commitments.reported/")
    groups = re.search(r"<table.*?</table>", page[page.index('id="g-category"') :])
    assert groups
    names = re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', groups[0])
    assert names == ["Government", "Civil society", "Private sector"]


def test_a_demonstration_says_on_every_page_and_in_the_api_that_all_is_invented(
    serving: Callable[[Path], Client], tmp_path: Path, site: Client
) -> None:
    band = "every organisation and commitment here is invented."
    assert band not in text(site, "/")
    publish(tmp_path / "record", tmp_path / "keys")
    write_release(
        tmp_path / "record", changes=changes(ROWS), pack={**PACK, "demonstration": True}, indicators=INDICATORS,
        journal=JournalHead("0" * 64, 0), at=datetime(2023, 7, 6, tzinfo=UTC),
        keys=Keys.load_or_create(tmp_path / "keys"), software="test", progress=lambda _what, _done, _of: None,
    )  # fmt: skip
    demo = serving(tmp_path / "record")
    for path in HTML:
        assert band in text(demo, path), path
    assert band in text(demo, "/nowhere/", 404)
    assert demo.get("/api/v1/commitments").json()["demonstration"] is True


def test_an_open_call_is_announced_with_its_last_day(site: Client) -> None:
    assert "The standing call is open until 1 January 2999" in text(site, "/")


def test_the_map_says_in_the_readers_language_that_its_lines_decide_nothing(site: Client) -> None:
    for language, sentence in (
        ("", "do not imply official endorsement or acceptance"),
        ("/fr", "n’impliquent ni reconnaissance ni acceptation officielle"),
        ("/ar", "لا تعني الحدود والأسماء"),
    ):
        assert sentence in text(site, f"{language}/map/")
        assert sentence in text(site, f"{language}/map/here.svg")
