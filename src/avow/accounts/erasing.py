"""Taking everything out of these tables that tells who somebody is. Part of erasing a person; see also ``outbox`` and releases.

Names and addresses stand in ``Person``. What else could lead back hangs on the account and goes with it: sessions, second
factors, subjects of providers, links. The sign-in of somebody who never finished it holds the address they typed: those
sessions are found by reading them.
"""

from __future__ import annotations

from collections.abc import Iterator

from avow.accounts.models import GlobalRole, Person, Session, User
from avow.accounts.sessions import SessionStore


def forget(person: Person) -> None:
    """For use within a command, in its transaction. The row stays, nameless, because what was done keeps its reference."""
    address = person.email
    User.objects.filter(person=person).delete()  # and with it sessions, factors, subjects, by their foreign keys
    GlobalRole.objects.filter(person=person).delete()
    if address:
        Session.objects.filter(pk__in=list(_naming(address))).delete()
    person.name = person.email = person.time_zone = ""
    person.language = "en"
    person.save(update_fields=["name", "email", "time_zone", "language"])


def _naming(address: str) -> Iterator[str]:
    """Keys of sessions whose content names the address."""
    store = SessionStore()
    for row in Session.objects.iterator():
        if address in str(store.decode(row.session_data)).lower():
            yield row.pk
