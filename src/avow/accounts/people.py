"""Finding and entering people: what commands of every room share. Nothing here journals; commands do."""

from __future__ import annotations

from avow.accounts.models import Person, User
from avow.base.refusals import Refusal


def address(email: str) -> str:
    """An address as it is kept and compared: lower case, without spaces around."""
    return email.strip().lower()


def by_address(email: str) -> Person | None:
    wanted = address(email)
    return Person.objects.filter(email=wanted).first() if wanted else None


def enter(*, name: str, email: str, language: str = "en") -> Person:
    """The person with that address, entered if nobody has it yet. A known person keeps name and language."""
    wanted = address(email)
    if not wanted:
        raise Refusal("address-missing", "A person needs an e-mail address.", "Write the address they read.")
    person, _ = Person.objects.get_or_create(email=wanted, defaults={"name": name.strip(), "language": language})
    return person


def open_account(person: Person) -> User:
    """Lets a person sign in. One who can already is left as they are; a closed account stays closed."""
    user, _ = User.objects.get_or_create(person=person)
    return user


def who_signs_in(email: str) -> User | None:
    """The user an e-mailed code would sign in: an open account of the person with that address."""
    wanted = address(email)
    return User.objects.filter(person__email=wanted, is_active=True).first() if wanted else None
