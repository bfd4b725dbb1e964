"""Content as plain values."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from tests.builders import content, pledge, target

from avow.base.dates import PartialDate
from avow.commitments.content import ActionShare, Content, Pledge, TargetContent, from_json

FULL = content(
    actions=(ActionShare("care", "care-1", Decimal("0.25")), ActionShare("care", "care-2"), ActionShare("land")),
    start=PartialDate(2021),
    end=PartialDate(2024, 2, 29),
    targets=(target(baseline=Decimal("0.5")), target(2, unit="", target=None, baseline=None, baseline_on=None)),
    pledges=(pledge("0.10", "EUR", payer="O-0001", netted_at="C-2021-0001", netted_reason="re-granted"), pledge(on=None)),
    endorsement_level="minister",
    endorsed_on=date(2021, 6, 30),
    links=("https://example.org/a", "https://example.org/b"),
    joint=True,
)


def test_its_json_form_is_read_back_without_loss() -> None:
    for one in (FULL, Content(title="Bare")):
        assert from_json(json.loads(json.dumps(one.as_json()))) == one


def test_its_json_form_names_every_field() -> None:
    told = FULL.as_json()
    for kind, form in (
        (Content, told),
        (ActionShare, told["actions"][0]),
        (TargetContent, told["targets"][0]),
        (Pledge, told["pledges"][0]),
    ):
        assert set(form) == set(kind.__dataclass_fields__)


def test_themes_and_actions_come_once_each_in_the_order_named() -> None:
    assert (FULL.themes, FULL.action_codes) == (("care", "land"), ("care-1", "care-2"))


def test_pledged_amounts_add_up_by_currency() -> None:
    more = content(pledges=(pledge("1"), pledge("2", "EUR"), pledge("3", purpose="Other")))
    assert more.pledged() == {"EUR": Decimal(2), "USD": Decimal(4)}
