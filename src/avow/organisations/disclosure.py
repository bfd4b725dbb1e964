"""What the world may see of organisations: the declared columns of ``columns.ORGANISATIONS``, of public ones only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from avow.base.columns import Table
from avow.framework.facts import Facts
from avow.kernel.reading import instant_sql, stream
from avow.organisations.columns import ORGANISATIONS
from avow.organisations.models import Organisation

Row = tuple[object, ...]
_CHUNK = 400


def tables(facts: Facts, changed: Iterable[int] | None = None) -> Iterator[tuple[Table, Iterator[Row]]]:
    """Each published table with its rows: all of them, or those of the changed organisations."""
    yield ORGANISATIONS, rows(facts, changed)


def references(changed: Iterable[int]) -> frozenset[str]:
    """References of changed organisations, public or not: their rows in the record are replaced by what ``rows`` gives."""
    return frozenset(Organisation.objects.filter(pk__in=list(changed)).values_list("reference", flat=True))


def rows(facts: Facts, changed: Iterable[int] | None = None) -> Iterator[Row]:
    """Organisations in order of their references, in the order of the table's columns."""
    if changed is None:
        yield from _rows(facts)
        return
    keys = sorted(changed)
    for start in range(0, len(keys), _CHUNK):
        yield from _rows(facts, keys[start : start + _CHUNK])


_COLUMNS = """
    p.id, p.reference, p.slug, p.name, o.category, NULLIF(o.sub_category, ''), NULLIF(o.country, ''), o.international,
    NULLIF(o.website, ''), o.leads, o.signatory, o.joined_on, o.origin, {recorded_at}
"""
_FROM = "FROM organisations_organisation o JOIN organisations_party p ON p.id = o.party_ptr_id"
_NAMES = "SELECT organisation_id, name FROM organisations_alias {only} ORDER BY id"
_IDENTIFIERS = "SELECT organisation_id, scheme, value FROM organisations_identifier {only}"


def _rows(facts: Facts, only: Sequence[int] = ()) -> Iterator[Row]:
    """All of them, or those with the ids ``only``."""
    marks = f"({', '.join(['%s'] * len(only))})"
    beside = f"WHERE organisation_id IN {marks}" if only else ""
    aliases, identifiers = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    for key, name in stream(_NAMES.format(only=beside), only):
        aliases[key].append(name)
    for key, scheme, value in stream(_IDENTIFIERS.format(only=beside), only):
        identifiers[key].append(f"{scheme}-{value}")
    found = f"SELECT {_COLUMNS.format(recorded_at=instant_sql('o.recorded_at'))} {_FROM} WHERE p.public_since IS NOT NULL"
    chosen = f" AND p.id IN {marks}" if only else ""
    for (
        key, reference, slug, name, category, sub_category, country, international,
        website, leads, signatory, joined_on, origin, recorded_at,
    ) in stream(f"{found}{chosen} ORDER BY p.number", only):  # fmt: skip
        yield (
            reference,
            slug,
            name,
            aliases.get(key, []),
            category,
            sub_category,
            facts.reporting_group(category, sub_category or "") or None,
            country,
            facts.regions.get(country),
            international,
            sorted(identifiers.get(key, ())),
            website,
            leads.split("\n") if leads else [],
            signatory,
            joined_on,
            origin,
            recorded_at,
        )
