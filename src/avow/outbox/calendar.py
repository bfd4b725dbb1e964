"""Deadlines as calendar entries (RFC 5545). No address is ever given out that would show them without signing in:
``docs/decisions`` says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from avow import __version__

if TYPE_CHECKING:
    from icalendar import Event

CONTENT_TYPE = "text/calendar"
SHOWN = timedelta(minutes=30)  # a calendar draws nothing for an entry without length: it ends at the deadline
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline of a person.

    ``uid`` names it for ever (``application:12``): an entry that came before under it is replaced, when ``changed_at`` is
    later. ``due_at`` is the last instant in time. ``path`` is its page on the desk. ``cancelled`` takes it out of calendars.
    """

    uid: str
    title: str
    due_at: datetime
    changed_at: datetime
    path: str = ""
    cancelled: bool = False


def written(deadlines: Iterable[Deadline], *, desk_url: str, language: str, at: datetime) -> bytes:
    """A calendar file of the deadlines. ``at`` is when it is made; times in it are UTC, so it needs no table of zones."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//Avow//Avow {__version__}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for deadline in deadlines:
        calendar.add_component(_event(deadline, desk_url, language, at))
    made: bytes = calendar.to_ical()
    return made


def _event(deadline: Deadline, desk_url: str, language: str, at: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{deadline.uid}@{urlsplit(desk_url).hostname or 'avow.invalid'}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", deadline.due_at.astimezone(UTC) - SHOWN)
    event.add("dtend", deadline.due_at.astimezone(UTC))
    event.add("summary", _one_line(deadline.title), parameters={"LANGUAGE": language})
    event.add("last-modified", deadline.changed_at.astimezone(UTC))
    event.add("sequence", max(0, int((deadline.changed_at - _EPOCH).total_seconds()) // 60))
    event.add("status", "CANCELLED" if deadline.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if deadline.path and desk_url:
        event.add("url", desk_url.rstrip("/") + deadline.path)
    return event


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
