"""People to tell things to, kinds of notices to tell them by, and notices in the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction
from tests import builders

from avow.accounts.models import Person
from avow.framework.models import Framework
from avow.outbox.calendar import Deadline
from avow.outbox.kinds import NoticeKind, Say, UnknownKindError, declare, kind_of
from avow.outbox.models import Frequency, Notice
from avow.outbox.queueing import enqueue
from avow.outbox.wording import Link, Passage

AT = builders.AT  # a Sunday, 12:00 UTC
_numbers = count(1)

WORDS: dict[str, Any] = {"title": "Care centres", "reason": Passage("It is strong."), "page": Link("/desk/", "Open it")}
SAID: dict[str, Mapping[str, Any] | None] = {}
"""What the words of a notice are, by its subject; ``WORDS`` for the others. None: it is no longer wanted."""


def _words(notice: Notice) -> Mapping[str, Any] | None:
    said = SAID.get(notice.subject, WORDS)
    if said is not None and "broken" in said:
        raise RuntimeError("a feature's mistake")
    return said


def _deadline(notice: Notice) -> Deadline | None:
    return Deadline("application:7", "Answer due", AT + timedelta(days=21), AT, "/desk/") if notice.facts.get("dated") else None


def declare_samples() -> None:
    """Three kinds as a feature would have them; once for the whole run."""
    try:
        kind_of("sample.update")
    except UnknownKindError:
        plain: dict[str, Any] = {"words": _words, "example": WORDS, "deadline": _deadline}
        declare(NoticeKind("sample.update", "Updates", **plain))
        declare(NoticeKind("sample.summary", "Summaries", **plain, say=Say.WHEN, default=Frequency.DAILY))
        declare(NoticeKind("sample.decision", "Decisions", **plain, say=Say.NONE))
        declare(NoticeKind("sample.invitation", "Invitations", **plain, per_sender=3, per_recipient=1))
        declare(NoticeKind("sample.secret", "Secret things", **plain, seen_by="safety-moderator"))


def person(name: str = "Amina Diallo", **values: Any) -> Person:
    return Person.objects.create(**{"name": name, "email": f"person{next(_numbers)}@example.org", **values})


def notice(to: Person | None = None, kind: str = "sample.update", at: datetime = AT, **values: Any) -> Notice:
    """A queued notice; a framework is installed first when there is none."""
    if not Framework.objects.exists():
        builders.framework()
    values.setdefault("key", f"{kind}:{next(_numbers)}")
    with transaction.atomic():
        return enqueue(kind=kind, person=to or person(), at=at, **values)
