"""The tests and fields of the open rules in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from avow.public.labels import Labels
from avow.ui.formatting import listed, number, percent

Told = Mapping[str, Any]

_LISTS = {
    "endorsement_level": "endorsement_levels",
    "money.stage": "money_stages",
    "money.novelty": "novelties",
    "money.instrument": "instruments",
    "pledge": "pledges",
    "scope": "scopes",
    "types": "types",
    "groups": "groups",
    "countries": "countries",
}
"""Where the values of a field are named."""


def field_name(field: str) -> str:
    """A field as people call it; its own name where none is set."""
    return _fields().get(field, field)


def measured(rule: Told, labels: Labels, language: str) -> str:
    """What the test of a rule gives, in a sentence."""
    listed_in = _LISTS.get(rule["fields"][0], "")
    if rule["test"] == "one-of":
        return _("Met by: %(values)s.") % {
            "values": listed([labels.name(listed_in, code) for code in rule["values"]], language)
        }
    if rule["test"] == "rated":
        rated = [
            f"{labels.name(listed_in, code)} {percent(_hundredths(worth), language)}" for code, worth in rule["ratings"].items()
        ]
        return _("Met by its value: %(values)s.") % {"values": listed(rated, language)}
    if rule["test"] == "within":
        return _("Met when the second comes within %(years)s years of the first.") % {
            "years": number(Decimal(rule["value"]), language)
        }
    return _tests().get(rule["test"], "")


def counted_as(rule: Told, language: str) -> str:
    """At which numbers it is met by how much."""
    steps = [Decimal(step) for step in rule["steps"]]
    if not steps or (len(steps) == 1 and steps[0] <= 1):
        return ""
    shares = rule["test"] in ("exact", "complete", "present", "differs", "matches-number")
    told = [percent(step * 100, language) if shares else number(step, language) for step in steps]
    if len(told) == 1:
        return _("Met at %(step)s.") % {"step": told[0]}
    return _("An equal share of the points each at %(steps)s.") % {"steps": listed(told, language)}


def _hundredths(told: str) -> Decimal:
    return (Decimal(told) * 100).quantize(Decimal(1))


def _tests() -> Mapping[str, str]:
    return {
        "present": _("Met when it is told."),
        "complete": _("Met by the share of the targets in which all of this is told."),
        "at-least": _("Counts how many there are."),
        "sum": _("Adds up the amounts, each at the rate of its date and at the stage it has reached."),
        "before": _("Met when the first comes before the second."),
        "differs": _("Met by the share of the targets in which the two differ."),
        "same": _("Met when the two are the same in one target."),
        "mentions": _("Counts different words of its list, in all their forms; a word after a negation does not count."),
        "figures": _("Counts numbers and dates, in digits or in words."),
        "dense": _("Counts numbers and dates in a hundred words."),
        "exact": _("The share of the sentences that name a number or a date."),
        "dated": _("Counts different dates from the start on."),
        "worded": _("Counts words; of several texts, those of the longest."),
        "amounts": _("Met by a number beside a sign of money or the name of a currency."),
        "matches-number": _("Met by the share of the targets whose number the description tells too."),
    }


def _fields() -> Mapping[str, str]:
    return {
        "title": _("title"),
        "description": _("description"),
        "start": _("start"),
        "end": _("end"),
        "countries": _("countries"),
        "groups": _("groups"),
        "types": _("types"),
        "scope": _("scope"),
        "targets": _("targets"),
        "targets.statement": _("statement of the targets"),
        "targets.indicator": _("indicator of the targets"),
        "targets.unit": _("unit of the targets"),
        "targets.baseline": _("today's value of the targets"),
        "targets.baseline_on": _("date of today's value"),
        "targets.target": _("value to reach"),
        "targets.target_on": _("date of the targets"),
        "targets.verification": _("verification of the targets"),
        "money": _("money"),
        "money.amount": _("amounts"),
        "money.usd": _("amounts in US dollars"),
        "money.stage": _("stage of the amounts"),
        "money.novelty": _("whether the amounts are new"),
        "money.instrument": _("instrument of the amounts"),
        "pledge": _("whether it is conditional"),
        "condition": _("condition"),
        "endorsement_level": _("level of endorsement"),
        "endorsed_on": _("day of the endorsement"),
        "joint": _("whether it is joint"),
        "makers": _("makers"),
        "principles": _("leadership principles"),
    }
