"""Reading applications."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from avow.organisations.importing.index import Index
from avow.organisations.joining import states
from avow.organisations.models import Application, Organisation


@dataclass(frozen=True, slots=True)
class Namesake:
    """An organisation an application may be about. ``why`` is ``identifier``, ``name`` or ``like``, the surest first."""

    organisation: Organisation
    why: str


def namesakes(row: Application) -> list[Namesake]:
    """Organisations that carry the applicant's identifier or name, or a name nearly like it."""
    index = Index.of_desk()
    found: dict[int, str] = {}
    carrying = index.by_identifiers([row.identifier] if row.identifier else [])
    near = index.like(row.name)
    for why, known in (
        *(("identifier", one) for one in carrying),
        *(("name", one) for one in index.by_name(row.name)),
        *((("like", near[0]),) if near else ()),
    ):
        if known.pk is not None:
            found.setdefault(known.pk, why)
    rows = Organisation.objects.in_bulk(found)
    return [Namesake(rows[key], why) for key, why in found.items() if key in rows]


def waiting() -> QuerySet[Application]:
    """Submitted and not decided: what the clocks of the desk count."""
    return Application.objects.filter(state__in=states.WAITING)
