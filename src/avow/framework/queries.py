"""Reading the installed framework."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import TextField
from django.db.models.functions import Cast

from avow.base.dates import PartialDate
from avow.base.refusals import Refusal
from avow.framework.facts import Facts, from_json
from avow.framework.models import Framework, Window
from avow.framework.rates import Quote, Rates
from avow.kernel.reading import stream
from avow.packs.shape import Criterion, Strength
from avow.packs.strength_form import read_form


@dataclass(frozen=True, slots=True, eq=False)
class Scoring:
    """How commitments are scored under one pack, named with its version. The same pack in force gives the same object."""

    pack: str
    criteria: tuple[Criterion, ...]
    strength: Strength


def current() -> Framework:
    """The framework in force. Raises ``Refusal`` (``no-framework``) in an empty home."""
    found = Framework.objects.order_by("-id").first()
    if found is None:
        raise Refusal("no-framework", "No framework is installed in this home.", "Run avow init first.")
    return found


@dataclass(frozen=True, slots=True)
class House:
    """What every page and letter needs to know of the framework in force: the zone of its clocks, its name by language."""

    zone: ZoneInfo
    names: Mapping[str, str]

    def initiative(self, language: str) -> str:
        """The initiative's name in a language, else in English, else in any; Avow's before a framework is installed."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()), "Avow")


def house() -> House:
    """Read without the rest of the public form, in one query; UTC and no name before a framework is installed."""
    said = Framework.objects.order_by("-id").values_list("form__time_zone", "form__name").first() or (None, None)
    return House(ZoneInfo(said[0] or "UTC"), said[1] or {})


def time_zone() -> ZoneInfo:
    """The zone that windows and clocks of days go by."""
    return house().zone


def facts() -> Facts:
    """What rules need to know of the framework in force. One query; parsed only when it says something new."""
    found = Framework.objects.order_by("-id").values_list(Cast("facts", TextField()), flat=True).first()
    return _facts(found) if found is not None else from_json(current().facts)


def scoring() -> Scoring | None:
    """Criteria and rules of the framework in force; ``None`` for one from before rules were scored. One query, which reads
    no more than its id where that was asked before."""
    newest = Framework.objects.order_by("-id").values_list("id", "hash").first()
    return _scoring(*newest) if newest else None


@lru_cache(4)
def _scoring(key: int, seal: str) -> Scoring | None:
    """By hash as well as id: a thrown-away database gives its ids to others."""
    found = Framework.objects.get(pk=key)
    told = read_form(found.form)
    return Scoring(f"{found.pack} {found.version}", *told) if told else None


def rates() -> Rates:
    """Every known exchange rate. One query; made ready only when it says something new."""
    return _rates(tuple(stream("SELECT currency, month, per_usd, source FROM framework_rate ORDER BY id")))


# Remembered by what the rows say, not by which rows they are: whatever changes the tables, the answer is right.


@lru_cache(maxsize=4)
def _facts(told: str) -> Facts:
    return from_json(json.loads(told))


@lru_cache(maxsize=2)
def _rates(rows: tuple[tuple[Any, ...], ...]) -> Rates:
    return Rates(
        (currency, date.fromisoformat(str(month)), Decimal(millionths).scaleb(-6), source)
        for currency, month, millionths, source in rows
    )


def rate_for(currency: str, on: PartialDate | date) -> Quote | None:
    """The rate an entry of that date is converted at; ``None`` when none is known."""
    return rates().find(currency, on)


def open_window(at: datetime) -> Window | None:
    """The registration window open at ``at``. One that closes at 23:59:59 is open until that second is over."""
    return current().windows.filter(opens__lte=at, closes__gte=at.replace(microsecond=0)).first()


def last_window(at: datetime) -> Window | None:
    """The window that opened last, open still or not."""
    return current().windows.filter(opens__lte=at).last()


def next_window(at: datetime) -> Window | None:
    return current().windows.filter(opens__gt=at).first()
