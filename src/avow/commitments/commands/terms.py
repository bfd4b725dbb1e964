"""The hard rules as commands apply them: with what the owner leads, and what it is excepted from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from avow.base.refusals import Finding, Refusal
from avow.commitments.content import Content
from avow.commitments.models import Commitment, LeaderException
from avow.commitments.rules import LEADER_TERM, TermLimits, check_hard_rules
from avow.framework import queries as framework
from avow.framework.facts import Facts
from avow.organisations.models import Organisation


class HardRulesBroken(Refusal):
    """The content breaks hard rules; ``findings`` says which, where, and what to do."""

    def __init__(self, findings: list[Finding]) -> None:
        first = findings[0]
        more = f" {len(findings) - 1} more to correct." if len(findings) > 1 else ""
        super().__init__("hard-rules", first.reason, f"{first.remedy}{more}")
        self.findings = findings


@dataclass(slots=True)
class Leading:
    """Themes a party leads, and by theme the exceptions it holds."""

    leads: frozenset[str] = frozenset()
    excepted: dict[str, LeaderException] = field(default_factory=dict)


def leading(parties: Iterable[int]) -> dict[int, Leading]:
    """What each party leads today. Two queries."""
    wanted = set(parties)
    found: dict[int, Leading] = defaultdict(Leading)
    for key, leads in Organisation.objects.filter(pk__in=wanted).values_list("pk", "leads"):
        found[key].leads = frozenset(leads)
    for one in LeaderException.objects.filter(party__in=wanted):
        found[one.party_id].excepted[one.theme] = one
    return found


def limits_of(facts: Facts) -> TermLimits:
    terms = facts.terms
    return TermLimits(terms.min_years, terms.max_years, terms.leader_years, terms.ends)


def refuse_broken(content: Content, facts: Facts, on: date, of: Leading) -> None:
    """Raises ``HardRulesBroken`` as of the day ``on``, on which it would be confirmed."""
    findings = check_hard_rules(content, limits_of(facts), confirmed_on=on, leads=of.leads, excepted=frozenset(of.excepted))
    if findings:
        raise HardRulesBroken(findings)


def needed_exceptions(content: Content, facts: Facts, on: date, of: Leading) -> Collection[LeaderException]:
    """The exceptions without which the content would break the leaders' term."""
    without = check_hard_rules(content, limits_of(facts), confirmed_on=on, leads=of.leads)
    if all(one.code != LEADER_TERM for one in without):
        return ()
    return [of.excepted[theme] for theme in sorted(of.leads & set(content.themes) & of.excepted.keys())]


def refuse_newly_broken(row: Commitment, old: Content, new: Content) -> None:
    """Raises ``HardRulesBroken`` for rules the text kept so far: what was confirmed or kept as told may stay as it was.

    The leaders' term is judged as on the day of confirmation: by what the owner led then.
    """
    assert row.confirmed_on is not None
    limits, on, led = limits_of(framework.facts()), row.confirmed_on, frozenset(row.led)
    excepted = frozenset(LeaderException.objects.filter(party=row.owner_id).values_list("theme", flat=True)) if led else led
    before = {one.code for one in check_hard_rules(old, limits, confirmed_on=on, leads=led, excepted=excepted)}
    after = check_hard_rules(new, limits, confirmed_on=on, leads=led, excepted=excepted)
    findings = [one for one in after if one.code not in before]
    if findings:
        raise HardRulesBroken(findings)
