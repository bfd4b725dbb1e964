"""What happens to people and the roles they hold everywhere. Roles within an organisation are that room's."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avow.accounts import people
from avow.accounts.actors import EVERYWHERE, SECRETARIAT
from avow.accounts.models import GlobalRole, Person, Session, User
from avow.accounts.telling import tell
from avow.base.refusals import Refusal
from avow.kernel import journal
from avow.kernel.commands import command


@command("accounts.grant_role")
def grant_role(*, email: str, name: str, role: str, actor: str, at: datetime) -> Person:
    """Gives a person a role that holds everywhere, entering them if nobody has that address yet.

    1. Refuses an unknown role, and one the person holds already.
    2. Opens an account for them; a closed one stays closed.
    3. Writes and journals.
    """
    if role not in EVERYWHERE:
        raise Refusal("role-unknown", _("There is no such role."), ", ".join(EVERYWHERE))
    person = Person.objects.select_for_update().get(pk=people.enter(name=name, email=email).pk)
    people.open_account(person)
    if person.roles.filter(role=role).exists():
        raise Refusal("role-held", _("This person holds that role already."), _("Nothing needs to be done."))
    made = GlobalRole.objects.create(person=person, role=role, granted_at=at)
    journal.append(command="accounts.grant_role", actor=actor, at=at, subjects=[("person", person.pk)], details=[role, made.pk])
    return person


@command("accounts.revoke_role")
def revoke_role(*, person: Person, role: str, actor: str, at: datetime) -> None:
    """Takes a role that holds everywhere away. The last secretariat officer stays: nobody else could name another."""
    held = list(GlobalRole.objects.select_for_update().filter(role=role).order_by("id"))
    mine = next((one for one in held if one.person_id == person.pk), None)
    if mine is None:
        raise Refusal("role-not-held", _("This person does not hold that role."), _("Reload the page to see who does."))
    if role == SECRETARIAT:
        _refuse_last_officer(person)
    mine.delete()
    journal.append(command="accounts.revoke_role", actor=actor, at=at, subjects=[("person", person.pk)], details=[role])


@command("accounts.change_profile")
def change_profile(*, person: Person, name: str, language: str, time_zone: str, actor: str, at: datetime) -> Person:
    """Changes what somebody says of themselves. The journal keeps that it happened, not what."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    if not name.strip():
        raise Refusal("name-missing", _("A name is needed."), _("Write how colleagues should call you."))
    row.name, row.language, row.time_zone = name.strip(), language, time_zone
    row.save(update_fields=["name", "language", "time_zone"])
    journal.append(command="accounts.change_profile", actor=actor, at=at, subjects=[("person", row.pk)], details=[])
    return row


@command("accounts.change_address")
def change_address(*, person: Person, email: str, actor: str, at: datetime) -> Person:
    """Gives somebody another e-mail address, once a code that arrived there has shown that it is theirs.

    Sessions elsewhere are for the caller to end. An address that belongs to somebody else is refused.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    wanted = people.address(email)
    if Person.objects.filter(email=wanted).exclude(pk=row.pk).exists():
        raise Refusal(
            "address-taken",
            _("This address belongs to another account."),
            _("Sign in with it, or ask the secretariat to join the two accounts."),
        )
    row.email = wanted
    row.save(update_fields=["email"])
    journal.append(command="accounts.change_address", actor=actor, at=at, subjects=[("person", row.pk)], details=[])
    return row


@command("accounts.close_account")
def close_account(*, person: Person, actor: str, at: datetime) -> None:
    """Keeps somebody from signing in, and ends their sessions. Their roles stay, and count again once it is reopened."""
    _refuse_self(person, actor)
    user = User.objects.select_for_update(of=("self",)).get(person=person)
    _refuse_last_officer(person)
    user.is_active = False
    user.save(update_fields=["is_active"])
    Session.objects.filter(user=user).delete()
    journal.append(command="accounts.close_account", actor=actor, at=at, subjects=[("person", person.pk)], details=[])


@command("accounts.reopen_account")
def reopen_account(*, person: Person, actor: str, at: datetime) -> None:
    """Lets somebody sign in again."""
    User.objects.filter(person=person).update(is_active=True)
    journal.append(command="accounts.reopen_account", actor=actor, at=at, subjects=[("person", person.pk)], details=[])


@command("accounts.reset_factors")
def reset_factors(*, person: Person, actor: str, at: datetime) -> None:
    """Removes the second factors of somebody who lost them and was known in another way; ends their sessions and tells them."""
    _refuse_self(person, actor)
    user = User.objects.select_for_update(of=("self",)).get(person=person)
    Authenticator.objects.filter(user=user).delete()
    Session.objects.filter(user=user).delete()
    tell(person.email, gettext_lazy("The secretariat removed the second steps of your account, as you asked."))
    journal.append(command="accounts.reset_factors", actor=actor, at=at, subjects=[("person", person.pk)], details=[])


def _refuse_self(person: Person, actor: str) -> None:
    if person.reference == actor:
        raise Refusal("own-account", _("This is your own account."), _("Ask another officer to do it."))


def _refuse_last_officer(person: Person) -> None:
    officers = GlobalRole.objects.select_for_update().filter(role=SECRETARIAT)
    if [one.person_id for one in officers] == [person.pk]:
        raise Refusal(
            "last-officer",
            _("This is the only secretariat officer: without one, nobody could name another."),
            _("Name a second officer first."),
        )
