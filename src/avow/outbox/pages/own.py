"""What one is told oneself: choices, deadlines, and what was sent lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from avow.accounts.actors import Actor
from avow.accounts.models import Person
from avow.framework import queries as framework
from avow.outbox import access
from avow.outbox.calendar import Deadline
from avow.outbox.kinds import deadlines_of
from avow.outbox.queries import Choice
from avow.outbox.words import kind_title

LATELY = 10


@dataclass(frozen=True, slots=True)
class Told:
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnNotices:
    always: Sequence[str]
    deadlines: Sequence[Deadline]
    lately: Sequence[Told]
    zone: ZoneInfo


def own_notices(actor: Actor, person: Person, chosen: Sequence[Choice], at: datetime) -> OwnNotices:
    mine = access.visible_to(Actor(actor.reference)).order_by("-sent_at", "-id")[:LATELY]
    return OwnNotices(
        always=[str(one.kind.title) for one in chosen if len(one.kind.frequencies) == 1],
        deadlines=[one for one in deadlines_of(person, at) if not one.cancelled],
        lately=[Told(kind_title(one.kind), one.sent_at or one.due_at) for one in mine],
        zone=framework.time_zone(),
    )
