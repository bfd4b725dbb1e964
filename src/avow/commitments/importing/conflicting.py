"""Files that tell how sources report a figure, not what anybody promises: nothing of them is entered, all of it is compared.

Such a row names a subject and a reported value. An import of commitments answers with a report of conflicts: every row is
rejected as no commitment, beside what the other rows of its subject say and the commitments of the desk it seems to be about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from avow.commitments.importing import recorded
from avow.organisations.importing.index import Index, Known
from avow.organisations.importing.settings import Opened, Options
from avow.sheets.cells import folded
from avow.sheets.likeness import contradiction
from avow.sheets.reading import Row
from avow.sheets.report import Report, finding

_SUBJECT = {"subject", "figure", "about", "topic"}
_VALUE = {"reported value", "reported figure", "value reported", "reported", "claim"}
_SCALES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "millions": 6, "bn": 9, "billion": 9, "billions": 9}
_FIGURE = re.compile(r"(?<![\w-])(\d[\d,]*(?:\.\d+)?)\s*(k|thousand|millions?|mn|m|billions?|bn)?(?![\w-])", re.IGNORECASE)
_COMMON = {
    "foundation",
    "government",
    "group",
    "company",
    "commitment",
    "commitments",
    "pledge",
    "forum",
    "global",
    "alliance",
    "members",
}
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Told:
    row: int
    subject: str
    value: str
    figure: Decimal | None


def is_about_figures(headings: Sequence[str]) -> bool:
    """Whether the columns are a subject and a reported value, without a title."""
    names = {folded(heading) for heading in headings}
    return bool(names & _SUBJECT) and bool(names & _VALUE) and "title" not in names


def report_on(opened: Opened, options: Options) -> Report:
    """Every row rejected, with what contradicts it. Nothing is written, dry run or not."""
    report = Report(statements=opened.sheet.statements[:2], dry_run=options.dry_run)
    report.statements.append(
        "The rows tell how sources report a figure; none promises anything, so none is entered. They are compared instead."
    )
    subject, value = (next(one for one in opened.sheet.headings if folded(one) in names) for names in (_SUBJECT, _VALUE))
    groups: dict[str, list[_Told]] = defaultdict(list)
    for row in opened.sheet.rows:
        told = _told(row, subject, value)
        groups[folded(told.subject)].append(told)
    index = Index.of_desk()
    for group in groups.values():
        about = _about(group, index)
        for told in group:
            reason = f"This tells a figure about {told.subject!r}, not a promise. {_against(told, group)}".strip()
            remedy = about or "Import the commitment itself; keep this as a note on its sources."
            report.reject([finding(told.row, value, told.value, "not-a-commitment", reason, remedy)])
    return report


def _told(row: Row, subject: str, value: str) -> _Told:
    text = row[value]
    return _Told(row.number, row[subject], text, _figure(text))


def _figure(text: str) -> Decimal | None:
    """The first number of a text, scaled by the word after it; dates and years in addresses are none."""
    for number, scale in _FIGURE.findall(text):
        try:
            figure = Decimal(number.replace(",", ""))
        except InvalidOperation:
            continue
        return figure.scaleb(_SCALES[scale.casefold()]) if scale else figure
    return None


def _against(told: _Told, group: Iterable[_Told]) -> str:
    """How the other rows of the subject differ, in a sentence."""
    others = [one for one in group if one.row != told.row]
    if not others:
        return ""
    said = []
    for one in others[:_SHOWN]:
        how = contradiction(told.figure, one.figure) if told.figure is not None and one.figure is not None else ""
        said.append(f"row {one.row} says {one.value!r}" + (f" ({how})" if how else ""))
    more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
    return f"Of the same, {'; '.join(said)}{more}."


def _about(group: Sequence[_Told], index: Index) -> str:
    """Commitments on the desk that hold one of the told figures and whose owner the subject names."""
    owners = _named(group[0].subject, index)
    figures = {one.figure for one in group if one.figure}
    titles = recorded.titles([known.pk for known in owners if known.pk is not None])
    found = [
        f"{title.reference} {title.title!r} ({amount:,.0f} {currency})"
        for several in titles.values()
        for title in several
        for currency, amount in title.amounts
        if amount in figures
    ]
    return f"Compare with what is recorded: {'; '.join(found[:_SHOWN])}." if found else ""


def _named(subject: str, index: Index) -> list[Known]:
    words = {word for word in folded(subject).split() if len(word) > 2 and word not in _COMMON}
    found = []
    for known in index:
        name = [word for word in folded(known.entry.name).split() if len(word) > 2 and word not in _COMMON]
        if words & set(name):
            found.append(known)
    return found[:50]
