"""From a draft to a confirmed commitment."""

from __future__ import annotations

from datetime import date, datetime

from avow.base.refusals import Finding, Refusal
from avow.commitments import states
from avow.commitments.commands.confirming import Confirmed, confirm_all, lookup_for
from avow.commitments.commands.locking import locked
from avow.commitments.content import Content, from_json
from avow.commitments.models import Commitment, Draft, Maker
from avow.commitments.rules import TermLimits, check_hard_rules
from avow.framework import queries as framework
from avow.framework.facts import Facts
from avow.kernel import journal, workflow
from avow.kernel.commands import command
from avow.organisations.models import Organisation


class HardRulesBroken(Refusal):
    """The content breaks hard rules; ``findings`` says which, where, and what to do."""

    def __init__(self, findings: list[Finding]) -> None:
        first = findings[0]
        more = f" {len(findings) - 1} more to correct." if len(findings) > 1 else ""
        super().__init__("hard-rules", first.reason, f"{first.remedy}{more}")
        self.findings = findings


@command("commitments.draft")
def draft(*, owner: Organisation, content: Content, origin: str = "maker", actor: str, at: datetime) -> Commitment:
    """Begins a commitment.

    1. Writes the commitment as a draft of its owner, with no reference and no version.
    2. Keeps the content beside it, as told.
    3. Journals.
    """
    row = Commitment.objects.create(
        owner=owner, origin=origin, registration_since=at.date(), standing_since=at.date(), recorded_at=at
    )
    Draft.objects.create(commitment=row, content=content.as_json(), saved_at=at)
    journal.append(command="commitments.draft", actor=actor, at=at, subjects=[("draft", row.pk)], details=None)
    return row


@command("commitments.save_draft")
def save_draft(*, commitment: Commitment, content: Content, actor: str, at: datetime) -> Commitment:
    """Replaces what a draft says.

    1. Locks the commitment; only a draft can be rewritten.
    2. Keeps the new content.
    3. Journals.
    """
    row = locked(commitment)
    if row.registration != states.DRAFT:
        raise Refusal("not-draft", "It is submitted and can no longer be rewritten.", "Ask the secretariat to send it back.")
    Draft.objects.filter(commitment=row).update(content=content.as_json(), saved_at=at)
    journal.append(command="commitments.save_draft", actor=actor, at=at, subjects=[("draft", row.pk)], details=None)
    return row


@command("commitments.submit")
def submit(*, commitment: Commitment, actor: str, at: datetime, late_entry: str = "") -> Commitment:
    """Hands a draft in.

    1. Locks the commitment and moves it to submitted.
    2. Finds the open window, or takes ``late_entry``: the window the secretariat opened for this owner alone.
    3. Refuses, undoing all, while a hard rule is broken.
    4. Journals.
    """
    row = locked(commitment)
    workflow.move(states.REGISTRATION, row, "submit", at=at)
    window = late_entry or _open_window(at)
    _refuse_broken(row, from_json(row.draft.content), framework.facts(), at.date())
    row.window = window
    row.save(update_fields=["window"])
    journal.append(command="commitments.submit", actor=actor, at=at, subjects=[("draft", row.pk)], details=window)
    return row


@command("commitments.confirm")
def confirm(
    *, commitment: Commitment, actor: str, at: datetime, excepted: frozenset[str] = frozenset(), co_makers: tuple[int, ...] = ()
) -> Commitment:
    """Confirms a submitted commitment.

    1. Locks it and moves it to confirmed.
    2. Checks the hard rules as of today, ``excepted`` naming themes whose five-year rule the owner is excepted from; gives
       the reference, of its window's year.
    3. Freezes version 1, with actions, targets and pledges; the draft is gone.
    4. Records the owner and ``co_makers`` (organisation ids that accepted), and makes them public.
    5. Journals.
    """
    row = locked(commitment)
    workflow.move(states.REGISTRATION, row, "confirm", at=at)
    facts = framework.facts()
    content = from_json(row.draft.content)
    _refuse_broken(row, content, facts, at.date(), excepted)
    row.confirmed_on, row.recorded_at = at.date(), at
    makers = ((row.owner_id, Maker.Role.OWNER.value), *((party, Maker.Role.CO_MAKER.value) for party in co_makers))
    subjects = confirm_all([Confirmed(row, content, makers)], facts=facts, lookup=lookup_for([content]), at=at)
    Draft.objects.filter(commitment=row).delete()
    journal.append(
        command="commitments.confirm", actor=actor, at=at, subjects=subjects, details=[row.reference, content.as_json()]
    )
    return row


@command("commitments.decline")
def decline(*, commitment: Commitment, reason: str, actor: str, at: datetime) -> Commitment:
    """Declines a submitted commitment, with a reason. Locks, moves, journals; it gets no reference and stays unpublished."""
    if not reason.strip():
        raise Refusal("reason-missing", "Declining needs a reason.", "Say why; the maker reads it.")
    row = locked(commitment)
    workflow.move(states.REGISTRATION, row, "decline", at=at)
    journal.append(command="commitments.decline", actor=actor, at=at, subjects=[("draft", row.pk)], details=reason)
    return row


def limits_of(facts: Facts) -> TermLimits:
    terms = facts.terms
    return TermLimits(terms.min_years, terms.max_years, terms.leader_years, terms.ends)


def _open_window(at: datetime) -> str:
    window = framework.open_window(at)
    if window is None:
        raise Refusal(
            "window-closed",
            "No registration window is open today.",
            "Keep the draft; it can be submitted when the next window opens.",
        )
    return window.code


def _refuse_broken(row: Commitment, content: Content, facts: Facts, on: date, excepted: frozenset[str] = frozenset()) -> None:
    leads = Organisation.objects.filter(pk=row.owner_id).values_list("leads", flat=True).first() or ()
    findings = check_hard_rules(content, limits_of(facts), confirmed_on=on, leads=frozenset(leads), excepted=excepted)
    if findings:
        raise HardRulesBroken(findings)
