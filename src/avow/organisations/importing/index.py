"""The organisations known so far, to find the one a row tells of: by reference, own key, registry identifier, or name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from avow.organisations.commands import Registration
from avow.organisations.models import Organisation
from avow.sheets.cells import folded
from avow.sheets.likeness import Like, NearTexts, blocks, neighbours

LIKE_NAME = 90.0


@dataclass(slots=True, eq=False)
class Known:
    """One organisation: recorded (with ``pk``), or told by a row and not written yet. ``row`` is the row that last told it."""

    entry: Registration
    pk: int | None = None
    reference: str = ""
    row: int | None = None

    @property
    def place(self) -> str:
        """How a report names it: the row of this file that told it, else its reference. The same in a dry run."""
        return f"row {self.row}" if self.row else self.reference or self.entry.name


class Index:
    """All known organisations, kept up to date while an import runs."""

    def __init__(self) -> None:
        self._by_reference: dict[str, Known] = {}
        self._by_key: dict[str, Known] = {}
        self._by_identifier: dict[str, Known] = {}
        self._by_name: dict[str, list[Known]] = {}
        self._near = NearTexts(LIKE_NAME)
        self._all: list[Known] = []

    @classmethod
    def of_desk(cls) -> Index:
        """Everything the desk holds, in three queries."""
        index = cls()
        for row in Organisation.objects.prefetch_related("aliases", "identifiers").order_by("pk").iterator(chunk_size=2000):
            index.add(Known(_entry(row), row.pk, row.reference))
        return index

    def __iter__(self) -> Iterator[Known]:
        return iter(self._all)

    def add(self, known: Known) -> None:
        self._all.append(known)
        self.refresh(known)
        self._near.add(str(len(self._all) - 1), known.entry.name, blocks(known.entry.name))

    def refresh(self, known: Known) -> None:
        """Takes in what changed of a known organisation: its reference once written, more names and identifiers."""
        if known.reference:
            self._by_reference[known.reference] = known
        if known.entry.source_key:
            self._by_key.setdefault(known.entry.source_key, known)
        for identifier in known.entry.identifiers:
            self._by_identifier.setdefault(identifier, known)
        for name in (known.entry.name, *known.entry.aliases):
            same = self._by_name.setdefault(folded(name), [])
            if known not in same:
                same.append(known)

    def by_reference(self, reference: str) -> Known | None:
        return self._by_reference.get(reference)

    def by_key(self, key: str) -> Known | None:
        return self._by_key.get(key)

    def by_identifiers(self, identifiers: Iterable[str]) -> list[Known]:
        """Every organisation that carries one of them; more than one is a contradiction."""
        return [*dict.fromkeys(known for one in identifiers if (known := self._by_identifier.get(one)))]

    def by_name(self, name: str, country: str = "") -> list[Known]:
        """Those of that name or alias whose country does not contradict ``country``."""
        found = self._by_name.get(folded(name), [])
        if country:
            found = [known for known in found if known.entry.country in ("", country)]
        own = [known for known in found if folded(known.entry.name) == folded(name)]
        return own or list(found)

    def like(self, name: str) -> tuple[Known, Like] | None:
        """The organisation whose name reads nearly like ``name``."""
        found = self._near.like(name, neighbours(name))
        return (self._all[int(found.key)], found) if found else None


def _entry(row: Organisation) -> Registration:
    return Registration(
        name=row.name,
        category=row.category,
        country=row.country,
        international=row.international,
        sub_category=row.sub_category,
        aliases=tuple(one.name for one in sorted(row.aliases.all(), key=lambda one: one.pk)),
        identifiers=tuple(str(one) for one in sorted(row.identifiers.all(), key=lambda one: one.pk)),
        website=row.website,
        leads=tuple(row.leads),
        signatory=row.signatory,
        joined_on=row.joined_on,
        origin=row.origin,
        source_key=row.source_key,
        notes=row.notes,
    )
