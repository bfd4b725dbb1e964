"""Reading the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from avow.accounts.models import Person
from avow.outbox.kinds import NoticeKind, declared
from avow.outbox.models import Notice, Preference


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of notice as a person has it."""

    kind: NoticeKind
    frequency: str


def choices_of(person: Person, roles: frozenset[str]) -> list[Choice]:
    """Every kind that somebody with these roles is told, with what the person chose or the kind's default."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "frequency"))
    return [
        Choice(kind, chosen[kind.code] if chosen.get(kind.code) in kind.frequencies else kind.default)
        for kind in declared()
        if not kind.roles or roles.intersection(kind.roles)
    ]


def counts() -> Mapping[str, int]:
    """How many notices stand in each state."""
    return dict(Notice.objects.values_list("state").annotate(Count("id")).order_by())
