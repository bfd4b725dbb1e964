"""Reading organisations."""

from __future__ import annotations

from collections.abc import Iterable

from avow.organisations.models import Alias, Organisation, Party
from avow.organisations.names import name_key


def by_reference(reference: str) -> Organisation | None:
    return Organisation.objects.filter(reference=reference).first()


def needs_approver(party: int) -> bool:
    """Whether the party lets only its approvers speak for it."""
    return Organisation.objects.filter(pk=party, needs_approver=True).exists()


def ids_by_reference(references: Iterable[str]) -> dict[str, int]:
    """Row ids of parties by reference; unknown references are absent."""
    wanted = list(set(references))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        found.update(Party.objects.filter(reference__in=wanted[start : start + 500]).values_list("reference", "id"))
    return found


def names() -> dict[str, str]:
    """References by compared name, aliases included; a name two organisations share is absent, as it tells neither.

    One pass for importers, which look up every row's makers in it.
    """
    found: dict[str, str] = {}
    shared: set[str] = set()
    own = Organisation.objects.values_list("name", "reference").order_by("id")
    other = Alias.objects.values_list("name", "organisation__reference").order_by("id")
    for name, reference in (*own.iterator(), *other.iterator()):
        key = name_key(name)
        if found.setdefault(key, reference) != reference:
            shared.add(key)
    for key in shared:
        del found[key]
    return found
