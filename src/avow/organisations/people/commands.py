"""What happens to the people of a party. No command leaves a party that had an administrator without one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avow.accounts import people
from avow.accounts.actors import ADMINISTRATOR, WITHIN
from avow.accounts.models import Person
from avow.base.refusals import Refusal
from avow.kernel import journal
from avow.kernel.commands import command
from avow.organisations.models import Invitation, Membership, Party
from avow.organisations.people import roles
from avow.outbox.queueing import enqueue

LIFE = timedelta(days=14)
MOST_OPEN, MOST_A_DAY = 20, 40


@command("organisations.invite")
def invite(
    *, party: Party, email: str, name: str, language: str, wanted: Sequence[str], actor: str, at: datetime
) -> Invitation:
    """Asks a colleague to join a party with some roles.

    1. Locks the party; refuses unknown or no roles, somebody who has them, one who is asked already, and floods.
    2. Enters the person if nobody has that address. They can sign in from now on, and find nothing until they accept.
    3. Writes, queues the mail that carries the link, and journals.
    """
    _locked(party)
    chosen = _checked(wanted)
    person = people.enter(name=name, email=email, language=language)
    held = set(Membership.objects.filter(person=person, party=party).values_list("role", flat=True))
    if held.issuperset(chosen):
        raise Refusal("already-member", _("This person has these roles already."), _("Nothing needs to be done."))
    open_ones = Invitation.objects.filter(party=party, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    if open_ones.filter(person=person).exists():
        raise Refusal(
            "invited-already", _("This person is invited already."), _("Withdraw that invitation first, to send another.")
        )
    _refuse_floods(open_ones.count(), Invitation.objects.filter(party=party, invited_at__gt=at - timedelta(days=1)).count())
    people.open_account(person)
    made = Invitation.objects.create(
        person=person, party=party, roles=chosen, invited_by=actor, invited_at=at, expires_at=at + LIFE
    )
    subject = f"invitation:{made.pk}"
    enqueue(kind="organisations.invitation", person=person, key=subject, subject=subject, at=at, caused_by=actor)
    _journal("organisations.invite", party, person, actor, at, [made.pk, chosen])
    return made


@command("organisations.accept_invitation")
def accept(*, invitation: Invitation, person: Person, actor: str, at: datetime) -> Invitation:
    """Makes an invited person a member of the party. Works once, in time, and for nobody else."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    refuse_ended(row, at)
    if row.person_id != person.pk:
        raise Refusal(
            "invited-another",
            _("This invitation went to another address than the one you are signed in with."),
            _("Sign out and open the link again, or ask for an invitation to your own address."),
        )
    row.accepted_at = at
    row.save(update_fields=["accepted_at"])
    roles.give(person=person, party=row.party, roles=row.roles, at=at)
    _journal("organisations.accept_invitation", row.party, person, actor, at, [row.pk])
    return row


