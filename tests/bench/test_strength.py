"""Calibrating the strong-commitment check: agreement by hand, drafts read honestly, points fitted on others only."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bench.strength import drafts as reading
from bench.strength.__main__ import calibration
from bench.strength.agreement import agreement, by_item, consensus, exactly, matrix, matrix_lines
from bench.strength.drafts import ITEMS, PARTS, Draft, content_of, read_draft, read_drafts
from bench.strength.fitting import fit, rounded
from bench.strength.kappa import confusion, kappa
from bench.strength.scoring import declared, score, shares_of

from avow.base.dates import PartialDate
from avow.packs.loading import load
from avow.packs.shipped import shipped_pack, shipped_path

PACK = shipped_pack()


def _told(**values: Any) -> dict[str, Any]:
    """A draft as the files tell it, invented."""
    plain = {
        "id": "X1",
        "language": "en",
        "theme": "gender-based violence",
        "types": ["policy"],
        "title": "Courts",
        "description": "We will open 12 courts by 2029. Results are published.",
        "start": "2026-01",
        "end": "2029-12",
        "scope": "domestic",
        "countries_count": 1,
        "targets": [],
        "resources": [],
        "endorsement": {"level": None, "date": None},
        "co_makers_count": 0,
        "collective": False,
        "conditional_on": None,
    }
    return {**plain, **values}


def _draft(first: int = 2, second: int = 2, **values: Any) -> Draft:
    return read_draft(_told(**values), dict.fromkeys(ITEMS, first), dict.fromkeys(ITEMS, second))


class TestKappa:
    def test_full_agreement_is_one(self) -> None:
        assert kappa([(0, 0), (1, 1), (2, 2), (3, 3)]) == 1

    def test_raters_who_both_always_say_the_same_agree(self) -> None:
        assert kappa([(2, 2), (2, 2)]) == 1

    def test_full_contradiction_on_two_steps_is_minus_one(self) -> None:
        assert kappa([(0, 3), (3, 0)]) == -1

    def test_what_chance_gives_is_nought(self) -> None:
        assert kappa([(0, 0), (0, 3), (3, 0), (3, 3)]) == 0

    def test_it_is_what_a_hand_computes(self) -> None:
        """Squared distances seen: 1. By the margins (1, 1, 2 and 1, 2, 1 on 0, 1, 2): 0·1+1·2+4·1 = 6, 1·1+0·2+1·1 = 2,
        2 · (4·1+1·2+0·1) = 12, over four pairs."""
        pairs = [(0, 0), (1, 1), (2, 1), (2, 2)]
        assert kappa(pairs) == pytest.approx(1 - 4 * 1 / (6 + 2 + 12))

    def test_far_disagreement_weighs_more_than_near(self) -> None:
        near, far = [(0, 1), (1, 1), (2, 2), (3, 3)], [(0, 3), (1, 1), (2, 2), (3, 3)]
        assert kappa(far) < kappa(near)

    def test_the_matrix_counts_what_each_said(self) -> None:
        assert confusion([(0, 1), (0, 1), (3, 3)]) == [[0, 2, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]


class TestDrafts:
    def test_what_a_draft_tells_stands_in_its_content(self) -> None:
        content = content_of(
            _told(endorsement={"level": "minister", "date": "2026-02"}, conditional_on="A grant", collective=True)
        )
        assert (content.start, content.endorsement_level, str(content.endorsed_on)) == (
            PartialDate(2026, 1),
            "minister",
            "2026-02-01",
        )
        assert (content.pledge, content.condition, content.joint, content.themes) == ("conditional", "A grant", True, ("gbv",))

    def test_what_it_does_not_tell_stays_untold(self) -> None:
        bare = read_draft({"id": "X", "language": "fr", "title": "T"}, {}, {})
        assert (bare.content.start, bare.content.countries, bare.money, bare.makers) == (None, (), (), 1)

    def test_an_amount_left_empty_is_no_money(self) -> None:
        assert _draft(resources=[{"amount": None, "currency": "USD", "stage": "pledged"}]).money == ()

    def test_an_amount_is_in_dollars_where_a_rate_is_known(self) -> None:
        told = [{"amount": 10, "currency": "USD", "stage": "secured", "newness": "new", "kind": "own_budget"},
                {"amount": 10, "currency": "ARS", "stage": "pledged", "newness": "unknown", "kind": "loan"}]  # fmt: skip
        assert [(one.stage, one.usd, one.instrument) for one in _draft(resources=told).money] == [
            ("secured", Decimal(10), "unknown"), ("pledged", None, "loan"),
        ]  # fmt: skip

    def test_files_are_read_with_both_readers(self, tmp_path: Path) -> None:
        scores = {"id": "X1", **{item.replace("-", "_"): 1 for item in ITEMS}}
        (tmp_path / "drafts.jsonl").write_text(json.dumps(_told()) + "\n")
        (tmp_path / "reader_a.jsonl").write_text(json.dumps(scores) + "\n")
        (tmp_path / "reader_b.jsonl").write_text(json.dumps({**scores, "overall": 3}) + "\n\n")
        (one,) = read_drafts(tmp_path)
        assert (one.first["time-bound"], one.second["overall"], one.mean("overall")) == (1, 3, 2)

    def test_parts_are_those_of_the_shipped_framework(self) -> None:
        assert tuple(part.code for criterion in PACK.criteria for part in criterion.parts) == PARTS
        assert set(reading.LEVELS.values()) == set(PACK.lists["endorsement_levels"].codes)
        assert set(reading.THEMES.values()) <= {theme.code for theme in PACK.themes}


class TestAgreement:
    SCORES = (dict.fromkeys(ITEMS, 3), dict.fromkeys(ITEMS, 0))

    def test_each_reader_is_told_apart_and_their_mean_is_rounded_up(self) -> None:
        drafts = [_draft(3, 2), _draft(0, 0)]
        found = agreement(drafts, self.SCORES, ("overall",))
        assert (found.first, consensus(drafts[0], "overall")) == (1, 3)
        assert found.mean == (found.first + found.second) / 2
        assert by_item(drafts, self.SCORES)["impact"] == agreement(drafts, self.SCORES, ("impact",))

    def test_the_matrix_has_readers_in_rows_and_rules_in_columns(self) -> None:
        drafts = [_draft(1, 1), _draft(0, 0)]
        assert matrix(drafts, self.SCORES, "overall")[1] == [0, 0, 0, 1]
        assert exactly(drafts, self.SCORES, "overall") == (1, 1)
        assert matrix_lines(matrix(drafts, self.SCORES, "overall"))[3] == "| 1 | 0 | 0 | 0 | 1 |"


class TestFitting:
    DRAFTS = tuple(
        _draft(
            level,
            level,
            id=f"X{n}",
            resources=[{"amount": 9, "currency": "USD", "stage": "secured", "newness": "new"}] * (level > 1),
        )
        for n, level in enumerate((0, 0, 1, 2, 3, 3))
    )

    def test_points_keep_the_sign_that_is_declared(self) -> None:
        found = fit(PACK.criteria, self.DRAFTS, shares_of(PACK, self.DRAFTS))
        for part in (part for criterion in PACK.criteria for part in criterion.parts):
            for rule, points in found.points[part.code].items():
                assert points * float(part.points[rule]) >= 0, (part.code, rule)
            assert found.weights[part.code] > 0

    def test_what_tells_drafts_apart_gets_points(self) -> None:
        found = fit(PACK.criteria, self.DRAFTS, shares_of(PACK, self.DRAFTS))
        assert found.points["funding"]["money-secured"] > 0.3
        assert (
            found.scores(shares_of(PACK, self.DRAFTS)[-1])["funding"] > found.scores(shares_of(PACK, self.DRAFTS)[0])["funding"]
        )

    def test_a_rule_no_draft_meets_keeps_its_points(self) -> None:
        found = fit(PACK.criteria, self.DRAFTS, shares_of(PACK, self.DRAFTS))
        funding = next(part for criterion in PACK.criteria for part in criterion.parts if part.code == "funding")
        assert found.points["funding"]["existing-money"] == float(funding.points["existing-money"])

    def test_fitted_scores_round_as_the_check_does(self) -> None:
        assert [rounded(value) for value in (-1.0, 0.0, 0.49, 0.5, 1.45 + 0.05, 2.5, 9.0)] == [0, 0, 0, 1, 2, 3, 3]


@pytest.mark.shared_data
class TestTheScoredDrafts:
    @pytest.fixture
    def drafts(self, shared: Path) -> list[Draft]:
        return read_drafts(shared / "strength")

    def test_the_rules_agree_with_the_readers_as_well_as_was_aimed_at(self, drafts: list[Draft]) -> None:
        scores = declared(PACK, drafts)
        assert agreement(drafts, scores, ITEMS).mean >= 0.80
        assert all(one.mean >= 0.75 for item, one in by_item(drafts, scores).items() if item != "attainable")

    def test_the_points_the_framework_declares_are_those_the_drafts_ask_for(self, drafts: list[Draft]) -> None:
        found = fit(PACK.criteria, drafts, shares_of(PACK, drafts))
        for part in (part for criterion in PACK.criteria for part in criterion.parts):
            assert {rule: float(points) for rule, points in part.points.items()} == found.points[part.code], part.code
            assert (float(part.start), float(part.weight)) == (found.start[part.code], found.weights[part.code]), part.code
        assert float(PACK.strength.start) == found.overall

    def test_what_the_framework_says_of_its_agreement_is_what_is_measured(self, drafts: list[Draft]) -> None:
        told = PACK.strength.calibration
        assert told is not None
        assert told.drafts == len(drafts)
        measured = by_item(drafts, declared(PACK, drafts))
        for one in told.agreements:
            if one.code in measured:
                assert float(one.rules) == pytest.approx(measured[one.code].mean, abs=0.005), one.code

    def test_each_draft_is_scored_without_itself(self, drafts: list[Draft]) -> None:
        few = drafts[:12]
        scored = score(PACK, few)
        shares = shares_of(PACK, few)
        assert scored.validated[0] == fit(PACK.criteria, few[1:], shares[1:]).scores(shares[0])

    def test_the_calibration_can_be_written_anew(self, drafts: list[Draft], tmp_path: Path) -> None:
        file = tmp_path / "calibration.toml"
        file.write_text(calibration(PACK, drafts[:10]), "utf-8")
        assert file.read_text("utf-8").count("[[part]]") == len(ITEMS) + 1


def test_the_shipped_folder_is_the_one_the_bench_writes_to() -> None:
    from bench.strength.places import PACK as FOLDER

    assert load(FOLDER).strength == load(shipped_path()).strength
