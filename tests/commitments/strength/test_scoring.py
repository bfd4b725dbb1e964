"""From rules to scores: points, steps, weights, and the promises every pack's scores keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.commitments.strength.texts import check, rule, shipped, strength, target, text

from avow.base.dates import PartialDate
from avow.commitments.content import Content, Pledge
from avow.commitments.strength import Money, Strengths
from avow.commitments.strength.examples import strength_of_example
from avow.commitments.strength.money import reached
from avow.packs.shipped import shipped_pack

PACK = shipped_pack()
START = rule("present", "start", code="start")
END = rule("present", "end", code="end")


def _points(found: Strengths) -> float:
    return found.parts[0].points


class TestPoints:
    def test_a_rule_that_is_met_gives_its_points(self) -> None:
        assert _points(check(START, begins="0.5").of(Content("", start=PartialDate(2026)))) == 1.5

    def test_steps_give_equal_shares(self) -> None:
        makers = rule("at-least", "makers", code="makers", steps=[2, 3, 7])
        assert [_points(check(makers, makers=3).of(text(""), makers=count)) for count in (1, 2, 3, 6, 7, 90)] == [
            0,
            1,
            2,
            2,
            3,
            3,
        ]

    def test_a_share_on_a_step_reaches_it(self) -> None:
        exact = rule("exact", "description", code="exact", steps=["0.2", "0.4", "0.6"])
        assert _points(check(exact, exact=3).of(text("1 a. 2 b. 3 c. d. e."))) == 3

    def test_a_rule_with_points_below_zero_takes_and_the_part_stays_on_its_scale(self) -> None:
        takes = check(START, begins="1", start=-2)
        assert _points(takes.of(Content("", start=PartialDate(2026)))) == 0

    def test_half_a_point_rounds_up(self) -> None:
        halves = rule("present", "start", "end", code="dates")
        assert check(halves, dates=3).of(Content("", start=PartialDate(2026))).parts[0].score == 2

    def test_a_rule_gives_way_to_the_one_it_names(self) -> None:
        instead = replace(END, unless=("start",))
        both = check(START, instead).of(Content("", start=PartialDate(2026), end=PartialDate(2027)))
        alone = check(START, instead).of(Content("", end=PartialDate(2027)))
        assert (_points(both), _points(alone)) == (1, 1)

    def test_words_that_cannot_be_read_count_for_half(self) -> None:
        lasting = rule("mentions", "description", kind="cue", code="lasting", cues=("lasting",), steps=[1])
        found = check(lasting, lasting=2).of(text("Sheria mpya", "sw"))
        assert (_points(found), found.spoken) == (1, False)

    def test_it_says_what_came_from_fields_and_what_would_improve_it(self) -> None:
        lasting = rule("mentions", "description", kind="cue", code="lasting", cues=("lasting",), steps=[1])
        (part,) = check(START, END, lasting).of(text("A law.", start=PartialDate(2026))).parts
        assert (part.points, part.from_fields) == (2, 1)
        assert [one.verdict.rule.code for one in part.counted if one.can_improve] == ["end"]

    def test_a_criterion_of_parts_has_their_mean(self) -> None:
        found = strength(text(""))
        assert found.by_code()["smart"] == round(sum(one.points for one in found.criteria[-1].parts) / 5)


class TestMoney:
    def test_the_same_money_is_not_counted_at_two_stages(self) -> None:
        pledged = (Money("pledged", Decimal(100), usd=Decimal(100)),)
        given = (Money("secured", Decimal(60), usd=Decimal(60)), Money("disbursed", Decimal(20), usd=Decimal(20)))
        assert [(one.stage, one.usd) for one in reached(pledged, given)] == [("secured", 60), ("pledged", 40)]

    def test_a_pledge_that_is_secured_whole_is_left_out(self) -> None:
        pledged = (Money("pledged", Decimal(100), usd=Decimal(100)),)
        assert [one.stage for one in reached(pledged, (Money("secured", Decimal(100), usd=Decimal(100)),))] == ["secured"]

    def test_money_without_a_rate_stays_as_it_is(self) -> None:
        pledged = (Money("pledged", Decimal(100), "XAF"),)
        assert reached(pledged, ()) == pledged


class TestShippedRules:
    @pytest.mark.parametrize("example", PACK.strength.examples, ids=lambda one: one.code)
    @pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar"])
    def test_the_examples_score_as_the_framework_says_in_every_language(self, example: Any, language: str) -> None:
        assert strength_of_example(shipped(), example, language).by_part() == {
            code: int(score) for code, score in example.scores.items()
        }

    def test_an_empty_draft_scores_nothing(self) -> None:
        assert set(strength(Content("")).by_part().values()) == {0}

    def test_every_rule_says_what_it_found_in_a_strong_draft(self) -> None:
        strong = next(one for one in PACK.strength.examples if one.code == "strong")
        for part in strength_of_example(shipped(), strong, "en").parts:
            for one in part.counted:
                assert one.verdict.found or one.verdict.share == 0 or not one.verdict.measure.read, one.verdict.rule.code

    BETTER = (
        ("targets", (target(verification="Court register, audited each year"),)),
        ("start", PartialDate(2026)),
        ("end", PartialDate(2029)),
        ("endorsement_level", "chief-executive"),
        ("endorsed_on", date(2026, 3, 8)),
        ("joint", True),
        ("pledges", (Pledge("Grants", Decimal(500_000), "USD", novelty="new"),)),
    )

    @pytest.mark.parametrize(("field", "value"), BETTER, ids=[name for name, _ in BETTER])
    def test_telling_more_in_a_field_never_lowers_a_score(self, field: str, value: object) -> None:
        bare = text("We will open 30 clinics by May 2028; today there are 9. Results are published each year.")
        before, after = strength(bare), strength(replace(bare, **{field: value}))
        assert all(one.points <= other.points for one, other in zip(before.parts, after.parts, strict=True))
        assert before.points < after.points

    def test_more_makers_never_lower_a_score(self) -> None:
        points = [strength(text("We act."), makers=count).points for count in range(1, 12)]
        assert points == sorted(points)

    def test_amounts_told_only_in_words_count_some_of_what_entered_ones_do(self) -> None:
        told = strength(
            text("We will pay 6 million euros to women's groups over four years, as we have never done before in our history.")
        )
        entered = strength(text("We pay."), money=(Money("secured", Decimal(6_000_000), "EUR", novelty="new"),))
        assert (told.by_part()["funding"], entered.by_part()["funding"]) == (1, 3)

    def test_a_vote_told_only_in_words_counts_some_of_what_a_level_does(self) -> None:
        told = strength(text("The programme was approved by the governing board in March 2026 after two readings."))
        assert told.by_part()["endorsement"] == 1

    def test_a_text_in_a_language_without_words_is_judged_by_fields_and_figures(self) -> None:
        found = strength(
            text("Tutafungua vituo 30 ifikapo Mei 2028; leo kuna 9.", "sw", start=PartialDate(2026), targets=(target(),))
        )
        assert found.spoken is False
        assert found.by_part()["time-bound"] >= 2


HOSTILE = (
    "",
    " ",
    "\x00",
    "\ud800",
    "x" * 100_000,
    "law " * 25_000,
    "<p>" * 30_000,
    "<script>alert(1)</script> &lt;b&gt; &#x110000; &#0;",
    "1 " * 50_000,
    "我们将在五年内开设三十个中心。" * 3000,
    "हम 2028 तक ५० केंद्र खोलेंगे। " * 2000,
    "🙂" * 20_000,
    "\u202e\u202d\u2066" * 5000,
    "²½Ⅷ① ９９９ ٣٫٥ 1e309 -0 +∞ NaN",
    "%s {0} {{7*7}} ${x} ' OR 1=1 --",
)


@pytest.mark.parametrize("said", HOSTILE, ids=lambda one: repr(one[:10]))
@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh", "", "xx-\x00"])
def test_nothing_that_can_be_written_raises(said: str, language: str) -> None:
    content = Content(
        title=said,
        description=said,
        language=language,
        types=(said,),
        countries=(said,),
        groups=(said,),
        targets=(
            target(
                statement=said,
                indicator=said,
                unit=said,
                verification=said,
                target=Decimal("NaN"),
                baseline=Decimal("Infinity"),
            ),
        ),
        pledges=(Pledge(said, Decimal("NaN"), said), Pledge(said, Decimal("1E+400"), "USD", novelty=said)),
        endorsement_level=said,
        pledge=said,
        condition=said,
        principles=said,
        links=(said,),
        scope=said,
    )
    found = strength(content, makers=-3)
    assert set(found.by_code()) >= {"impact", "funding", "endorsement", "collective", "smart"}
    assert all(0 <= score <= 3 for score in (*found.by_code().values(), found.overall))
    for part in found.parts:
        for one in part.counted:
            assert all(len(told.said) <= 130 for told in one.verdict.found)


def test_a_text_too_long_to_be_read_whole_says_so() -> None:
    assert strength(text("a law " * 20_000)).cut is True
    assert strength(text("a law")).cut is False