@command("organisations.withdraw_invitation")
def withdraw(*, invitation: Invitation, actor: str, at: datetime) -> Invitation:
    """Ends an invitation before it is accepted: its link stops working."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    refuse_ended(row, at)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    _journal("organisations.withdraw_invitation", row.party, row.person, actor, at, [row.pk])
    return row


@command("organisations.enrol")
def enrol(*, party: Party, person: Person, wanted: Sequence[str], actor: str, at: datetime) -> None:
    """Makes somebody a member without an invitation: whoever was named in an application, or was known before Avow."""
    _locked(party)
    chosen = _checked(wanted)
    roles.give(person=person, party=party, roles=chosen, at=at)
    _journal("organisations.enrol", party, person, actor, at, chosen)


@command("organisations.change_roles")
def change_roles(*, party: Party, person: Person, wanted: Sequence[str], actor: str, at: datetime) -> None:
    """Makes a member hold exactly these roles in the party."""
    _locked(party)
    chosen = _checked(wanted)
    held = _held(party, person)
    if set(chosen) == held:
        raise Refusal("nothing-changed", _("These are the roles they have."), _("Choose others, or leave it as it is."))
    if ADMINISTRATOR in held and ADMINISTRATOR not in chosen:
        _refuse_without_administrator(party, person)
    Membership.objects.filter(party=party, person=person).exclude(role__in=chosen).delete()
    roles.give(person=person, party=party, roles=chosen, at=at)
    _journal("organisations.change_roles", party, person, actor, at, sorted(chosen))


@command("organisations.hand_over")
def hand_over(*, party: Party, giver: Person, taker: Person, actor: str, at: datetime) -> None:
    """Moves the administrator's role from one member to another, who keeps the roles they have. The giver stays with the rest,
    as editor when there is none."""
    _locked(party)
    if ADMINISTRATOR not in _held(party, giver):
        raise Refusal("role-not-held", _("You are not administrator any more."), _("Reload the page to see who is."))
    if giver.pk == taker.pk or not _held(party, taker):
        raise Refusal("not-a-member", _("It can be handed over only to another member."), _("Invite them first."))
    roles.give(person=taker, party=party, roles=[ADMINISTRATOR], at=at)
    Membership.objects.filter(party=party, person=giver, role=ADMINISTRATOR).delete()
    if not Membership.objects.filter(party=party, person=giver).exists():
        roles.give(person=giver, party=party, roles=["editor"], at=at)
    _journal("organisations.hand_over", party, taker, actor, at, [giver.pk])


@command("organisations.remove_person")
def remove(*, party: Party, person: Person, actor: str, at: datetime) -> None:
    """Ends somebody's roles in the party. What they wrote stays."""
    _locked(party)
    if ADMINISTRATOR in _held(party, person):
        _refuse_without_administrator(party, person)
    Membership.objects.filter(party=party, person=person).delete()
    _journal("organisations.remove_person", party, person, actor, at, [])


def refuse_ended(invitation: Invitation, at: datetime) -> None:
    """Refuses an invitation that is used, withdrawn or too old, each in its own words."""
    if invitation.accepted_at is not None:
        raise Refusal(
            "invitation-used",
            _("This invitation has been accepted already; it works once."),
            _("If that was you, sign in: you act for the organisation. If not, tell its administrator."),
        )
    if invitation.withdrawn_at is not None:
        raise Refusal("invitation-withdrawn", _("This invitation was withdrawn."), _("Ask whoever sent it."))
    if invitation.expires_at <= at:
        raise Refusal("invitation-expired", _("This invitation has expired."), _("Ask whoever sent it for a new one."))


def _locked(party: Party) -> Party:
    """Holds the party until the transaction ends: two administrators who remove one another take turns."""
    return Party.objects.select_for_update().get(pk=party.pk)


def _checked(wanted: Collection[str]) -> list[str]:
    chosen = [role for role in WITHIN if role in wanted]
    if not chosen or len(chosen) != len(set(wanted)):
        raise Refusal("roles-missing", _("At least one of the three roles is needed."), _("Choose what the person may do."))
    return chosen


def _held(party: Party, person: Person) -> set[str]:
    held = set(Membership.objects.filter(party=party, person=person).values_list("role", flat=True))
    if not held:
        raise Refusal("not-a-member", _("This person is not a member any more."), _("Reload the page to see who is."))
    return held


def _refuse_without_administrator(party: Party, person: Person) -> None:
    if not Membership.objects.filter(party=party, role=ADMINISTRATOR).exclude(person=person).exists():
        raise Refusal(
            "last-administrator",
            _("This is the only administrator: without one, nobody could invite or remove people."),
            _("Make somebody else administrator first."),
        )


def _refuse_floods(waiting: int, lately: int) -> None:
    if waiting >= MOST_OPEN or lately >= MOST_A_DAY:
        said = ngettext("%(n)s invitation waits for an answer.", "%(n)s invitations wait for an answer.", waiting)
        raise Refusal("too-many", said % {"n": waiting}, _("Withdraw some, or go on tomorrow."))


def _journal(code: str, party: Party, person: Person, actor: str, at: datetime, details: Sequence[object]) -> None:
    journal.append(command=code, actor=actor, at=at, subjects=[("party", party.pk), ("person", person.pk)], details=[*details])
