"""Builders: the shortest way to rows a test is about. Every value can be given; the others are plain and valid."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

from tests.packs.copies import RIVERS

from avow.base.dates import PartialDate
from avow.commitments.commands import Admission, admit
from avow.commitments.content import ActionShare, Content, Pledge, TargetContent
from avow.commitments.models import Commitment
from avow.framework.models import Framework, Rate, Theme, Window
from avow.framework.rates import SOURCE
from avow.organisations.commands import Registration, register
from avow.organisations.models import Organisation
from avow.packs.loading import load
from avow.packs.publishing import public_form

AT = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
ACTOR = "P-0000000000000001"
_names = count(1)

FACTS: dict[str, Any] = {
    "tracks": {"care": "coalitions", "land": "coalitions", "peace": "compact"},
    "themes": {"care-1": "care", "care-2": "care", "land-1": "land"},
    "regions": {"KEN": "202", "FRA": "155", "PER": "419"},
    "years": {"2021": 2021, "2026": 2026},
    "groups": {"government": "public", "government local": "local", "civil-society": "civil"},
    "lists": {
        "categories": ["government", "civil-society"],
        "sub_categories": ["local"],
        "countries": ["KEN", "FRA", "PER"],
        "stages": ["not-reported", "planning", "in-progress", "completed"],
        "trajectories": ["too-early", "ahead", "on-track", "behind", "cannot-tell"],
        "proofs": ["statement", "document"],
        "currencies": ["USD", "EUR", "KES"],
    },
    "terms": {"min_years": 1, "max_years": 5, "leader_years": 5, "ends": 2026},
}

FORM: dict[str, Any] = {
    "id": "tiny",
    "data_licence": "CC-BY-4.0",
    "review": {"application_days": 21, "review_days": 21},
    "lists": {
        **{name: [{"code": code, "name": {"en": code.title()}} for code in codes] for name, codes in FACTS["lists"].items()},
        "themes": [{"code": code, "name": {"en": code.title()}, "group": track} for code, track in FACTS["tracks"].items()],
    },
}


def framework(**facts: Any) -> Framework:
    """An installed framework with two tracks, three themes and two windows, the second one open at ``AT``."""
    made = Framework.objects.create(
        pack="tiny",
        version="1",
        hash=f"{next(_names):064x}",
        form={**FORM, **_scored()},
        facts={**FACTS, **facts},
        indicators=[],
        installed_at=AT,
    )
    for position, (code, track) in enumerate(FACTS["tracks"].items()):
        Theme.objects.create(framework=made, code=code, track=track, slug=code, position=position)
    for year in (2021, 2026):
        opens, closes = datetime(year, 5, 21, tzinfo=UTC), datetime(year, 11, 30, tzinfo=UTC)
        Window.objects.create(framework=made, code=str(year), opens=opens, closes=closes)
    return made


@cache
def _scored() -> dict[str, Any]:
    """Criteria and rules of the smallest pack: a target with a number makes it strong."""
    form = public_form(load(RIVERS))
    return {"criteria": form["criteria"], "strength": form["strength"]}


def rate(currency: str = "EUR", month: date = date(2021, 6, 1), per_usd: str = "0.80") -> Rate:
    return Rate.objects.create(currency=currency, month=month, per_usd=Decimal(per_usd), source=SOURCE)


def organisation(name: str = "", **values: Any) -> Organisation:
    """A registered organisation; a framework is installed first when there is none."""
    if not Framework.objects.exists():
        framework()
    entry = Registration(name=name or f"Organisation {next(_names)}", **{"category": "government", "country": "KEN", **values})
    return register(entries=[entry], actor=ACTOR, at=AT)[0]


def target(number: int = 1, **values: Any) -> TargetContent:
    """A quantity: from 0 people in 2021 to 1,000 by the end of 2026."""
    plain = TargetContent(
        number,
        "Reach a thousand people.",
        indicator="People reached",
        unit="people",
        baseline=Decimal(0),
        baseline_on=PartialDate(2021),
        target=Decimal(1000),
        target_on=PartialDate(2026),
    )
    return replace(plain, **values)


def pledge(amount: str = "1000000", currency: str = "USD", **values: Any) -> Pledge:
    return Pledge(**{"purpose": "Grants", "on": PartialDate(2021, 6), **values}, amount=Decimal(amount), currency=currency)


def content(**values: Any) -> Content:
    """A complete promise that breaks no hard rule."""
    plain = Content(
        title="Care centres in every county",
        description="Open a care centre in each county and train its staff.",
        actions=(ActionShare("care", "care-1"),),
        types=("programmatic",),
        scope="domestic",
        countries=("KEN",),
        start=PartialDate(2021, 7),
        end=PartialDate(2026, 6),
        targets=(target(),),
        pledges=(pledge(),),
        affirmed=True,
    )
    return replace(plain, **values)


def admission(owner: Organisation | None = None, **values: Any) -> Admission:
    """An admission; keywords that are fields of ``Content`` go into the content."""
    inside = {name: values.pop(name) for name in list(values) if name in Content.__dataclass_fields__}
    plain = Admission(
        owner_reference=(owner or organisation()).reference,
        content=values.pop("content", None) or content(**inside),
        confirmed_on=date(2021, 7, 1),
        origin="maker",
        window="2021",
    )
    return replace(plain, **values)


def commitment(owner: Organisation | None = None, **values: Any) -> Commitment:
    """A confirmed commitment, by the path of import."""
    return admit(entries=[admission(owner, **values)], actor=ACTOR, at=AT)[0]
