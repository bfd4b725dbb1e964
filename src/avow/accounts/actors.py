"""Who is acting, as access rules see it: a reference and roles, never a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SYSTEM = "system"  # the actor of commands that no person gave: import, demonstration, calendar

# Roles that hold everywhere. None of their names is a role within a party, so that one can never stand for the other.
SECRETARIAT = "secretariat"
AUDITOR = "auditor"
SITE_ADMINISTRATOR = "site-administrator"
IDENTITY_KEEPER = "identity-keeper"
REVIEWER = "reviewer"
EVERYWHERE = (SECRETARIAT, AUDITOR, SITE_ADMINISTRATOR, IDENTITY_KEEPER, REVIEWER)

# Roles within a party.
ADMINISTRATOR, EDITOR, APPROVER = "administrator", "editor", "approver"
WITHIN = (ADMINISTRATOR, EDITOR, APPROVER)

SECOND_FACTOR = frozenset({SECRETARIAT, IDENTITY_KEEPER, SITE_ADMINISTRATOR})
"""Roles that count only for those who sign in with a second factor."""


@dataclass(frozen=True, slots=True)
class Actor:
    """``everywhere`` holds the roles of ``EVERYWHERE``; ``of`` the roles by party id; ``leads`` the themes that the person's
    organisations lead. ``waiting`` are roles the person holds, but not in this session: they need a second factor first."""

    reference: str = ""
    everywhere: frozenset[str] = frozenset()
    of: Mapping[int, frozenset[str]] = field(default_factory=dict)
    leads: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()

    def holds(self, role: str, party: int | None = None) -> bool:
        return role in self.everywhere or (party is not None and role in self.of.get(party, frozenset()))

    def belongs_to(self, party: int) -> bool:
        """Whether the actor has any role in the party."""
        return bool(self.of.get(party))


VISITOR = Actor()


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is allowed, and if not, why: shown to the person."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)
