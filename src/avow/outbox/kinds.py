"""Kinds of notices, as features declare them in their ``notices.py``.

A kind ``joining.decision`` is worded by ``joining/notices/decision.txt``: the first line is the subject, the rest the text
(``rendering`` says how the HTML part is made of it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise

from avow.accounts.models import Person
from avow.outbox.calendar import Deadline
from avow.outbox.models import Frequency, Notice

Words = Mapping[str, object]


class Say(StrEnum):
    """What its recipient may choose. Security and legal notices: ``NONE``, always at once. ``WHEN``: gathered, but not off."""

    NONE = "none"
    WHEN = "when"
    ALL = "all"


CHOICES: Mapping[Say, tuple[Frequency, ...]] = {
    Say.NONE: (Frequency.AT_ONCE,),
    Say.WHEN: (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY),
    Say.ALL: (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER),
}


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice.

    ``title`` names it to people (lazily translated). ``words(notice)`` reads what its template shows when the notice leaves
    or is looked at; it returns None once the notice is no longer wanted, and asks ``access`` whether the recipient may still
    see what it is about. ``example`` is the same, invented: previews, tests and translators use it. ``roles`` are whose
    settings page lists it; none means everybody's. ``seen_by`` is the role that may see on the outbox page to whom it goes and
    what it says. A notice that could not leave within ``keep`` of its time is set aside for a person to decide. ``per_sender``
    and ``per_recipient`` cap how many one person causes and gets within a day. ``deadline`` attaches a calendar entry.
    """

    code: str
    title: str | Promise
    words: Callable[[Notice], Words | None]
    example: Words
    say: Say = Say.ALL
    default: Frequency = Frequency.AT_ONCE
    roles: tuple[str, ...] = ()
    seen_by: str = "secretariat"
    keep: timedelta = timedelta(days=14)
    per_sender: int | None = None
    per_recipient: int | None = None
    deadline: Callable[[Notice], Deadline | None] | None = None

    @property
    def template(self) -> str:
        """The template of its words, without the ending."""
        feature, _, name = self.code.partition(".")
        return f"{feature}/notices/{name}"

    @property
    def frequencies(self) -> tuple[Frequency, ...]:
        return CHOICES[self.say]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A notice that should be in the outbox. ``due_at`` empty means now; the other fields are those of ``Notice``."""

    kind: str
    person: Person
    key: str
    subject: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    due_at: datetime | None = None
    caused_by: str = ""
    language: str = ""


Planner = Callable[[datetime], Iterable[Wanted]]
Dated = Callable[[Person, datetime], Iterable[Deadline]]

_kinds: dict[str, NoticeKind] = {}
_planners: dict[str, Planner] = {}
_dated: dict[str, Dated] = {}


class UnknownKindError(KeyError):
    """No feature declares this kind of notice: a mistake of ours, or a row left by a feature that is gone."""


def declare(kind: NoticeKind) -> NoticeKind:
    """Makes a kind known. Its code is ``feature.name`` and given once."""
    if not all(kind.code.partition(".")):
        raise ValueError(f"{kind.code!r} should read feature.name")
    if kind.code in _kinds:
        raise ValueError(f"two kinds of notices share the code {kind.code}")
    if kind.default not in kind.frequencies:
        raise ValueError(f"{kind.code} is {kind.default} by default, which its recipient may not choose")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> NoticeKind:
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKindError(code) from None


def declared() -> tuple[NoticeKind, ...]:
    """Every kind, by code."""
    return tuple(kind for _, kind in sorted(_kinds.items()))


def planner(function: Planner) -> Planner:
    """Registers a feature's calendar: what the worker asks every minute for the notices that time alone brings.

    It returns all that are due by then and may return them again: their keys keep them from being queued twice.
    """
    _planners[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def deadlines(function: Dated) -> Dated:
    """Registers a feature's dates: the deadlines of a person, for her calendar file."""
    _dated[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def planners() -> tuple[Planner, ...]:
    return tuple(_planners.values())


def deadlines_of(person: Person, at: datetime) -> list[Deadline]:
    """The deadlines of a person in every feature, soonest first."""
    return sorted((found for one in _dated.values() for found in one(person, at)), key=lambda found: (found.due_at, found.uid))
