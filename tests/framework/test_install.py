"""Putting a pack in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests import builders

from avow.base.refusals import Refusal
from avow.framework import queries
from avow.framework.commands import install
from avow.framework.models import Framework, Rate
from avow.packs.publishing import public_form
from avow.packs.shipped import shipped_pack

pytestmark = pytest.mark.django_db
BY = {"actor": builders.ACTOR, "at": builders.AT}


def test_the_shipped_pack_becomes_rows_with_the_codes_it_declares() -> None:
    pack = shipped_pack()
    made = install(pack=pack, **BY)
    assert made.form == public_form(pack)
    assert [theme.code for theme in made.themes.all()] == [theme.code for theme in pack.themes]
    actions = [action.code for theme in made.themes.all() for action in theme.actions.all()]
    assert actions == [action.code for theme in pack.themes for action in theme.actions]
    assert [one["id"] for one in made.indicators] == [one.id for one in pack.indicators]
    assert Rate.objects.count() == 22 * 138


def test_facts_answer_what_rules_ask() -> None:
    pack = shipped_pack()
    install(pack=pack, **BY)
    facts = queries.facts()
    assert facts.tracks_of(("gbv", "tech", "compact-financing", "nowhere")) == ["action-coalitions", "wps-ha-compact"]
    assert facts.regions["KEN"] == pack.region_of("KEN")
    assert facts.reporting_group("youth") == pack.reporting_group("youth")
    assert facts.years["2021"] == 2021
    assert (facts.terms.min_years, facts.terms.max_years) == (1, 5)
    assert facts.knows("proofs", "document")
    assert not facts.knows("proofs", "hearsay")


def test_the_same_pack_is_not_installed_twice_and_a_new_version_comes_into_force() -> None:
    pack = shipped_pack()
    install(pack=pack, **BY)
    with pytest.raises(Refusal, match="is in force already"):
        install(pack=pack, **BY)
    newer = install(pack=replace(pack, version="99"), **BY)
    assert queries.current() == newer
    assert Framework.objects.count() == 2


def test_a_window_is_open_from_its_first_to_its_last_instant() -> None:
    builders.framework()
    for at, code in ((datetime(2021, 5, 21, tzinfo=UTC), "2021"), (datetime(2021, 11, 30, tzinfo=UTC), "2021")):
        window = queries.open_window(at)
        assert window is not None
        assert window.code == code
    assert queries.open_window(datetime(2021, 11, 30, 0, 0, 1, tzinfo=UTC)) is None


def test_an_empty_home_says_what_to_do() -> None:
    with pytest.raises(Refusal, match="Run avow init first"):
        queries.current()
