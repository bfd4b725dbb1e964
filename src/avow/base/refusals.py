"""Refusals: what a person is told when something cannot be done, and how to go on."""

from __future__ import annotations

from dataclasses import dataclass


class Refusal(Exception):
    """A rule said no. Carries a stable code, a full sentence, and the remedy.

    Programmer errors are ordinary exceptions; a ``Refusal`` is always safe to show to the person who caused it.
    """

    def __init__(self, code: str, reason: str, remedy: str = "") -> None:
        super().__init__(reason if not remedy else f"{reason} {remedy}")
        self.code = code
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed in one place of an input: a rejected row's cause, or a warning on an accepted one."""

    row: int | None
    column: str
    value: str
    code: str
    reason: str
    remedy: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "reason": self.reason,
            "remedy": self.remedy,
        }
