"""The secretariat's decisions on what was submitted. Each is a plain function over locked rows, so that decisions held back
can be released together by one command."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.commands.confirming import Confirmed, Subject, confirm_all, lookup_for, make_public
from avow.commitments.commands.locking import locked
from avow.commitments.commands.terms import leading, needed_exceptions, refuse_broken
from avow.commitments.commands.turning import add_turn
from avow.commitments.commands.words import refuse_wordless
from avow.commitments.content import Content, from_json
from avow.commitments.models import Answer, Commitment, Draft, LeaderException, Maker
from avow.commitments.reading import content_of
from avow.commitments.rows import refuse_control_characters_in
from avow.framework import queries as framework
from avow.kernel import journal, workflow
from avow.kernel.commands import command

FIELDS = tuple(field.name for field in fields(Content))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A locked commitment about to be confirmed, and the forum it is featured at, empty for none."""

    row: Commitment
    featured_at: str = ""


@command("commitments.confirm")
def confirm(*, commitment: Commitment, actor: str, at: datetime, featured_at: str = "") -> Commitment:
    """Confirms a submitted commitment, and features it at the named forum where one is named.

    1. Locks it.
    2. Confirms it; see ``confirm_locked``.
    3. Journals.
    """
    row = locked(commitment)
    subjects = confirm_locked([Chosen(row, featured_at)], at=at)
    journal.append(
        command="commitments.confirm",
        actor=actor,
        at=at,
        subjects=subjects,
        details=[row.reference, content_of(row).as_json(), featured_at],
    )
    return row


@command("commitments.decline")
def decline(*, commitment: Commitment, reason: str, actor: str, at: datetime) -> Commitment:
    """Declines a submitted commitment, with a reason. Locks, moves, journals; it gets no reference and stays unpublished."""
    row = locked(commitment)
    decline_locked(row, reason, at=at)
    journal.append(command="commitments.decline", actor=actor, at=at, subjects=[("draft", row.pk)], details=reason)
    return row


@command("commitments.send_back")
def send_back(*, commitment: Commitment, reason: str, unlocked: Collection[str], actor: str, at: datetime) -> Commitment:
    """Asks for changes to a submitted commitment.

    1. Locks it and moves it back to draft; what it says is kept, and the window it came in by.
    2. Keeps the reason and which fields are ``unlocked`` (fields of ``Content``): the others stay as they were submitted.
    3. Journals.
    """
    row = locked(commitment)
    send_back_locked(row, reason, unlocked, at=at)
    journal.append(
        command="commitments.send_back",
        actor=actor,
        at=at,
        subjects=[("draft", row.pk)],
        details=[reason, sorted(unlocked)],
    )
    return row


def confirm_locked(chosen: Sequence[Chosen], *, at: datetime) -> list[Subject]:
    """Confirms locked commitments in one go, and names everything the journal should.

    1. Moves each to confirmed.
    2. Checks the hard rules as of today, with the exceptions its owner holds in themes it leads.
    3. Gives references of their windows' years, and freezes version 1 of each; the drafts are gone.
    4. Records the owners, and makes them and the co-makers who agreed public; who has not agreed stays unnamed.
    5. Adds the turns: entered late, a shorter term allowed, featured.
    """
    facts, on = framework.facts(), at.date()
    of = leading(one.row.owner_id for one in chosen)
    contents, submitted = [], []
    for one in chosen:
        submitted.append(one.row.registration_since)
        workflow.move(states.REGISTRATION, one.row, "confirm", at=at)
        content = from_json(Draft.objects.get(commitment=one.row).content)  # not what the row may remember of it
        refuse_broken(content, facts, on, of[one.row.owner_id], content.title if len(chosen) > 1 else "")
        contents.append(content)
        one.row.confirmed_on, one.row.recorded_at = on, at
        one.row.led = tuple(sorted(of[one.row.owner_id].leads & set(content.themes)))
    batch = [
        Confirmed(one.row, content, ((one.row.owner_id, Maker.Role.OWNER.value),))
        for one, content in zip(chosen, contents, strict=True)
    ]
    subjects = confirm_all(batch, facts=facts, lookup=lookup_for(contents), at=at)
    rows = [one.row for one in chosen]
    agreed = Maker.objects.filter(commitment__in=rows, role=Maker.Role.CO_MAKER)
    agreed.update(since=on)
    shown = make_public(set(agreed.values_list("party_id", flat=True)), at)
    Draft.objects.filter(commitment__in=rows).delete()
    for one, content, day in zip(chosen, contents, submitted, strict=True):
        _tell(one, needed_exceptions(content, facts, on, of[one.row.owner_id]), day, at)
    return [*subjects, *(("organisation", party) for party in shown)]


def decline_locked(row: Commitment, reason: str, *, at: datetime) -> None:
    """Declines a locked commitment: moves it, and keeps the answer its maker reads."""
    refuse_wordless(reason, _("Declining needs a reason."), _("Say why; the maker reads it."))
    workflow.move(states.REGISTRATION, row, "decline", at=at)
    _answer(row, "decline", reason, (), at)


def send_back_locked(row: Commitment, reason: str, unlocked: Iterable[str], *, at: datetime) -> None:
    """Sends a locked commitment back: moves it, and keeps the answer with the fields unlocked."""
    refuse_wordless(reason, _("Asking for changes needs a reason."), _("Say what should change; the maker reads it."))
    wanted = set(unlocked)
    unknown = sorted(wanted - set(FIELDS))
    if unknown:
        raise Refusal(
            "field-unknown",
            _("“%(field)s” is no field of a commitment.") % {"field": unknown[0]},
            _("Use some of: %(fields)s.") % {"fields": ", ".join(FIELDS)},
        )
    if not wanted:
        raise Refusal(
            "field-missing", _("Nothing is unlocked, so nothing could be changed."), _("Unlock the fields you ask about.")
        )
    workflow.move(states.REGISTRATION, row, "send_back", at=at)
    _answer(row, "send_back", reason, tuple(name for name in FIELDS if name in wanted), at)


def _answer(row: Commitment, move: str, reason: str, unlocked: tuple[str, ...], at: datetime) -> None:
    number = Answer.objects.filter(commitment=row).count() + 1
    Answer.objects.create(commitment=row, number=number, move=move, reason=reason, unlocked=unlocked, answered_at=at)


def _tell(one: Chosen, exceptions: Iterable[LeaderException], submitted: date, at: datetime) -> None:
    row, said_by = one.row, states.SECRETARIAT
    if row.late_entry is not None:
        add_turn(row, states.ENTERED_LATE, on=submitted, at=at, said_by=said_by, reason=row.late_entry.reason)
    for found in exceptions:
        add_turn(row, states.TERM_EXCEPTED, on=at.date(), at=at, said_by=said_by, reason=found.reason, detail=found.alternative)
    if one.featured_at.strip():
        refuse_control_characters_in([one.featured_at])
        add_turn(row, states.FEATURED, on=at.date(), at=at, said_by=said_by, detail=one.featured_at.strip())
