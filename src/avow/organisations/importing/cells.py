"""The cells of one row by field, with everything wrong or noteworthy about them gathered as findings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from avow.base.dates import PartialDate
from avow.base.refusals import Finding, Refusal
from avow.organisations.importing.settings import Opened
from avow.sheets.cells import split_items
from avow.sheets.reading import Row
from avow.sheets.report import finding
from avow.sheets.told_dates import told_date

_YES = {"yes", "y", "true", "1", "oui", "si", "sí", "да", "نعم", "x"}
_NO = {"no", "n", "false", "0", "non", "нет", "لا"}
_WHOLE_ROW = {"more-cells-than-headings", "too-many-columns", "open-quote", "not-an-object"}


class Cells:
    """Reads one row field by field. ``errors`` keep the row out, ``warnings`` go with it; nothing is raised."""

    def __init__(self, opened: Opened, row: Row) -> None:
        self._opened, self._row = opened, row
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []
        used = set(opened.columns.columns.values())
        for heading, fault in row.faults.items():
            if heading in used or fault.code in _WHOLE_ROW:
                self.errors.append(finding(row.number, heading, row[heading], fault.code, fault.reason, fault.remedy))

    @property
    def number(self) -> int:
        return self._row.number

    def __getitem__(self, name: str) -> str:
        return self._opened.cell(self._row.cells, name)

    def told(self, names: Iterable[str]) -> frozenset[str]:
        """Those of the fields that the row tells anything about."""
        return frozenset(name for name in names if self[name])

    def refuse(self, name: str, value: str, code: str, reason: str, remedy: str) -> None:
        self.errors.append(finding(self.number, self._heading(name), value, code, reason, remedy))

    def refuse_as(self, name: str, value: str, problem: Refusal) -> None:
        self.refuse(name, value, problem.code, problem.reason, problem.remedy)

    def warn(self, name: str, value: str, code: str, reason: str, remedy: str = "") -> None:
        self.warnings.append(finding(self.number, self._heading(name), value, code, reason, remedy))

    def _heading(self, name: str) -> str:
        return self._opened.columns.columns.get(name, name)

    def line(self, name: str, longest: int) -> str:
        """A text in one line; a longer one than the desk keeps is refused, not cut."""
        text = " ".join(self[name].split())
        if len(text) > longest:
            self.refuse(
                name,
                text,
                f"{name.replace('_', '-')}-too-long",
                f"The {name} has more than {longest} characters.",
                "Shorten it.",
            )
        return text

    def code(self, name: str, list_name: str, text: str | None = None) -> str:
        """The code a cell (or one item of it) means; empty when it is empty or means none."""
        text = self[name] if text is None else text
        if not text:
            return ""
        vocabulary = self._opened.vocabularies[list_name]
        code = vocabulary.find(text)
        if code is None:
            kind = (list_name[:-3] + "y" if list_name.endswith("ies") else list_name.removesuffix("s")).replace("_", "-")
            self.refuse(name, text, f"unknown-{kind}", f"{text!r} is none of the {vocabulary.name}.", vocabulary.remedy(text))
        return code or ""

    def codes(self, name: str, list_name: str) -> tuple[str, ...]:
        """The codes of a cell that holds several, each once."""
        found = (self.code(name, list_name, item) for item in split_items(self[name]))
        return tuple(dict.fromkeys(code for code in found if code))

    def flag(self, name: str) -> bool | None:
        """Yes or no; ``None`` when the cell is empty."""
        text = self[name].casefold()
        if not text:
            return None
        if text not in _YES | _NO:
            self.refuse(name, self[name], "unknown-answer", f"{self[name]!r} is neither yes nor no.", "Write yes or no.")
        return text in _YES

    def date(self, name: str) -> PartialDate | None:
        """A date at the precision told."""
        text = self[name]
        if not text:
            return None
        try:
            return told_date(text, order=self._opened.columns.dates)
        except Refusal as problem:
            self.refuse_as(name, text, problem)
            return None

    def day(self, name: str) -> datetime.date | None:
        """A date that must be a single day."""
        found = self.date(name)
        if found is None:
            return None
        if found.precision != "day":
            self.refuse(name, self[name], "not-a-day", f"{self[name]!r} is no single day.", "Write the day: 2021-06-30.")
            return None
        return found.first
