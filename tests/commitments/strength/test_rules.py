"""What each test of the rule language gives, and what it says it found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.commitments.strength.texts import measured, rule, seen, target, text

from avow.base.dates import PartialDate
from avow.commitments.content import Content, Pledge
from avow.commitments.strength import Money

TWO = text("", targets=(target(), target(number=2, baseline=None, target=Decimal(5))))


class TestFields:
    def test_present_gives_the_share_of_fields_that_are_told(self) -> None:
        dates = rule("present", "start", "end")
        assert measured(dates, Content("", start=PartialDate(2026))).value == 0.5
        assert seen(dates, Content("", start=PartialDate(2026, 3))) == ["2026-03"]

    @pytest.mark.parametrize("scope", ["", "unknown"])
    def test_a_code_that_says_unknown_tells_nothing(self, scope: str) -> None:
        assert measured(rule("present", "scope"), Content("", scope=scope)).value == 0

    def test_complete_gives_the_share_of_targets_that_tell_all_of_it(self) -> None:
        whole = measured(rule("complete", "targets.baseline", "targets.target"), TWO)
        assert (whole.value, whole.of) == (0.5, 2)

    def test_complete_is_nothing_without_targets(self) -> None:
        assert measured(rule("complete", "targets.target"), text("")).value == 0

    def test_at_least_counts_values_and_makers(self) -> None:
        assert measured(rule("at-least", "targets.target", steps=[1]), TWO).value == 2
        assert measured(rule("at-least", "makers", steps=[2]), text(""), makers=4).value == 4

    def test_sum_adds_amounts_up(self) -> None:
        money = (Money("secured", Decimal(5), usd=Decimal(5)), Money("pledged", Decimal(7), usd=Decimal("2.5")))
        assert measured(rule("sum", "money.usd", steps=[1]), text(""), money=money).value == 7.5

    @pytest.mark.parametrize("amount", ["NaN", "Infinity", "-5", "0"])
    def test_an_amount_that_is_none_counts_for_nothing(self, amount: str) -> None:
        pledges = (Pledge("Grants", Decimal(amount), "USD"),)
        assert measured(rule("at-least", "money.amount", steps=[1]), text("", pledges=pledges)).value == 0

    def test_one_of_is_met_by_one_value(self) -> None:
        new = rule("one-of", "money.novelty", values=("new",))
        money = (Money("pledged", Decimal(1), novelty="existing"), Money("pledged", Decimal(1), novelty="new"))
        assert (measured(new, text(""), money=money).value, seen(new, text(""), money=money)) == (1, ["new"])

    def test_rated_takes_the_best_rating(self) -> None:
        level = rule("rated", "endorsement_level", ratings={"minister": Decimal("0.5"), "head-of-state": Decimal(1)})
        assert measured(level, text("", endorsement_level="minister")).value == 0.5
        assert measured(level, text("", endorsement_level="somebody")).value == 0
        assert measured(level, text("")).value == 0

    def test_within_compares_the_earliest_days(self) -> None:
        soon = rule("within", "start", "targets.target_on", value=Decimal(3))
        assert measured(soon, text("", start=PartialDate(2026), targets=(target(),))).value == 1
        assert measured(soon, text("", start=PartialDate(2020), targets=(target(),))).value == 0
        assert measured(soon, text("", targets=(target(),))).value == 0

    def test_before_is_met_by_a_step_on_the_way(self) -> None:
        step = rule("before", "targets.target_on", "end")
        assert measured(step, text("", end=PartialDate(2029), targets=(target(),))).value == 1
        assert measured(step, text("", end=PartialDate(2028, 5), targets=(target(),))).value == 0

    def test_differs_and_same_compare_today_with_the_target(self) -> None:
        still = text("", targets=(target(target=Decimal(9)),))
        assert measured(rule("differs", "targets.baseline", "targets.target"), TWO).value == 0.5
        assert seen(rule("differs", "targets.baseline", "targets.target"), TWO) == ["9 → 30"]
        assert measured(rule("same", "targets.baseline", "targets.target"), still).value == 1
        assert measured(rule("same", "targets.baseline", "targets.target"), TWO).value == 0

    def test_a_day_of_endorsement_is_a_value_like_any_other(self) -> None:
        assert seen(rule("present", "endorsed_on"), text("", endorsed_on=date(2026, 3, 8))) == ["2026-03-08"]


class TestWords:
    LASTING = rule("mentions", "description", kind="cue", cues=("lasting",), steps=[1, 2])

    @pytest.mark.parametrize(
        ("description", "language", "words"),
        [
            ("Two laws will pass.", "en", ["laws"]),
            ("The LAW, the law and the laws", "en", ["LAW", "law", "laws"]),
            ("The penal code changes", "en", ["penal code"]),
            ("Une LOI nouvelle", "fr", ["LOI"]),
            ("Las leyes cambian", "es", ["leyes"]),
            ("Новые законы", "ru", ["законы"]),
            ("سيصدر القانون", "ar", ["القانون"]),
        ],
    )
    def test_a_word_is_found_in_all_its_forms_and_told_as_written(
        self, description: str, language: str, words: list[str]
    ) -> None:
        assert seen(self.LASTING, text(description, language)) == words[:1]

    @pytest.mark.parametrize(
        ("description", "language"),
        [
            ("There is no law.", "en"),
            ("Sans aucune loi.", "fr"),
            ("No hay ley.", "es"),
            ("без закона", "ru"),
            ("بدون قانون", "ar"),
        ],
    )
    def test_a_word_after_a_negation_does_not_count(self, description: str, language: str) -> None:
        assert measured(self.LASTING, text(description, language)).value == 0

    def test_a_negation_in_the_sentence_before_changes_nothing(self) -> None:
        assert measured(self.LASTING, text("We promise no. Law follows.")).value == 1

    def test_of_two_that_overlap_the_longer_counts_alone(self) -> None:
        assert measured(self.LASTING, text("the penal code")).value == 1

    def test_a_word_counts_once_however_often_it_stands(self) -> None:
        assert measured(self.LASTING, text("law " * 500)).value == 1

    def test_a_word_marked_as_exact_counts_in_that_form_alone(self) -> None:
        exact = rule("mentions", "description", kind="cue", cues=("exact",), steps=[1])
        assert measured(exact, text("one court")).value == 1
        assert measured(exact, text("two courts")).value == 0

    def test_a_phrase_does_not_reach_over_the_end_of_a_sentence(self) -> None:
        assert seen(self.LASTING, text("It is penal. Code it.")) == ["Code"]

    def test_a_language_without_words_is_said_not_to_be_read(self) -> None:
        assert measured(self.LASTING, text("Sheria mpya", "sw")).read is False
        assert measured(self.LASTING, text("", "sw")).read is True

    def test_figures_are_told_in_the_order_they_stand_in(self) -> None:
        assert seen(rule("figures", "description", steps=[1]), text("By 2028 thirty of 44 clinics")) == ["2028", "thirty", "44"]

    def test_dense_is_the_number_of_figures_in_a_hundred_words(self) -> None:
        assert measured(rule("dense", "description", steps=[1]), text("9 of 44 clinics open")).value == 40

    def test_exact_is_the_share_of_sentences_with_a_figure(self) -> None:
        found = measured(rule("exact", "description"), text("We open 9. We care."))
        assert (found.value, found.of) == (0.5, 2)

    def test_dated_counts_different_dates_from_the_start_on(self) -> None:
        dated = rule("dated", "description", steps=[1])
        content = text("Since 2008. By June 2027, again in June 2027, and by 2028.", start=PartialDate(2026))
        assert (measured(dated, content).value, seen(dated, content)) == (2, ["June 2027", "2028"])

    def test_worded_counts_the_words_of_the_longest(self) -> None:
        named = rule("worded", "targets.verification", kind="cue", steps=[2])
        content = text("", targets=(target(verification="Photos"), target(number=2, verification="Court clerk's book")))
        assert (measured(named, content).value, seen(named, content)) == (4, ["Court clerk's book"])

    def test_amounts_stand_beside_a_currency_or_its_sign(self) -> None:
        amounts = rule("amounts", "description", kind="cue", cues=("currencies",), steps=[1])
        assert seen(amounts, text("We pay 6 million dollars to 40 groups, and €500 to 3.")) == ["6 million", "500"]

    def test_matches_number_finds_the_targets_number_in_the_text(self) -> None:
        matches = rule("matches-number", "targets.target", "description", kind="cue")
        assert measured(matches, text("thirty clinics", targets=(target(),))).value == 1
        assert measured(matches, text("forty clinics", targets=(target(),))).value == 0
        assert measured(matches, text("thirty clinics")).value == 0
