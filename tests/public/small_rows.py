"""Hand-made rows as the desk would write them: one builder a table, and the texts made to harm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

SCRIPT = "<script>alert('x')</script> & \"quotes\""
LONG = (
    "Bring running water to every school of the seven northern provinces " * 4
    + "and keep it running until the end of the decade"
)
ARABIC = "تمويل أربعمائة مركز لرعاية الأطفال في خمس محافظات ريفية"
FORMULA = '=HYPERLINK("http://evil.example","click")'
AT = "2023-07-04T12:00:00Z"
Row = Mapping[str, Any]


def organisation(reference: str, name: str, **more: Any) -> Row:
    base = {
        "reference": reference,
        "slug": f"org-{reference.lower()}",
        "name": name,
        "aliases": [],
        "category": "government",
        "reporting_group": "government",
        "country": "KEN",
        "region": "202",
        "international": False,
        "identifiers": [],
        "leads": [],
        "signatory": False,
        "joined_on": date(2021, 5, 25),
        "origin": "maker",
        "recorded_at": AT,
    }
    return {**base, **more}


def commitment(reference: str, title: str, **more: Any) -> Row:
    base = {
        "reference": reference,
        "title": title,
        "description": f"{title}, in full.",
        "language": "en",
        "owner": "O-0001",
        "owner_name": "Ministry of Water",
        "category": "government",
        "reporting_group": "government",
        "maker_country": "KEN",
        "maker_region": "202",
        "makers": 1,
        "tracks": ["main"],
        "themes": ["water"],
        "actions": ["water-1"],
        "main_type": "financial",
        "types": ["financial"],
        "scope": "domestic",
        "countries": ["KEN"],
        "groups": ["girls"],
        "start": "2021-07",
        "end": "2026",
        "window": "2021",
        "year": 2021,
        "joint": False,
        "origin": "maker",
        "standing": "live",
        "stage": "not-reported",
        "trajectory": "cannot-tell",
        "pledge": "unconditional",
        "affirmed": True,
        "version": 1,
        "confirmed_on": date(2021, 6, 30),
        "warnings": [],
        "links": [],
        "recorded_at": AT,
    }
    return {**base, **more}


def version(of: str, number: int, **more: Any) -> Row:
    base = {
        "commitment": of,
        "version": number,
        "title": "Dig 400 wells",
        "description": "Four hundred wells in five provinces.",
        "language": "en",
        "start": "2021-07",
        "end": "2026",
        "themes": ["water"],
        "actions": ["water-1"],
        "types": ["financial"],
        "scope": "domestic",
        "countries": ["KEN", "MLI"],
        "groups": ["girls"],
        "pledge": "unconditional",
        "affirmed": True,
        "links": [],
        "joint": False,
        "pledged": ["48000000.00 USD"],
        "valid_from": date(2021, 6, 30),
        "recorded_at": AT,
        "said_by": "maker",
    }
    return {**base, **more}


def entry(of: str, number: int, stage: str, amount: str, **more: Any) -> Row:
    base = {
        "commitment": of,
        "number": number,
        "version": 1,
        "stage": stage,
        "purpose": "State budget",
        "amount": Decimal(amount),
        "currency": "USD",
        "on": "2021-07",
        "usd": Decimal(amount),
        "rate": Decimal(1),
        "rate_month": "2021-07",
        "rate_source": "treaty table",
        "instrument": "grant",
        "novelty": "new",
        "netted": False,
        "recorded_at": AT,
        "said_by": "maker",
    }
    return {**base, **more}
