"""The permission table's language: who may ask what of which address, and what they are answered.

A feature keeps its rows in a module ``permissions.py`` of its own tests folder (``tests/joining/permissions.py``) as ``ROWS``;
``test_permissions`` finds them there. Members of the cast are in ``tests.builders_people.cast``. Write first what everybody
gets, then who gets something else:

    Row("organisation-people", lambda cast: f"/desk/organisations/{cast.organisation.reference}/people/",
        get=answers(404, visitor=302, administrator=200, secretariat=200))

``given`` prepares the state the row is about, and what it returns is handed to ``address`` and ``posted`` as second argument.
An address that names no status for GET or POST must answer it with 405 to everybody who is signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.builders_people import Cast

WHO = (
    "visitor",
    "nobody",
    "administrator",
    "editor",
    "approver",
    "stranger",
    "reviewer",
    "secretariat",
    "auditor",
    "site-administrator",
    "identity-keeper",
)
SIGN_IN = 302  # what a visitor gets from an address behind sign-in
Answers = Mapping[str, int]
EMPTY_FORM = {"csrfmiddlewaretoken": "of the page"}  # a browser sends at least this


def answers(everybody: int, **others: int) -> Answers:
    """``everybody`` for all, the visitor included unless named; names are those of ``WHO`` with underscores."""
    named = {name.replace("_", "-"): status for name, status in others.items()}
    unknown = named.keys() - set(WHO)
    assert not unknown, f"nobody in the cast is called {unknown}"
    return {who: named.get(who, everybody) for who in WHO}


def members(status: int, everybody: int, **others: int) -> Answers:
    """``status`` for those with a role in the cast's organisation, ``everybody`` for the others; visitors sign in first."""
    return answers(everybody, **{"visitor": SIGN_IN, "administrator": status, "editor": status, "approver": status, **others})


NOT_ALLOWED = answers(405, visitor=SIGN_IN)


@dataclass(frozen=True)
class Row:
    """One address in one state. ``name`` is the name of its URL pattern, or its route where it has none."""

    name: str
    address: Callable[..., str]
    get: Answers = field(default_factory=lambda: NOT_ALLOWED)
    post: Answers = field(default_factory=lambda: NOT_ALLOWED)
    given: Callable[[Cast], Any] | None = None
    posted: Callable[..., Mapping[str, Any]] = lambda *_: EMPTY_FORM
    state: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.state}".strip()


def at(path: str) -> Callable[..., str]:
    """An address that is the same for every state."""
    return lambda *_: path
