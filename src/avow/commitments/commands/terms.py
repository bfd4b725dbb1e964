"""The hard rules as commands apply them: with what the owner leads, and what it is excepted from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import ngettext

from avow.base.refusals import Finding, Refusal
from avow.commitments.content import Content
from avow.commitments.models import Commitment, LeaderException
from avow.commitments.rules import LEADER_TERM, TermLimits, check_hard_rules
from avow.framework import queries as framework
from avow.framework.facts import Facts
from avow.organisations.models import Organisation
from avow.ui.formatting import quoted


class HardRulesBroken(Refusal):
    """The content breaks hard rules; ``findings`` says which, where, and what to do, ``title`` of which of several."""

    def __init__(self, findings: list[Finding], title: str = "") -> None:
        first, others = findings[0], len(findings) - 1
        remedy = [first.remedy]
        if others:
            remedy.append(ngettext("%(n)d more to correct.", "%(n)d more to correct.", others) % {"n": others})
        reason = f"{quoted(title)} {first.reason}" if title else first.reason
        super().__init__("hard-rules", reason, " ".join(remedy))
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


def refuse_broken(content: Content, facts: Facts, on: date, of: Leading, title: str = "") -> None:
    """Raises ``HardRulesBroken`` as of the day ``on``, on which it would be confirmed; ``title`` names one of several."""
    findings = check_hard_rules(content, limits_of(facts), confirmed_on=on, leads=of.leads, excepted=frozenset(of.excepted))
    if findings:
        raise HardRulesBroken(findings, title)


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
