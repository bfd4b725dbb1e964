"""What is drawn from a seed: the same every time, the same however many are asked for, and like a real registry in shape."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from avow.commitments.changes import label
from avow.commitments.content import Content
from avow.commitments.past import Amended, StageSaid, ValueSaid, Withdrawn
from avow.commitments.rules import TermLimits, check_hard_rules
from avow.commitments.trajectory import Reading, band
from avow.demo import commitments, organisations, pledging, vocabulary
from avow.demo.commitments import InventedCommitment
from avow.demo.lives import HORIZON
from avow.packs.shipped import shipped_pack

SEED = 1
LIMITS = TermLimits(min_years=1, max_years=5, leader_years=5, ends=2026)


@pytest.fixture(scope="module")
def some() -> list[InventedCommitment]:
    return [commitments.invent(SEED, index) for index in range(900)]


def test_the_same_seed_gives_the_same_commitment_in_any_order() -> None:
    forwards = [commitments.invent(SEED, index) for index in range(40)]
    backwards = [commitments.invent(SEED, index) for index in reversed(range(40))]
    assert forwards == list(reversed(backwards))


def test_another_seed_gives_other_commitments() -> None:
    assert [commitments.invent(1, index) for index in range(5)] != [commitments.invent(2, index) for index in range(5)]


def test_organisations_enter_in_order_each_with_its_first_commitment() -> None:
    for index in (0, 1, 7, 1499, 1500, 1501, 20_000, 120_000):
        first = organisations.first_commitment(index)
        assert organisations.count(first) <= index < organisations.count(first + 1)


def test_2700_commitments_are_made_by_1500_organisations() -> None:
    assert organisations.count(2700) == 1500


def test_nobody_commits_before_joining(some: list[InventedCommitment]) -> None:
    for one in some:
        joined = organisations.invent(SEED, one.owner).window
        assert str(one.confirmed_on.year) >= joined
        for maker, _ in one.co_makers:
            assert organisations.invent(SEED, maker).window <= str(one.confirmed_on.year)


def test_codes_are_those_of_the_shipped_pack(some: list[InventedCommitment]) -> None:
    lists = {name: set(entries.codes) for name, entries in shipped_pack().lists.items()}
    themes = {theme.code for theme in shipped_pack().themes}
    actions = {action.code for theme in shipped_pack().themes for action in theme.actions}
    for one in some:
        content = one.content
        assert set(content.themes) <= themes
        assert set(content.action_codes) <= actions
        assert set(content.types) <= lists["types"]
        assert set(content.groups) <= lists["groups"]
        assert set(content.countries) <= lists["countries"]
        assert content.endorsement_level in lists["endorsement_levels"] | {""}
        assert one.origin in lists["origins"]
        assert set(one.warnings) <= lists["warnings"]
        owner = organisations.invent(SEED, one.owner)
        assert owner.category in lists["categories"]
        assert owner.sub_category in lists["sub_categories"] | {""}


def test_makers_keep_the_hard_rules_and_public_sources_are_marked_where_they_do_not(some: list[InventedCommitment]) -> None:
    for one in some:
        leads = frozenset(organisations.invent(SEED, one.owner).leads)
        found = {finding.code for finding in check_hard_rules(one.content, LIMITS, confirmed_on=one.confirmed_on, leads=leads)}
        if one.origin == "public-source":
            assert found - {"affirmation-missing", "leader-term-too-short"} == set(one.warnings), one.content
        else:
            assert found <= {"leader-term-too-short"}, (one.index, found, one.content.start, one.content.end)


def test_amendments_are_of_every_kind() -> None:
    labels: Counter[str] = Counter()
    for index in range(1500):
        one = commitments.invent(SEED, index)
        content = one.content
        for event in one.events:
            if isinstance(event, Amended):
                labels[label(content, event.content)] += 1
                content = event.content
    assert set(labels) == {"strengthened", "weakened", "extended", "mixed", "neutral"}


def test_some_are_withdrawn_and_many_are_silent(some: list[InventedCommitment]) -> None:
    silent = sum(not any(isinstance(event, StageSaid) for event in one.events) for one in some)
    assert 0.3 < silent / len(some) < 0.6
    assert any(isinstance(event, Withdrawn) for one in some for event in one.events)


def test_reported_values_put_targets_ahead_on_track_behind_and_out_of_sight(some: list[InventedCommitment]) -> None:
    bands: Counter[str] = Counter()
    for one in some:
        for number, value in _latest(one).items():
            target = next(target for target in one.content.targets if target.number == number)
            bands[_band(one.content, number, value)] += 1
            assert target.target_on
    assert {"ahead", "on-track", "behind", "cannot-tell"} <= set(bands)


def _latest(one: InventedCommitment) -> dict[int, ValueSaid]:
    return {event.target: event for event in one.events if isinstance(event, ValueSaid)}


def _band(content: Content, number: int, value: ValueSaid) -> str:
    target = next(target for target in content.targets if target.number == number)
    return band(
        Reading(
            unit=target.unit,
            baseline=target.baseline,
            baseline_on=target.baseline_on.first if target.baseline_on else None,
            target=target.target,
            target_on=target.target_on.last if target.target_on else None,
            latest=value.value,
            latest_on=value.value_on,
            term_start=content.start.first if content.start else None,
            term_end=content.end.last if content.end else None,
        ),
        date(2026, 8, 1),
    )


def test_nothing_happens_after_the_horizon_the_end_or_before_the_confirmation(some: list[InventedCommitment]) -> None:
    for one in some:
        for event in one.events:
            assert one.confirmed_on < event.on <= HORIZON


def test_commitments_told_by_a_public_source_have_no_reports(some: list[InventedCommitment]) -> None:
    told = [one for one in some if one.origin == "public-source"]
    assert told
    assert all(one.events == () and one.source_name and one.content.affirmed is None and one.window == "" for one in told)


def test_money_counted_elsewhere_names_an_earlier_commitment_that_pledges(some: list[InventedCommitment]) -> None:
    linked = [(one, pledge) for one in some for pledge in one.content.pledges if pledge.netted_at]
    assert linked
    for one, pledge in linked:
        assert pledge.netted_at
        source = commitments.invent(SEED, pledging.token_index(pledge.netted_at))
        assert source.index < one.index
        assert source.confirmed_on < one.confirmed_on
        assert source.content.pledges


def test_money_is_in_ten_currencies_and_one_without_a_rate_and_never_finer_than_a_cent(some: list[InventedCommitment]) -> None:
    pledges = [pledge for index in range(2700) for pledge in commitments.invent(SEED, index, linked=False).content.pledges]
    assert len({pledge.currency for pledge in pledges} - {"KES"}) == 10
    assert all(pledge.amount == pledge.amount.quantize(Decimal("0.01")) for one in some for pledge in one.content.pledges)


def test_few_promise_much_and_many_little_or_nothing(some: list[InventedCommitment]) -> None:
    dollars = sorted(
        (pledge.amount for one in some for pledge in one.content.pledges if pledge.currency == "USD"), reverse=True
    )
    assert sum(dollars[: len(dollars) // 10]) > sum(dollars) / 2
    assert sum(not one.content.pledges for one in some) > len(some) / 2


def test_texts_are_written_in_five_languages_with_every_slot_filled() -> None:
    languages: Counter[str] = Counter()
    for index in range(1500):
        content = commitments.invent(SEED, index, linked=False).content
        languages[content.language] += 1
        said = " ".join([content.title, content.description, *(target.statement for target in content.targets)])
        assert not re.search(r"[{}]|  ", said), said
        assert len(content.title) <= 500
    assert set(languages) == set(vocabulary.LANGUAGES)
    assert languages.most_common(1)[0][0] == "en"


@pytest.mark.parametrize("language", vocabulary.LANGUAGES)
def test_each_language_can_speak_of_every_theme(language: str) -> None:
    assert set(vocabulary.language(language).promises) == {theme.code for theme in shipped_pack().themes}


def test_the_title_is_sometimes_short_and_sometimes_awkwardly_long(some: list[InventedCommitment]) -> None:
    lengths = [len(one.content.title) for one in some]
    assert min(lengths) < 25
    assert max(lengths) > 140


@pytest.mark.shared_data
def test_no_invented_organisation_or_place_bears_a_real_ones_name(shared: Path) -> None:
    invented = {_key(organisations.invent(seed, index).name) for seed in (1, 2) for index in range(6000)}
    real = {_key(name) for name in _real_names(shared) if len(name) > 3}
    assert invented & real == set()


def _real_names(folder: Path) -> list[str]:
    names: list[str] = []
    for file, columns in (
        ("organisations/akvo_organisations.csv", ("name", "full_name")),
        ("organisations/grand_bargain_base_info.csv", ("name_en",)),
        ("organisations/gov_ids_KE.csv", ("name_en ",)),
        ("commitments/ge_commitments_public.csv", ("organisation",)),
    ):
        with (folder / file).open(encoding="utf-8-sig", errors="replace", newline="") as handle:
            names += [
                part for row in csv.DictReader(handle) for column in columns for part in (row.get(column) or "").split(";")
            ]
    assert len(names) > 2000
    return names


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
