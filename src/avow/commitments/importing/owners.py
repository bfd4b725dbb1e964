"""Finds the organisations a row names, and enters those nobody knows yet: as told, by a public source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from avow.commitments.importing.makers import OWNER, ToldMaker
from avow.commitments.importing.rows import ToldCommitment
from avow.organisations.commands import Registration
from avow.organisations.importing.index import Index, Known
from avow.organisations.importing.rows import row_key
from avow.sheets.cells import folded
from avow.sheets.codes import state_named
from avow.sheets.report import finding
from avow.sheets.vocabulary import Vocabulary

_PUBLIC_SOURCE = "public-source"


class Owners:
    """Resolves makers against everything known, and remembers what has to be written before the commitments are."""

    def __init__(self, index: Index, countries: Vocabulary, default_category: str) -> None:
        self._index, self._default = index, default_category
        self.new: list[Known] = []
        self.changes: dict[Known, dict[str, Any]] = {}
        self._states: dict[str, Known] = {}
        for known in index:
            state = state_named(known.entry.name, countries) if known.entry.category == "government" else None
            if state:
                self._states.setdefault(state, known)

    def resolve(self, told: ToldCommitment) -> list[tuple[Known, str]]:
        """The makers with their roles, the owner first. Findings go into ``told``; with errors nothing is remembered."""
        before = len(told.errors)
        found = [(maker, self._find(maker, told)) for maker in told.makers.makers]
        if len(told.errors) > before:
            return []
        if not self._default and any(known is None and not (maker.category or maker.state) for maker, known in found):
            told.errors.append(
                finding(
                    told.row,
                    "category",
                    "",
                    "category-missing",
                    "No stakeholder category is told of a maker nobody knows yet.",
                    "Import the organisations first, or add a column for the category.",
                )
            )
            return []
        roles: dict[Known, str] = {}
        for maker, known in found:
            roles.setdefault(known or self._enter(maker, told), maker.role)
        return list(roles.items())

    def _find(self, maker: ToldMaker, told: ToldCommitment) -> Known | None:
        if maker.reference:
            known = self._index.by_reference(maker.reference)
            if known is None and not maker.name:
                told.errors.append(
                    finding(
                        told.row,
                        "makers",
                        maker.reference,
                        "unknown-organisation",
                        f"{maker.reference} is not known here.",
                        "Import the organisations first, or give the name.",
                    )
                )
            if known is not None or not maker.name:
                return known
        named = self._index.by_name(maker.name, maker.country)
        if len(named) > 1:
            places = ", ".join(known.place for known in named[:5])
            told.errors.append(
                finding(
                    told.row,
                    "makers",
                    maker.name,
                    "ambiguous-name",
                    f"Several organisations go by this name: {places}.",
                    "Give the reference in a column 'owner', or the country.",
                )
            )
            return None
        if named:
            self._complete(named[0], maker)
            return named[0]
        state = self._states.get(maker.state) if maker.state else None
        if state is not None:
            told.warnings.append(
                finding(
                    told.row,
                    "makers",
                    maker.name,
                    "matched-by-state",
                    f"{maker.name!r} was taken for {state.entry.name!r} ({state.place}).",
                    "Write its name whole if another body is meant.",
                )
            )
        return state

    def _complete(self, known: Known, maker: ToldMaker) -> None:
        """A told organisation of which the row tells more: its category where none was told, its country."""
        entry = known.entry
        if entry.origin != _PUBLIC_SOURCE or maker.role != OWNER:
            return
        changes: dict[str, Any] = {}
        if maker.category and entry.category == self._default != maker.category:
            changes["category"] = maker.category
        if maker.country and not entry.country and not entry.international:
            changes["country"] = maker.country
        if changes:
            known.entry = replace(entry, **changes)
            self._index.refresh(known)
            if known.pk is not None:
                self.changes.setdefault(known, {}).update(changes)

    def _enter(self, maker: ToldMaker, told: ToldCommitment) -> Known:
        again = self._index.by_name(maker.name, maker.country)
        if again:
            return again[0]
        like = self._index.like(maker.name)
        if like and not (maker.state and like[0] in self._states.values()):  # two states are two, however alike their names
            other, how = like
            told.warnings.append(
                finding(
                    told.row,
                    "makers",
                    maker.name,
                    "organisation-like",
                    f"It reads nearly like ({how.score} of 100) {other.entry.name!r} ({other.place}) and was entered apart.",
                    "If they are one, add an alias to that organisation.",
                )
            )
        category = maker.category or ("government" if maker.state else self._default)
        if not maker.category and not maker.state:
            told.warnings.append(
                finding(
                    told.row,
                    "makers",
                    maker.name,
                    "category-not-told",
                    f"No stakeholder category is told of the maker: entered as {category!r}.",
                    "Correct the organisation.",
                )
            )
        known = Known(
            Registration(
                name=maker.name,
                category=category,
                country=maker.country,
                origin=_PUBLIC_SOURCE,
                source_key=row_key("name", folded(maker.name), folded(maker.country)),
            ),
            row=told.row,
        )
        self._index.add(known)
        self.new.append(known)
        if maker.state:
            self._states.setdefault(maker.state, known)
        return known
