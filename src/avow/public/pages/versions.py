"""The versions of a commitment, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from avow.public.asked import Asked, NotHere
from avow.public.pages.commitment import VersionLine, commitment_row, version_lines
from avow.public.pages.promised import Promise, TargetChange, money_changed, pledged, promise_of, targets_changed, weighed
from avow.public.pages.promised import amounts as amounts_of
from avow.public.pages.served import SHARES, shares_of
from avow.ui.components.history import Difference
from avow.ui.formatting import partial_date

Row = Mapping[str, Any]
LISTS = {"themes": "themes", "actions": "actions", "types": "types", "countries": "countries", "groups": "groups"}
CODES = {"scope": "scopes", "pledge": "pledges", "language": "languages", "endorsement_level": "endorsement_levels"}
DATES = frozenset({"start", "end", "endorsed_on"})
WEIGHED = ("end", "countries", "pledge")
TRUTHS = frozenset({"affirmed", "joint"})
WHOLE = frozenset({*CODES, *DATES, *TRUTHS, "links", SHARES})


@dataclass(frozen=True)
class History:
    row: Row
    reference: str
    title: str
    language: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class Step:
    """One amendment between the two: its label and reason, and the names of what the label rests on."""

    line: VersionLine
    rests_on: tuple[str, ...]
    amounts: tuple[str, ...]  # pledged from here on; empty where they did not change


@dataclass(frozen=True)
class Comparison:
    reference: str
    title: str
    language: str
    before: VersionLine
    after: VersionLine
    steps: tuple[Step, ...]  # every version after the first of the two
    changes: tuple[Difference, ...]
    same: tuple[str, ...]  # names of the fields that did not change
    targets: tuple[TargetChange, ...]
    targets_kept: bool  # whether the release has the targets of both
    money: tuple[Difference, ...]

    @property
    def unchanged(self) -> bool:
        return self.targets_kept and not (self.changes or self.targets or self.money)


def history_page(asked: Asked, reference: str) -> History:
    row = commitment_row(asked, reference)
    return History(row, reference, row["title"], row["language"] or "", version_lines(asked, reference, row["version"]))


def comparison_page(asked: Asked, reference: str, first: int, second: int) -> Comparison:
    """Compares in the order of time whichever way the address names them. Raises ``NotHere`` for a version that never was."""
    row = commitment_row(asked, reference)
    low, high = sorted((first, second))
    rows = {one["version"]: one for one in asked.release.rows_of("commitment_versions", reference)}
    lines = {line.number: line for line in version_lines(asked, reference, row["version"])}
    for number in (low, high):
        if number not in rows:
            raise NotHere("version", f"{reference}, {number}")
    promises = {number: promise_of(asked, rows[number], row["version"]) for number in sorted(rows) if low <= number <= high}
    before, after = promises[low], promises[high]
    read = list(_read(asked, before.row, after.row, row["version"]))
    targets = targets_changed(before, after, asked.language)
    amounts = money_changed(before, after, asked)
    same = [one.name for one in read if one.before == one.after]
    if before.targets is not None and after.targets is not None and not targets:
        same.append(_("Targets"))
    return Comparison(
        reference=reference,
        title=row["title"],
        language=row["language"] or "",
        before=lines[low],
        after=lines[high],
        steps=tuple(_step(asked, lines[number], promises[earlier], promises[number]) for earlier, number in pairwise(promises)),
        changes=tuple(one for one in read if one.before != one.after),
        same=(*same, *(() if amounts else (_("Money pledged"),))),
        targets=targets,
        targets_kept=before.targets is not None and after.targets is not None,
        money=amounts,
    )


def _step(asked: Asked, line: VersionLine, before: Promise, after: Promise) -> Step:
    names = weighed_names()
    amounts = amounts_of(after.row, asked.language) if pledged(before.row) != pledged(after.row) else ()
    return Step(line, tuple(names[one] for one in weighed(before, after)), tuple(amounts))


def weighed_names() -> dict[str, str]:
    """What a label can rest on: some of the fields, the money and the targets."""
    fields = field_names()
    return {name: fields[name] for name in WEIGHED} | {"pledged": _("Money pledged"), "targets": _("Targets")}


def field_names() -> dict[str, str]:
    """Every field of a version beside its targets and its money, in the order of the page."""
    return {
        "title": _("Title"),
        "description": _("Description"),
        "themes": _("Themes"),
        "actions": _("Actions"),
        SHARES: _("Shares of the money"),
        "types": _("Types"),
        "scope": _("Scope"),
        "countries": _("Carried out in"),
        "groups": _("Groups given priority"),
        "start": _("Start"),
        "end": _("End"),
        "joint": _("Made by"),
        "endorsement_level": _("Endorsed at"),
        "endorsed_on": _("Endorsed on"),
        "pledge": _("Firm or conditional"),
        "condition": _("Approval it depends on"),
        "affirmed": _("Affirmation"),
        "principles": _("Leadership principles"),
        "links": _("Links its maker gives"),
        "language": _("Language of the text"),
    }


def truth_names(field: str) -> dict[bool, str]:
    if field == "joint":
        return {True: _("several organisations together"), False: _("its owner alone")}
    return {True: _("given by its maker"), False: _("not given")}


def _read(asked: Asked, before: Row, after: Row, current: int) -> Iterator[Difference]:
    """Every field that the release keeps of both."""
    old, new = (_told(asked, row, current) for row in (before, after))
    for field, name in field_names().items():
        if field in old and field in new:
            yield Difference(name, old[field], new[field], whole=field in WHOLE)


def _told(asked: Asked, row: Row, current: int) -> dict[str, str]:
    """The fields of one version as a reader would see them."""
    told = {field: _written(asked, field, row[field]) for field in field_names() if field in row}
    shares = shares_of(asked, row, current)
    return told if shares is None else {**told, SHARES: shares}


def _written(asked: Asked, field: str, told: Any) -> str:
    if field in LISTS:
        return ", ".join(asked.labels.names(LISTS[field], told))
    if field in CODES:
        return asked.labels.name(CODES[field], told)
    if field in DATES:
        return partial_date(told, asked.language)
    if field in TRUTHS:
        return truth_names(field).get(told, "")
    return " · ".join(told) if isinstance(told, list) else str(told or "")
