"""What applicants are told, and what the secretariat is told of applications."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from avow.organisations.joining import clocks, links, states
from avow.organisations.models import Application
from avow.outbox.kinds import NoticeKind, Say, Words, declare
from avow.outbox.models import Notice
from avow.outbox.wording import Link, Passage

CONFIRM_ADDRESS = "joining.confirm_address"
REMAINING = "joining.remaining"
RECEIVED = "joining.received"
ASKED = "joining.asked"
ACCEPTED = "joining.accepted"
DECLINED = "joining.declined"

_NAME = "Women of the Valley"


def _application(notice: Notice) -> Application | None:
    number = notice.subject.partition(":")[2]
    return Application.objects.select_related("organisation").filter(pk=number).first()


def _writing(row: Application) -> Link:
    return Link(reverse("joining-application", args=[links.writing_part(row)]), _("Your application"))


def _confirm_words(notice: Notice) -> Words | None:
    row = _application(notice)
    if row is None or row.state != states.SIGNALLED:
        return None
    path = reverse("joining-confirm", args=[links.confirming_part(row)])
    return {"organisation": row.name, "link": Link(path, _("Yes, this is my address"))}


def _remaining_words(notice: Notice) -> Words | None:
    row = _application(notice)
    return {"organisation": row.name, "link": _writing(row)} if row is not None and row.state == states.OPEN else None


def _received_words(notice: Notice) -> Words | None:
    row = _application(notice)
    if row is None or row.state == states.WITHDRAWN:
        return None
    return {"organisation": row.name, "reference": row.reference or "", "due_on": clocks.due_on(row), "link": _writing(row)}


def _asked_words(notice: Notice) -> Words | None:
    row = _application(notice)
    asked = row.questions.filter(pk=notice.key.rpartition(":")[2], answered_at=None).first() if row else None
    if row is None or asked is None:
        return None
    return {"organisation": row.name, "question": Passage(asked.question), "link": _writing(row)}


def _accepted_words(notice: Notice) -> Words | None:
    row = _application(notice)
    if row is None or row.organisation is None:
        return None
    return {
        "organisation": row.name,
        "reference": row.organisation.reference,
        "reason": Passage(row.reason) if row.reason else "",
        "link": Link(reverse("desk-home"), _("Sign in with a code, and begin")),
    }


def _declined_words(notice: Notice) -> Words | None:
    row = _application(notice)
    return {"organisation": row.name, "reason": Passage(row.reason)} if row is not None else None


_LINK = Link("/join/application/1.example/", _("Your application"))

for _code, _title, _words, _example in (
    (
        CONFIRM_ADDRESS,
        _("Confirm your address"),
        _confirm_words,
        {"organisation": _NAME, "link": Link("/join/confirm/1.example/", _("Yes, this is my address"))},
    ),
    (REMAINING, _("Go on with your application"), _remaining_words, {"organisation": _NAME, "link": _LINK}),
    (
        RECEIVED,
        _("Your application has arrived"),
        _received_words,
        {"organisation": _NAME, "reference": "A-2026-0007", "due_on": date(2026, 6, 22), "link": _LINK},
    ),
    (
        ASKED,
        _("A question about your application"),
        _asked_words,
        {"organisation": _NAME, "question": Passage("In which country are you registered?"), "link": _LINK},
    ),
    (
        ACCEPTED,
        _("Your application is accepted"),
        _accepted_words,
        {
            "organisation": _NAME,
            "reference": "O-0117",
            "reason": Passage("Your work on care in three regions is what the coalition asked for."),
            "link": Link("/desk/", _("Sign in with a code, and begin")),
        },
    ),
    (
        DECLINED,
        _("Your application is declined"),
        _declined_words,
        {"organisation": _NAME, "reason": Passage("The framework is open to organisations, and you wrote as a person.")},
    ),
):
    declare(NoticeKind(code=_code, title=_title, words=_words, example=_example, say=Say.NONE, per_recipient=20))
