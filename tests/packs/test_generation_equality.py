"""What the shipped pack must hold, by the sources it was written from."""

from __future__ import annotations

import re

import pytest

from avow.packs.publishing import texts_of
from avow.packs.shipped import shipped_pack, shipped_path

PACK = shipped_pack()
COALITIONS = [theme for theme in PACK.themes if theme.track == "action-coalitions"]
AREAS = [theme for theme in PACK.themes if theme.track == "wps-ha-compact"]


def test_it_has_six_coalitions_with_four_actions_each() -> None:
    assert [theme.code for theme in COALITIONS] == ["gbv", "ejr", "srhr", "climate", "tech", "movements"]
    assert [[action.code for action in theme.actions] for theme in COALITIONS] == [
        [f"{theme.code}-{number}" for number in range(1, 5)] for theme in COALITIONS
    ]


def test_it_has_the_five_lettered_areas_of_the_compact_without_invented_actions() -> None:
    assert [(theme.code, theme.letter) for theme in AREAS] == [
        ("compact-financing", "A"),
        ("compact-participation", "B"),
        ("compact-economic", "C"),
        ("compact-leadership", "D"),
        ("compact-protection", "E"),
    ]
    assert not any(theme.actions for theme in AREAS)


def test_slugs_are_those_public_addresses_are_made_of() -> None:
    assert [theme.slug for theme in COALITIONS] == [
        "gender-based-violence",
        "economic-justice-and-rights",
        "bodily-autonomy-and-srhr",
        "feminist-climate-justice",
        "technology-and-innovation",
        "feminist-movements-and-leadership",
    ]
    assert [theme.slug for theme in AREAS] == [theme.code for theme in AREAS]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("types", "financial advocacy policy programmatic"),
        ("categories", "government civil-society youth private-sector philanthropy international other"),
        ("stages", "not-reported planning in-progress completed"),
        ("trajectories", "too-early ahead on-track behind cannot-tell"),
        ("standings", "live ended lapsed withdrawn superseded"),
        ("scopes", "domestic global unknown"),
        ("origins", "maker secretariat public-source"),
        ("changes", "strengthened weakened mixed neutral extended"),
        ("pledges", "unconditional conditional met failed"),
        ("maker_roles", "owner co-maker proposed"),
        ("money_stages", "pledged secured disbursed spent"),
        ("instruments", "grant loan in-kind unknown"),
        ("novelties", "new existing unknown"),
        ("netting_reasons", "re-granted share-of-collective inside-other"),
        ("proofs", "statement document public-source third-party independent-check"),
        ("principles", "intersectionality feminist-leadership transformation"),
        ("results", "exceeded met limited no-progress"),
        (
            "warnings",
            (
                "no-theme end-missing end-after-framework term-too-short term-too-long start-missing end-before-start "
                "shares-over-100 amount-without-currency no-rate unlisted-makers duplicate-suspected contradicting-amount "
                "netting-circle"
            ),
        ),
    ],
)
def test_a_list_has_exactly_its_codes(name: str, codes: str) -> None:
    assert PACK.lists[name].codes == tuple(codes.split())


def test_local_governments_count_with_governments_and_youth_with_civil_society_and_it_says_why() -> None:
    local, youth = PACK.lists["sub_categories"].find("government.local"), PACK.lists["categories"].find("youth")
    assert PACK.reporting_group("government", "government.local") == "governments"
    assert PACK.reporting_group("youth") == "civil-society"
    assert local is not None
    assert youth is not None
    assert local.reason
    assert youth.reason


def test_the_first_window_is_told_by_a_source_and_the_others_are_not() -> None:
    assert [(window.code, window.confirmed) for window in PACK.windows] == [
        ("2021", True),
        ("2022", False),
        ("2023", False),
        ("2024", False),
        ("2025", False),
        ("2026", False),
    ]


def test_terms_are_one_to_five_years_and_five_for_leaders() -> None:
    assert (PACK.terms.min_years, PACK.terms.max_years, PACK.terms.leader_years) == (1, 5, 5)


def test_a_strong_commitment_has_five_criteria_with_open_rules() -> None:
    assert [criterion.code for criterion in PACK.criteria] == ["impact", "funding", "endorsement", "collective", "smart"]
    assert [part.code for part in PACK.criteria[-1].parts] == ["specific", "measurable", "attainable", "relevant", "time-bound"]
    assert all(part.points for criterion in PACK.criteria for part in criterion.parts)


def test_every_list_of_cue_words_speaks_all_five_languages_and_names_no_word_twice() -> None:
    for name, spoken in PACK.strength.cues.items():
        for language, words in spoken.items():
            assert words, f"{name} has no words in {language}"
            assert len(set(words)) == len(words), f"{name} {language}"


def test_points_never_exceed_the_scale_they_are_given_on() -> None:
    for part in (part for criterion in PACK.criteria for part in criterion.parts):
        assert all(0 < abs(points) <= 3 for points in part.points.values()), part.code


def test_what_no_source_confirms_says_so() -> None:
    unsourced = [target for theme in COALITIONS for target in theme.targets if target.source.startswith("Often told")]
    assert unsourced
    assert not any(target.confirmed for target in unsourced)
    assert not any(action.confirmed for theme in COALITIONS for action in theme.actions if theme.code in ("srhr", "climate"))


def test_figures_on_which_sources_disagree_are_all_kept_and_none_is_a_fact() -> None:
    totals = [anchor for anchor in PACK.anchors if anchor.id == "commitments.count"]
    assert len({anchor.source for anchor in totals}) == len(totals) == 4
    assert all(anchor.disputed for anchor in totals)


@pytest.mark.parametrize(
    ("name", "cycle", "values"),
    [
        ("reporting.rate.makers", "2022", ["26"]),
        ("reporting.rate.commitments", "2022", ["31"]),
        ("reporting.rate.makers", "2023", ["42"]),
        ("reporting.rate.commitments", "2023", ["69"]),
        ("collectives.stage", "2023", ["79", "8", "6"]),
        ("collectives.on_track", "2023", ["87"]),
        ("collectives.partnerships", "2023", ["82"]),
        ("collectives.makers.group", "2023", ["82"]),
        ("collectives.count", "2021", ["31"]),
    ],
)
def test_the_anchors_of_the_case_study_are_there(name: str, cycle: str, values: list[str]) -> None:
    assert [anchor.value for anchor in PACK.anchors if (anchor.id, anchor.cycle) == (name, cycle)] == values


def test_the_pack_is_under_cc_by() -> None:
    assert PACK.licence == "CC-BY-4.0"
    assert "https://creativecommons.org/licenses/by/4.0/" in (shipped_path() / "LICENSE.md").read_text("utf-8")


_SCRIPTS = {"ru": re.compile("[А-Яа-яЁё]"), "ar": re.compile("[؀-ۿ]")}
_LATIN = {"SMART", "2021"}


@pytest.mark.parametrize("language", _SCRIPTS)
def test_texts_are_in_the_script_of_their_language(language: str) -> None:
    told = {text for spoken, text in texts_of(PACK) if spoken == language} - _LATIN
    assert [text for text in told if not _SCRIPTS[language].search(text)] == []
