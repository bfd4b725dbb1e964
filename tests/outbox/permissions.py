"""Who may ask what of the outbox, and of what one is told oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests import builders
from tests.builders_people import Cast
from tests.desk.table import SIGN_IN, Row, answers, at

from avow.outbox import commands, queries, states
from avow.outbox.models import Notice

READ = answers(403, visitor=SIGN_IN, secretariat=200, auditor=200)
MOVE = answers(403, visitor=SIGN_IN, secretariat=302)
SIGNED_IN = answers(200, visitor=SIGN_IN)


def a_notice(cast: Cast) -> Notice:
    """A trial message that waits, to somebody who is none of those who ask."""
    return commands.try_out(person=cast["stranger"], actor="P-1", at=builders.AT)


def held(cast: Cast) -> Notice:
    notice = a_notice(cast)
    commands.hold(notices=[notice.pk], actor="P-1", at=builders.AT)
    return notice


def in_state(state: str) -> Any:
    def given(cast: Cast) -> Notice:
        notice = a_notice(cast)
        Notice.objects.filter(pk=notice.pk).update(state=state)
        return notice

    return given


def moved(name: str) -> Any:
    def posted(_cast: Cast, notice: Notice) -> Mapping[str, Any]:
        return {"move": name, "notice": str(notice.pk), "sure": "yes"}

    return posted


def as_it_was(cast: Cast) -> Mapping[str, Any]:
    """A form sent without a change."""
    roles = frozenset({"secretariat", "auditor", "administrator", "editor", "approver", "reviewer"})
    return {one.kind.code: one.frequency for one in queries.choices_of(cast["nobody"], roles)}


def _move(name: str, state: str) -> Row:
    return Row(
        "outbox-move",
        at("/desk/outbox/move/"),
        post=MOVE,
        given=held if state == states.HELD else in_state(state),
        posted=moved(name),
        state=f"{name} while {state}",
    )


ROWS = (
    Row("outbox", at("/desk/outbox/"), get=READ, given=a_notice),
    Row("outbox-over", at("/desk/outbox/over/"), get=READ),
    Row("outbox-notice", lambda _, notice: f"/desk/outbox/{notice.pk}/", get=READ, given=a_notice),
    Row(
        "outbox-notice",
        at("/desk/outbox/99999/"),
        get=answers(403, visitor=SIGN_IN, secretariat=404, auditor=404),
        state="of an unknown number",
    ),
    Row("outbox-letter", lambda _, notice: f"/desk/outbox/{notice.pk}/letter/", get=READ, given=a_notice),
    *(
        _move(name, state)
        for name, state in (
            ("hold", states.QUEUED),
            ("release", states.HELD),
            ("send_now", states.QUEUED),
            ("cancel", states.QUEUED),
            ("resend", states.SENT),
            ("mark_sent", states.UNCERTAIN),
        )
    ),
    Row(
        "outbox-move",
        at("/desk/outbox/move/"),
        post=answers(403, visitor=SIGN_IN, secretariat=409),
        given=in_state(states.SENT),
        posted=moved("hold"),
        state="hold while sent",
    ),
    Row("outbox-try", at("/desk/outbox/try/"), post=MOVE),
    Row("account-notices", at("/account/notices/"), get=SIGNED_IN, post=answers(302), posted=as_it_was),
    Row("account-calendar", at("/account/calendar.ics"), get=SIGNED_IN),
)
