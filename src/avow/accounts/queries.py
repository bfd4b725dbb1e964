"""Reading people, for those who look after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from avow.accounts import factors, people
from avow.accounts.actors import SECOND_FACTOR
from avow.accounts.models import Person, User
from avow.accounts.words import everywhere_names, role_names
from avow.ui.lists import Filter, ListOf, Order


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as the list of people shows them."""

    reference: str
    name: str
    email: str
    roles: Sequence[str]
    signs_in: bool
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class Details(Known):
    """Somebody with what can be done about them. ``held`` pairs each role with what it is called."""

    held: Sequence[tuple[str, str]]
    has_account: bool
    has_factor: bool
    needs_factor: bool


def _with_role(rows: QuerySet[Person], role: str) -> QuerySet[Person]:
    return rows.filter(roles__role=role)


def _signing_in(rows: QuerySet[Person], answer: str) -> QuerySet[Person]:
    return rows.filter(user__is_active=True) if answer == "yes" else rows.exclude(user__is_active=True)


def _found(rows: QuerySet[Person], words: str) -> QuerySet[Person]:
    return rows.filter(Q(name__icontains=words) | Q(email__icontains=people.address(words)))


PEOPLE = ListOf(
    filters=(
        Filter("role", _("Role"), everywhere_names, _with_role),
        Filter("account", _("Can sign in"), lambda: {"yes": _("Yes"), "no": _("No")}, _signing_in),
    ),
    orders=(
        Order("name", _("Name"), ("name", "email", "pk")),
        Order("seen", _("Signed in last"), ("-user__last_login", "pk")),
    ),
    search=_found,
    search_label=_("Name or address"),
)


def everybody() -> QuerySet[Person]:
    return Person.objects.exclude(email="").select_related("user").prefetch_related("roles")


def known(person: Person) -> Known:
    user, names = _user(person), role_names()
    roles = [names[one.role] for one in person.roles.all()]
    signs_in = user is not None and user.is_active
    return Known(person.reference, person.name, person.email, roles, signs_in, user.last_login if user else None)


def details(person: Person) -> Details:
    row, user, names = known(person), _user(person), role_names()
    held = [(one.role, names[one.role]) for one in person.roles.all()]
    return Details(
        row.reference,
        row.name,
        row.email,
        row.roles,
        row.signs_in,
        row.last_login,
        held=held,
        has_account=user is not None,
        has_factor=user is not None and factors.of(user).any,
        needs_factor=bool(SECOND_FACTOR & {role for role, _said in held}),
    )


def by_reference(reference: str) -> Person | None:
    return everybody().filter(reference=reference).first()


def _user(person: Person) -> User | None:
    return getattr(person, "user", None)
