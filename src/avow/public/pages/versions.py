"""The versions of a commitment, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from avow.public.asked import Asked, NotHere
from avow.public.pages.commitment import VersionLine, commitment_row, version_lines
from avow.ui.components.history import Difference
from avow.ui.formatting import money, partial_date

Row = Mapping[str, Any]
LISTS = {"themes": "themes", "actions": "actions", "types": "types", "countries": "countries", "groups": "groups"}
CODES = {"scope": "scopes", "pledge": "pledges", "language": "languages"}
DATES = frozenset({"start", "end"})


@dataclass(frozen=True)
class History:
    reference: str
    title: str
    language: str
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class Comparison:
    reference: str
    title: str
    language: str
    before: VersionLine
    after: VersionLine
    steps: tuple[VersionLine, ...]  # every version after the first of the two: their labels and reasons
    changes: tuple[Difference, ...]
    same: tuple[str, ...]  # names of the fields that did not change


def history_page(asked: Asked, reference: str) -> History:
    row = commitment_row(asked, reference)
    return History(reference, row["title"], row["language"] or "", version_lines(asked, reference, row["version"]))


def comparison_page(asked: Asked, reference: str, first: int, second: int) -> Comparison:
    """Compares in the order of time whichever way the address names them. Raises ``NotHere`` for a version that never was."""
    row = commitment_row(asked, reference)
    low, high = sorted((first, second))
    rows = {one["version"]: one for one in asked.release.rows_of("commitment_versions", reference)}
    lines = {line.number: line for line in version_lines(asked, reference, row["version"])}
    for number in (low, high):
        if number not in rows:
            raise NotHere("version", f"{reference}, {number}")
    read = [
        Difference(name, _told(asked, field, rows[low]), _told(asked, field, rows[high]))
        for field, name in field_names().items()
    ]
    return Comparison(
        reference=reference,
        title=row["title"],
        language=row["language"] or "",
        before=lines[low],
        after=lines[high],
        steps=tuple(lines[number] for number in sorted(lines) if low < number <= high),
        changes=tuple(one for one in read if one.before != one.after),
        same=tuple(one.name for one in read if one.before == one.after),
    )


def field_names() -> dict[str, str]:
    return {
        "title": _("Title"),
        "description": _("Description"),
        "themes": _("Themes"),
        "actions": _("Actions"),
        "types": _("Types"),
        "scope": _("Scope"),
        "countries": _("Carried out in"),
        "groups": _("Groups given priority"),
        "start": _("Start"),
        "end": _("End"),
        "pledged": _("Money pledged"),
        "pledge": _("Conditions"),
        "condition": _("Approval it depends on"),
        "language": _("Language of the text"),
    }


def _told(asked: Asked, field: str, row: Row) -> str:
    """One field of one version as a reader would see it."""
    told = row[field]
    if field in LISTS:
        return ", ".join(asked.labels.names(LISTS[field], told))
    if field in CODES:
        return asked.labels.name(CODES[field], told)
    if field in DATES:
        return partial_date(told, asked.language)
    if field == "pledged":
        return ", ".join(_amount(amount, asked.language) for amount in told or ())
    return str(told or "")


def _amount(told: str, language: str) -> str:
    """``48000000.00 USD`` by the language's manner."""
    amount, _space, currency = told.partition(" ")
    return money(Decimal(amount), currency, language) if currency else told
