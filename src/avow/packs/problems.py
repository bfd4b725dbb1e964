"""What is wrong with a pack: every problem at once, each with its place and what was expected there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from avow.base.refusals import Refusal


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One thing wrong in one place: ``file`` relative to the pack, ``key`` the address in it."""

    file: str
    key: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: found {self.found}; expected {self.expected}."

    def as_json(self) -> dict[str, str]:
        return {"file": self.file, "key": self.key, "found": self.found, "expected": self.expected}


class PackRefused(Refusal):
    """A pack that cannot be used, with every problem found in it (never only the first)."""

    def __init__(self, problems: Sequence[PackProblem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__(
            "pack-refused",
            f"The framework pack has {count} {noun}; the first is: {self.problems[0]}",
            "Run `avow pack check DIR` to see them all.",
        )
