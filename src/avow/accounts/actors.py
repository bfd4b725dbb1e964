"""Who is acting, as access rules see it: a reference and roles, never a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SYSTEM = "system"  # the actor of commands that no person gave: import, demonstration, calendar


@dataclass(frozen=True, slots=True)
class Actor:
    """``everywhere`` holds the three global roles (secretariat, auditor, administrator); ``of`` the roles per party id."""

    reference: str = ""
    everywhere: frozenset[str] = frozenset()
    of: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def holds(self, role: str, party: int | None = None) -> bool:
        return role in self.everywhere or (party is not None and role in self.of.get(party, frozenset()))


VISITOR = Actor()


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is allowed, and if not, why: shown to the person."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)
