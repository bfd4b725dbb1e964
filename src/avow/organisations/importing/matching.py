"""Decides what a told row does: enters an organisation, changes one, or says nothing new. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from avow.base.refusals import Finding
from avow.organisations.importing.index import Index, Known
from avow.organisations.importing.rows import ToldOrganisation
from avow.organisations.names import name_key
from avow.sheets.cells import folded
from avow.sheets.report import finding

CREATE, CHANGE, NOTHING, REJECT = "create", "change", "nothing", "reject"
_FIELDS = (
    "name",
    "category",
    "sub_category",
    "country",
    "international",
    "website",
    "leads",
    "signatory",
    "joined_on",
    "notes",
)
PUBLIC_SOURCE = "public-source"
_LISTS = ("aliases", "identifiers")


@dataclass(slots=True)
class Step:
    """What one row comes to."""

    kind: str
    row: int
    known: Known | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    warnings: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)


class Matcher:
    """Matches told rows to known organisations, one after the other; ``source`` is the file they come from."""

    def __init__(self, index: Index, source: str) -> None:
        self._index, self._source = index, source
        self._seen: dict[str, tuple[int, ToldOrganisation]] = {}
        self._touched: set[Known] = set()

    def step(self, told: ToldOrganisation) -> Step:
        step = Step(REJECT, told.row, warnings=told.warnings, errors=told.errors)
        if told.errors or self._said_before(told, step):
            return step
        known, own = self._find(told, step)
        if step.errors:
            return step
        if known is None:
            return self._create(told, step)
        own = own and known not in self._touched and (bool(told.reference) or known.entry.origin == PUBLIC_SOURCE)
        self._change(told, known, own, step)
        known.row = told.row
        self._touched.add(known)
        return step

    def _said_before(self, told: ToldOrganisation, step: Step) -> bool:
        """Whether an earlier row has the same reference or key; if it says just the same, this one says nothing new."""
        key = told.reference or told.key
        if not told.reference and not told.named_key:
            key = f"{key} {told.entry}"
        if key not in self._seen:
            self._seen[key] = (told.row, told)
            return False
        row, first = self._seen[key]
        if first.entry == told.entry:
            step.kind = NOTHING
            step.warnings.append(
                finding(
                    told.row, "", told.entry.name, "duplicate-row", f"It says the same as row {row}.", "Delete one of the two."
                )
            )
        else:
            step.errors.append(
                finding(
                    told.row,
                    "",
                    told.reference or told.key,
                    "duplicate-reference",
                    f"Row {row} has the same key and says something else.",
                    "Keep one of them, or give each its own key.",
                )
            )
        return True

    def _find(self, told: ToldOrganisation, step: Step) -> tuple[Known | None, bool]:
        """The organisation meant, and whether this file is the one that told it (so that it may say something new)."""
        index, entry = self._index, told.entry
        if told.reference:
            found = index.by_reference(told.reference)
            if found:
                return found, True
        if found := index.by_key(told.key):
            return found, True
        carriers = index.by_identifiers(entry.identifiers)
        if len(carriers) > 1:
            places = " and ".join(known.place for known in carriers)
            step.errors.append(
                finding(
                    told.row,
                    "identifiers",
                    "; ".join(entry.identifiers),
                    "identifier-taken",
                    f"Its identifiers belong to {places}.",
                    "Check which one is meant.",
                )
            )
            return None, False
        if carriers:
            return carriers[0], False
        return self._by_name(told, step), False

    def _by_name(self, told: ToldOrganisation, step: Step) -> Known | None:
        named = [known for known in self._index.by_name(told.entry.name, told.entry.country) if not self._another(told, known)]
        if len(named) > 1:
            places = ", ".join(known.place for known in named[:5])
            step.errors.append(
                finding(
                    told.row,
                    "name",
                    told.entry.name,
                    "ambiguous-name",
                    f"Several organisations go by this name: {places}.",
                    "Add their reference or country.",
                )
            )
            return None
        if named and name_key(named[0].entry.name) != name_key(told.entry.name):
            step.warnings.append(
                finding(
                    told.row,
                    "name",
                    told.entry.name,
                    "matched-by-name",
                    f"Taken for {named[0].entry.name!r} ({named[0].place}).",
                    "Give it an identifier if it is another.",
                )
            )
        return named[0] if named else None

    def _another(self, told: ToldOrganisation, known: Known) -> bool:
        """The same file gives the two different keys: it holds them for two organisations."""
        return told.named_key and known.entry.source_key.startswith(f"{self._source}:") and known.entry.source_key != told.key

    def _create(self, told: ToldOrganisation, step: Step) -> Step:
        like = self._index.like(told.entry.name)
        if like and not _elsewhere(like[0], told):
            other, how = like
            same = folded(other.entry.name) == folded(told.entry.name)
            how_like = "has the same name as" if same else f"reads nearly like ({how.score} of 100)"
            reason = f"It {how_like} {other.entry.name!r} ({other.place})."
            step.warnings.append(
                finding(
                    told.row,
                    "name",
                    told.entry.name,
                    "duplicate-suspected",
                    reason,
                    "If they are one, give both the same reference.",
                )
            )
        known = Known(told.entry, row=told.row)
        self._index.add(known)
        self._touched.add(known)
        step.kind, step.known = CREATE, known
        return step

    def _change(self, told: ToldOrganisation, known: Known, own: bool, step: Step) -> None:
        changes = dict(_own_changes(told, known) if own else self._fillings(told, known, step))
        if changes.get("country") and known.entry.international and "international" not in changes:
            changes["international"] = False
        step.known, step.changes = known, changes
        step.kind = CHANGE if changes else NOTHING
        if changes:
            known.entry = replace(known.entry, **changes)
            self._index.refresh(known)

    def _fillings(self, told: ToldOrganisation, known: Known, step: Step) -> Iterator[tuple[str, Any]]:
        """What a row of another source adds: only what is not known yet, and nothing to what maker or secretariat entered."""
        if known.entry.origin != PUBLIC_SOURCE:
            return
        for name, value, before in _differences(told, known):
            if name == "name":
                continue
            open_yet = name in _LISTS or before in ("", None, (), False) or (name == "category" and before == "other")
            if open_yet and not (name == "country" and known.entry.international):
                yield name, value
                continue
            step.warnings.append(
                finding(
                    told.row,
                    name,
                    str(value),
                    "contradicting-value",
                    f"{known.entry.name} ({known.place}) is recorded with {before!r}, which was kept.",
                    "Amend the organisation if the file is right.",
                )
            )


def _own_changes(told: ToldOrganisation, known: Known) -> Iterator[tuple[str, Any]]:
    for name, value, _ in _differences(told, known):
        yield name, value


def _differences(told: ToldOrganisation, known: Known) -> Iterator[tuple[str, Any, Any]]:
    """Fields the row tells otherwise than recorded. An empty cell tells nothing; lists only grow."""
    for name in _FIELDS:
        value, before = getattr(told.entry, name), getattr(known.entry, name)
        if name in told.told and value != before and not (isinstance(value, str) and value.split() == str(before).split()):
            yield name, value, before
    for name in _LISTS:
        before = getattr(known.entry, name)
        held = {folded(one) for one in before} | ({folded(known.entry.name)} if name == "aliases" else set())
        more = tuple(one for one in getattr(told.entry, name) if folded(one) not in held)
        if more:
            yield name, (*before, *more), before


def _elsewhere(known: Known, told: ToldOrganisation) -> bool:
    """Alike names of two countries (Government of Iceland, of Ireland) are two organisations."""
    here, there = told.entry.country, known.entry.country
    return bool(here and there and here != there) and folded(known.entry.name) != folded(told.entry.name)
