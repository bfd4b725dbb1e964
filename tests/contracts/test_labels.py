"""The public page says what a label rests on without asking the desk: the two must agree."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests import builders

from avow.base.dates import PartialDate
from avow.commitments.changes import NEUTRAL, effects, label
from avow.commitments.content import Content, TargetContent
from avow.public.pages.promised import Promise, weighed

GROUPS = {"end": "end", "countries": "countries", "pledge": "pledge", "pledged": "pledged", "target": "targets"}
DATES = (None, PartialDate(2025), PartialDate(2025, 12), PartialDate(2026, 6))


def _target(chance: random.Random, number: int) -> TargetContent:
    value = chance.choice((None, Decimal(10), Decimal("10.0"), Decimal(20)))
    return builders.target(number, target=value, unit=chance.choice(("", "people", "wells")), target_on=chance.choice(DATES))


def _content(chance: random.Random) -> Content:
    amounts = [(currency, chance.choice(("0", "5", "5.00", "7"))) for currency in ("EUR", "USD") if chance.random() < 0.6]
    return replace(
        builders.content(),
        end=chance.choice(DATES),
        countries=tuple(chance.sample(("KEN", "FRA"), chance.randint(0, 2))),
        pledge=chance.choice(("", "unconditional", "conditional", "met", "failed")),
        pledges=tuple(builders.pledge(amount, currency) for currency, amount in amounts),
        targets=tuple(_target(chance, number) for number in (1, 2) if chance.random() < 0.7),
    )


def _promise(content: Content) -> Promise:
    """As the record tells it."""

    def told(value: object) -> Any:
        return None if value is None else str(value)

    row = {
        "end": told(content.end),
        "countries": list(content.countries),
        "pledge": content.pledge or None,
        "pledged": [f"{amount:.2f} {currency}" for currency, amount in content.pledged().items()],
    }
    targets = {
        one.number: {"unit": one.unit or None, "target": one.target, "target_on": told(one.target_on)}
        for one in content.targets
    }
    return Promise(row, targets)


def test_a_label_rests_on_the_same_fields_for_the_public_as_for_the_desk() -> None:
    chance = random.Random(11)
    for _ in range(3000):
        old, new = _content(chance), _content(chance)
        if chance.random() < 0.5:
            field = chance.choice(("end", "countries", "pledge", "pledges", "targets"))
            new = replace(old, **{field: getattr(new, field)})
        desk = {GROUPS[effect.field.split()[0]] for effect in effects(old, new)}
        assert set(weighed(_promise(old), _promise(new))) == desk, (old, new)
        assert bool(desk) == (label(old, new) != NEUTRAL)
