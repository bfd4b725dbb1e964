"""A pack is loaded whole or refused with everything that is wrong in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.packs.copies import Copy

from avow.packs.loading import load
from avow.packs.problems import PackRefused


def test_the_second_pack_loads_though_nothing_in_it_is_of_the_first(rivers: Copy) -> None:
    pack = load(rivers.path)
    assert [theme.code for theme in pack.themes] == ["spring", "mouth"]
    assert pack.lists["types"].codes == ("planting", "sampling")
    assert (pack.terms.min_years, pack.terms.max_years) == (2, 10)
    assert pack.reporting_group("mill", "mill.paper") == "people"


def test_moments_are_instants_of_the_packs_time_zone(rivers: Copy) -> None:
    window = load(rivers.path).windows[0]
    assert window.opens == datetime(2030, 2, 28, 21, 0, tzinfo=UTC)


def test_a_window_is_open_from_its_first_to_its_last_moment(rivers: Copy) -> None:
    pack = load(rivers.path)
    window = pack.windows[0]
    assert pack.window_at(window.opens) is window
    assert pack.window_at(window.closes) is window
    assert pack.window_at(datetime(2030, 6, 1, tzinfo=UTC)) is None


def test_platform_lists_come_with_every_pack(rivers: Copy) -> None:
    pack = load(rivers.path)
    assert "NAM" in pack.lists["countries"]
    assert pack.lists["origins"].codes == ("maker", "secretariat", "public-source")


def test_a_pack_may_give_stages_its_own_names(rivers: Copy) -> None:
    stage = load(rivers.path).lists["stages"].find("planning")
    assert stage is not None
    assert stage.name["en"] == "Seed"


def test_a_source_is_told_in_full_with_the_place_in_it(rivers: Copy) -> None:
    assert load(rivers.path).terms.source == "The River Agreement (https://rivers.example/agreement), article 3"


def test_all_problems_are_told_at_once(rivers: Copy) -> None:
    rivers.replace("pack.toml", "max_years = 10", "max_years = 1")
    rivers.replace("windows.toml", "2030-05-31", "2030-01-31")
    rivers.drop("indicators/promises.count.sql")
    assert {problem.file for problem in rivers.problems()} == {
        "pack.toml",
        "windows.toml",
        "indicators/promises.count.sql",
    }


def test_a_problem_names_file_key_what_was_found_and_what_was_expected(rivers: Copy) -> None:
    rivers.replace("themes/spring.toml", 'track = "water"', 'track = "fire"')
    problem = rivers.problem("themes/spring.toml", "themes.spring.track")
    assert problem.found == "'fire'"
    assert problem.expected == "a code of tracks: water"


def test_no_folder_is_one_problem() -> None:
    with pytest.raises(PackRefused) as refused:
        load(Path("nowhere"))
    assert refused.value.code == "pack-refused"
    assert refused.value.problems[0].found == "no such folder"


def test_an_unknown_key_is_refused_with_the_known_ones(rivers: Copy) -> None:
    rivers.append("themes/spring.toml", 'colour_of_water = "blue"\n')
    problem = rivers.problem("themes/spring.toml", "themes.spring.actions.spring-1.colour_of_water")
    assert "aliases" in problem.expected


def test_a_missing_key_is_refused(rivers: Copy) -> None:
    rivers.replace("windows.toml", "opens = 2030-03-01T00:00:00\n", "")
    assert rivers.problem("windows.toml", "windows.rains.opens").found == "nothing"


def test_a_value_of_the_wrong_kind_is_refused(rivers: Copy) -> None:
    rivers.replace("pack.toml", "ends = 2035", 'ends = "soon"')
    assert rivers.problem("pack.toml", "terms.ends").expected == "a whole number"


def test_a_file_that_is_no_toml_is_refused_with_its_line(rivers: Copy) -> None:
    rivers.write("anchors.toml", "anchor = [\n")
    assert any("no TOML" in problem.found for problem in rivers.problems())


def test_a_file_that_is_no_utf8_is_refused(rivers: Copy) -> None:
    (rivers.path / "texts.toml").write_bytes(b'"home.promise" = "caf\xe9"')
    assert any(problem.expected == "text in UTF-8" for problem in rivers.problems())


def test_a_text_missing_in_one_language_is_refused_by_its_address(rivers: Copy) -> None:
    rivers.replace("languages/ar.toml", '"themes.spring.name"', "#")
    problem = rivers.problem("languages/ar.toml", "themes.spring.name")
    assert problem.expected == "the text in Arabic: 'Springs'"


def test_a_blank_text_is_as_missing(rivers: Copy) -> None:
    rivers.replace("languages/fr.toml", '"themes.spring.name" = "Sources"', '"themes.spring.name" = " "')
    rivers.problem("languages/fr.toml", "themes.spring.name")


def test_a_missing_language_file_is_one_problem_and_not_one_for_each_text(rivers: Copy) -> None:
    rivers.drop("languages/ru.toml")
    rivers.problem("languages/ru.toml", "file")


def test_a_pack_must_speak_all_five_languages(rivers: Copy) -> None:
    rivers.replace("pack.toml", '"ru", "ar"]', '"ru"]')
    assert ("pack.toml", "languages") in {(problem.file, problem.key) for problem in rivers.problems()}


def test_a_translation_of_no_text_is_refused(rivers: Copy) -> None:
    rivers.append("languages/es.toml", '"themes.lake.name" = "Lagos"\n')
    rivers.problem("languages/es.toml", "themes.lake.name")


def test_a_duplicate_code_is_refused(rivers: Copy) -> None:
    text = (rivers.path / "lists/types.toml").read_text("utf-8")
    entry = text[text.index("[[entry]]") :].split("[[entry]]")[1]
    rivers.append("lists/types.toml", "[[entry]]" + entry)
    assert "second time" in rivers.problem("lists/types.toml", "lists.types.planting.code").found


def test_an_action_code_is_unique_over_all_themes(rivers: Copy) -> None:
    rivers.replace("themes/mouth.toml", 'code = "mouth-1"', 'code = "spring-1"')
    for language in ("fr", "es", "ru", "ar"):
        rivers.replace(f"languages/{language}.toml", "themes.mouth.actions.mouth-1", "themes.mouth.actions.spring-1")
    rivers.problem("themes", "action")


def test_a_theme_is_named_as_its_file(rivers: Copy) -> None:
    rivers.replace("themes/mouth.toml", 'code = "mouth"', 'code = "delta"')
    assert rivers.problem("themes/mouth.toml", "themes.mouth.code").expected == "'mouth', as the file is named"


def test_a_sub_category_of_no_category_is_refused(rivers: Copy) -> None:
    rivers.replace("lists/sub_categories.toml", 'group = "mill"', 'group = "factory"')
    rivers.problem("lists/sub_categories.toml", "lists.sub_categories.mill.paper.group")


def test_a_reporting_group_that_is_not_listed_is_refused(rivers: Copy) -> None:
    rivers.replace("lists/categories.toml", 'reporting_group = "people"', 'reporting_group = "crowd"')
    assert {problem.found for problem in rivers.problems()} == {"'crowd'"}


def test_a_category_without_a_reporting_group_is_refused(rivers: Copy) -> None:
    rivers.replace("lists/categories.toml", 'reporting_group = "people"\n', "")
    assert len(rivers.problems()) == 2


def test_a_missing_list_is_refused(rivers: Copy) -> None:
    rivers.drop("lists/groups.toml")
    assert ("lists/groups.toml", "file") in {(problem.file, problem.key) for problem in rivers.problems()}


def test_a_platform_list_cannot_be_replaced(rivers: Copy) -> None:
    rivers.write("lists/standings.toml", "entry = []\n")
    assert rivers.problem("lists/standings.toml", "file").found == "a list of the platform"


def test_renamed_stages_keep_the_platforms_codes(rivers: Copy) -> None:
    rivers.replace("lists/stages.toml", 'code = "planning"', 'code = "dreaming"')
    assert any(problem.key == "entry" and "dreaming" in problem.found for problem in rivers.problems())


def test_a_window_that_closes_before_it_opens_is_refused(rivers: Copy) -> None:
    rivers.replace("windows.toml", "closes = 2030-05-31T23:59:59", "closes = 2030-02-01T00:00:00")
    rivers.problem("windows.toml", "windows.rains.closes")


def test_an_unknown_time_zone_is_refused(rivers: Copy) -> None:
    rivers.replace("pack.toml", "Africa/Nairobi", "Mars/Olympus")
    rivers.problem("pack.toml", "time_zone")


def test_a_time_zone_that_is_a_path_is_refused(rivers: Copy) -> None:
    rivers.replace("pack.toml", "Africa/Nairobi", "../../etc/passwd")
    rivers.problem("pack.toml", "time_zone")


def test_a_shortest_term_above_the_longest_is_refused(rivers: Copy) -> None:
    rivers.replace("pack.toml", "min_years = 2", "min_years = 11")
    assert ("pack.toml", "terms.min_years") in {(problem.file, problem.key) for problem in rivers.problems()}


def test_a_share_above_one_is_refused(rivers: Copy) -> None:
    rivers.append("review.toml", "second_share = 1.5\n")
    assert rivers.problem("review.toml", "review.routes.all.second_share").expected == "a share from 0 to 1"


def test_a_share_that_is_no_number_is_refused(rivers: Copy) -> None:
    rivers.append("review.toml", "second_share = nan\n")
    assert rivers.problem("review.toml", "review.routes.all.second_share").expected == "a number"


def test_a_version_is_three_numbers(rivers: Copy) -> None:
    rivers.replace("pack.toml", 'version = "0.1.0"', 'version = "new"')
    assert rivers.problem("pack.toml", "version").expected == "three numbers, such as 1.0.0"


def test_a_colour_is_written_as_six_hexadecimal_digits(rivers: Copy) -> None:
    rivers.replace("themes/mouth.toml", 'track = "water"', 'track = "water"\ncolour = "url(x)"')
    rivers.problem("themes/mouth.toml", "themes.mouth.colour")


def test_a_fact_without_a_source_is_refused(rivers: Copy) -> None:
    rivers.replace("windows.toml", 'source = "law, article 5"\n', "")
    rivers.problem("windows.toml", "windows.rains.source")


def test_a_source_that_is_not_declared_is_refused(rivers: Copy) -> None:
    rivers.replace("windows.toml", 'source = "law, article 5"', 'source = "hearsay"')
    assert rivers.problem("windows.toml", "windows.rains.source").found == "'hearsay'"


def test_a_fact_must_say_whether_it_is_confirmed(rivers: Copy) -> None:
    rivers.replace("windows.toml", "confirmed = true\n", "")
    rivers.problem("windows.toml", "windows.rains.confirmed")


def test_a_figure_without_sql_is_refused(rivers: Copy) -> None:
    rivers.drop("indicators/promises.count.sql")
    rivers.problem("indicators/promises.count.sql", "promises.count")


def test_sql_of_no_figure_is_refused(rivers: Copy) -> None:
    rivers.write("indicators/promises.kept.sql", "SELECT 1 AS numerator, 1 AS denominator")
    rivers.problem("indicators/promises.kept.sql", "file")


def test_a_figure_declared_twice_is_refused(rivers: Copy) -> None:
    rivers.append("indicators.toml", (rivers.path / "indicators.toml").read_text("utf-8"))
    assert "second time" in rivers.problem("indicators.toml", "indicators.promises.count.id").found


def test_a_figure_by_an_unknown_column_is_refused(rivers: Copy) -> None:
    rivers.replace("indicators.toml", 'by = ["standing"]', 'by = ["mood"]')
    assert rivers.problem("indicators.toml", "indicators.promises.count.by").found == "'mood'"


def test_a_figure_by_a_column_its_sql_does_not_return_is_refused(rivers: Copy) -> None:
    rivers.replace("indicators.toml", 'by = ["standing"]', 'by = ["standing", "theme"]')
    assert rivers.problem("indicators.toml", "indicators.promises.count.by").found == "'theme'"


def test_a_rule_on_an_unknown_field_is_refused(rivers: Copy) -> None:
    rivers.replace("rules.toml", '"targets.target"', '"targets.wish"')
    assert rivers.problem("rules.toml", "rules.number.fields").found == "'targets.wish'"


def test_a_cue_rule_with_a_test_of_fields_is_refused(rivers: Copy) -> None:
    rivers.replace("rules.toml", 'kind = "field"', 'kind = "cue"')
    assert rivers.problem("rules.toml", "rules.number.test").found == "'at-least'"


def test_a_rule_that_looks_for_words_names_its_lists(rivers: Copy) -> None:
    rivers.replace("rules.toml", 'kind = "field"', 'kind = "cue"')
    rivers.replace("rules.toml", 'test = "at-least"', 'test = "mentions"')
    assert rivers.problem("rules.toml", "rules.number.cues").found == "nothing"


def test_a_rule_that_looks_for_a_list_of_words_that_is_not_there_is_refused(rivers: Copy) -> None:
    rivers.replace("rules.toml", 'kind = "field"', 'kind = "cue"\ncues = ["mud"]')
    rivers.replace("rules.toml", 'test = "at-least"', 'test = "mentions"')
    assert rivers.problem("rules.toml", "rules.number.cues").found == "'mud'"


def test_a_list_of_words_speaks_every_language_of_the_pack_or_says_that_it_has_none(rivers: Copy) -> None:
    rivers.write("cues.toml", '[mud]\nen = ["mud"]\nfr = ["boue"]\nes = ["lodo"]\nru = []\n')
    assert rivers.problem("cues.toml", "mud.ar").found == "nothing"


def test_a_test_without_the_number_it_compares_with_is_refused(rivers: Copy) -> None:
    rivers.replace("rules.toml", "steps = [1]\n", "")
    assert rivers.problem("rules.toml", "rules.number.steps").found == "nothing"


def test_steps_that_do_not_rise_are_refused(rivers: Copy) -> None:
    rivers.replace("rules.toml", "steps = [1]", "steps = [2, 1]")
    assert rivers.problem("rules.toml", "rules.number.steps").found == "2, 1"


def test_a_rating_outside_nought_to_one_is_refused(rivers: Copy) -> None:
    rivers.replace("rules.toml", 'test = "at-least"', 'test = "rated"\nratings = { high = 2 }')
    assert rivers.problem("rules.toml", "rules.number.ratings").found == "a number outside 0 to 1"


def test_a_test_of_two_fields_needs_two(rivers: Copy) -> None:
    rivers.replace("rules.toml", 'test = "at-least"', 'test = "differs"')
    assert rivers.problem("rules.toml", "rules.number.fields").found == "1 fields"


def test_points_for_a_rule_that_is_not_there_are_refused(rivers: Copy) -> None:
    rivers.replace("criteria.toml", "number = 2", "number = 2, luck = 1")
    assert rivers.problem("criteria.toml", "criteria.depth.points").found == "'luck'"


def test_a_rule_that_counts_for_nothing_is_refused(rivers: Copy) -> None:
    text = (rivers.path / "rules.toml").read_text("utf-8")
    rivers.append("rules.toml", "\n" + text.replace('code = "number"', 'code = "other"'))
    found = {(one.file, one.key): one.found for one in rivers.problems()}
    assert found["rules.toml", "rules.other"] == "a rule no criterion uses"


def test_a_rule_can_only_give_way_to_another_rule(rivers: Copy) -> None:
    rivers.replace("rules.toml", "steps = [1]", 'steps = [1]\nunless = ["number"]')
    assert rivers.problem("rules.toml", "rules.number.unless").found == "'number'"


def test_a_weight_below_zero_is_refused_since_a_better_part_never_lowers_the_whole(rivers: Copy) -> None:
    rivers.replace("criteria.toml", "weight = 1", "weight = -1")
    assert rivers.problem("criteria.toml", "criteria.depth.weight").found == "-1"


def test_a_criterion_is_scored_either_whole_or_in_parts(rivers: Copy) -> None:
    rivers.append(
        "criteria.toml", '\n[[criterion.part]]\ncode = "bed"\nname = "Bed"\nmeaning = "Deep."\npoints = { number = 1 }\n'
    )
    assert any(one.found == "points beside parts" for one in rivers.problems())


def test_an_example_says_the_score_of_every_part(rivers: Copy) -> None:
    rivers.write(
        "examples.toml",
        '[[example]]\ncode = "one"\ntitle = "One"\ndescription = "One."\nremark = "So."\n'
        "draft = {}\nscores = { overall = 1 }\n",
    )
    assert any(one.key == "examples.one.scores" and one.found == "'depth'" for one in rivers.problems())


def test_a_misspelt_file_is_not_passed_over(rivers: Copy) -> None:
    rivers.write("anchor.toml", "")
    assert rivers.problem("anchor.toml", "file").found == "an unknown file"


def test_a_pack_without_a_licence_is_refused(rivers: Copy) -> None:
    rivers.drop("LICENSE.md")
    rivers.problem("LICENSE.md", "file")


def test_one_text_may_be_marked_unreviewed_though_the_others_were_read(rivers: Copy) -> None:
    rivers.replace("languages/fr.toml", "reviewed = false", 'reviewed = true\nunreviewed = ["affirmation.text"]')
    pack = load(rivers.path)
    assert not pack.reviewed("fr")
    assert not pack.reviewed("fr", "affirmation.text")
    assert pack.reviewed("fr", "name")
    assert not pack.reviewed("es", "name")
    assert pack.reviewed("en")


def test_an_unreviewed_mark_on_no_text_is_refused(rivers: Copy) -> None:
    rivers.replace("languages/fr.toml", "reviewed = false", 'reviewed = true\nunreviewed = ["themes.lake.name"]')
    rivers.problem("languages/fr.toml", "unreviewed")
