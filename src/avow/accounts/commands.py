"""What happens to people and the roles they hold everywhere. Roles within an organisation are that room's."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from avow.accounts import people
from avow.accounts.actors import EVERYWHERE, SECRETARIAT
from avow.accounts.models import GlobalRole, Person
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
    if role == SECRETARIAT and len(held) == 1:
        raise Refusal(
            "last-officer",
            _("This is the only secretariat officer: without one, nobody could name another."),
            _("Name a second officer first."),
        )
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
