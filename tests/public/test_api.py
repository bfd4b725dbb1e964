"""The read API says what the pages say, in the declared columns, and describes itself."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client
from tests.public.small_pack import INDICATORS
from tests.public.visiting import body

from avow.commitments.columns import COMMITMENTS
from avow.organisations.columns import ORGANISATIONS
from avow.record.figures import compute


def test_a_list_gives_exactly_the_declared_columns(site: Client) -> None:
    for name, table in (("commitments", COMMITMENTS), ("organisations", ORGANISATIONS)):
        item = site.get(f"/api/v1/{name}").json()["items"][0]
        assert tuple(item) == table.names


def test_the_csv_holds_the_same_rows_under_the_same_filters(site: Client) -> None:
    query = "?country=MLI&sort=title"
    rows = list(csv.DictReader(StringIO(body(site, f"/commitments.csv{query}").decode("utf-8-sig"))))
    items = site.get(f"/commitments.json{query}").json()["items"]
    assert sorted(row["reference"] for row in rows) == sorted(item["reference"] for item in items)
    assert len(rows) == 3


def test_sorting_turns_round_with_a_minus(site: Client) -> None:
    def order(sort: str) -> list[str]:
        return [item["reference"] for item in site.get(f"/api/v1/commitments?sort={sort}").json()["items"]]

    assert order("reference") == sorted(order("reference"))
    assert order("-reference") == order("reference")[::-1]


def test_amounts_are_texts_that_lose_no_digit(site: Client) -> None:
    told = site.get("/api/v1/commitments/C-2021-0001").json()
    assert told["pledged_usd"] == "54000000.00"
    assert [entry["amount"] for entry in told["ledger"]][:2] == ["48000000.00", "6000000.00"]
    assert [one["version"] for one in told["commitment_versions"]] == [1, 2, 3]


def test_every_answer_names_its_release(site: Client) -> None:
    for address in ("commitments", "organisations", "figures", "releases", "commitments/C-2021-0001"):
        assert site.get(f"/api/v1/{address}").json()["release"] == 2
    assert site.get("/api/v1/commitments?release=1").json()["release"] == 1


def test_figures_are_those_of_the_command_line(site: Client, published: Path) -> None:
    asked = site.get("/api/v1/figures").json()["items"]
    assert asked == compute(published / "record")
    assert {one["id"] for one in asked} == {one.id for one in INDICATORS}


def test_a_figure_is_narrowed_by_filters_and_says_how_to_compute_it_again(site: Client, published: Path) -> None:
    lines = site.get("/figures/commitments.count.json?category=civil-society").json()["items"]
    again = compute(published / "record", ["commitments.count"], {"category": "civil-society"}, broken_down=True)
    assert lines == again
    html = body(site, "/figures/commitments.count/?category=civil-society").decode()
    assert "--where category=civil-society" in html
    assert lines[0]["inputs"] in html


def test_the_description_is_generated_from_the_declaration(site: Client) -> None:
    told = site.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert tuple(told["components"]["schemas"]["commitments"]["properties"]) == COMMITMENTS.names
    parameters = {one["name"] for one in told["paths"]["/commitments"]["get"]["parameters"]}
    assert {
        "q",
        "theme",
        "action",
        "type",
        "category",
        "country",
        "maker_country",
        "standing",
        "stage",
        "trajectory",
        "sort",
        "page",
    } <= parameters
    for address in told["paths"]:
        if "{" not in address:
            assert site.get("/api/v1" + address).status_code == 200


@pytest.mark.parametrize(
    "address", ["nothing", "commitments/C-1999-0001", "organisations/nobody", "figures/none", "releases/77"]
)
def test_what_is_not_there_is_refused_in_words(site: Client, address: str) -> None:
    answer = site.get(f"/api/v1/{address}")
    assert answer.status_code == 404
    assert set(answer.json()) == {"code", "reason", "remedy"}


def test_any_page_of_the_world_may_read_it(site: Client) -> None:
    assert site.get("/api/v1/commitments").headers["Access-Control-Allow-Origin"] == "*"


def test_words_sent_bare_are_read_as_the_letters_they_are(site: Client) -> None:
    assert site.get("/api/v1/commitments?q=مركز").json()["count"] == 1
    assert site.get("/api/v1/commitments", {"q": "مركز"}).json()["count"] == 1
