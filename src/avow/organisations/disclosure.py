"""What the world may see of organisations: the declared columns of ``columns.ORGANISATIONS``, of public ones only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from avow.base.clock import instant_text
from avow.base.columns import Table
from avow.framework.facts import Facts
from avow.organisations.columns import ORGANISATIONS
from avow.organisations.models import Organisation

Row = tuple[object, ...]


def tables(facts: Facts, changed: Iterable[int] | None = None) -> Iterator[tuple[Table, Iterator[Row]]]:
    """Each published table with its rows: all of them, or those of the changed organisations."""
    yield ORGANISATIONS, rows(facts, changed)


def references(changed: Iterable[int]) -> frozenset[str]:
    """References of changed organisations, public or not: their rows in the record are replaced by what ``rows`` gives."""
    return frozenset(Organisation.objects.filter(pk__in=list(changed)).values_list("reference", flat=True))


def rows(facts: Facts, changed: Iterable[int] | None = None) -> Iterator[Row]:
    """Organisations in order of their references, in the order of the table's columns."""
    public = Organisation.objects.filter(public_since__isnull=False)
    chosen = public if changed is None else public.filter(pk__in=list(changed))
    for row in _with_names(chosen.order_by("number")):
        yield (
            row.reference,
            row.slug,
            row.name,
            [alias.name for alias in sorted(row.aliases.all(), key=lambda alias: alias.pk)],
            row.category,
            row.sub_category or None,
            facts.reporting_group(row.category, row.sub_category) or None,
            row.country or None,
            facts.regions.get(row.country),
            row.international,
            sorted(str(identifier) for identifier in row.identifiers.all()),
            row.website or None,
            list(row.leads),
            row.signatory,
            row.joined_on,
            row.origin,
            instant_text(row.recorded_at),
        )


def _with_names(chosen: QuerySet[Organisation]) -> Iterator[Organisation]:
    return chosen.prefetch_related("aliases", "identifiers").iterator(chunk_size=2000)
