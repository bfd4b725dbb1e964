"""Who may ask what about applications. Applicants have no account: their links open one application each."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders_people import Cast
from tests.desk.table import SIGN_IN, Row, answers, at
from tests.organisations.joining import applying

from avow.organisations.joining import links
from avow.organisations.models import Application

OPEN_TO_ALL = answers(200)
READ = answers(403, visitor=SIGN_IN, secretariat=200, auditor=200)
DECIDE = answers(403, visitor=SIGN_IN, secretariat=302)


def in_state(make: Callable[[], Application]) -> Callable[[Cast], Application]:
    return lambda _cast: make()


def theirs(tail: str = "") -> Callable[..., str]:
    return lambda _cast, row: f"/join/application/{links.writing_part(row)}/{tail}"


ROWS = (
    Row("join", at("/join/"), get=OPEN_TO_ALL, post=answers(422)),
    Row("joining-sent", at("/join/sent/"), get=OPEN_TO_ALL, post=answers(405)),
    Row("joining-privacy", at("/join/privacy/"), get=OPEN_TO_ALL, post=answers(405)),
    Row(
        "joining-confirm",
        lambda _cast, row: f"/join/confirm/{links.confirming_part(row)}/",
        get=OPEN_TO_ALL,
        post=answers(302),
        given=in_state(applying.signalled),
    ),
    Row("joining-confirm", at("/join/confirm/1.forged/"), get=answers(404), post=answers(404), state="of a forged link"),
    Row("joining-application", theirs(), get=OPEN_TO_ALL, post=answers(422), given=in_state(applying.opened)),
    Row(
        "joining-application", at("/join/application/1.forged/"), get=answers(404), post=answers(404), state="of a forged link"
    ),
    Row("joining-answer", theirs("answer/"), get=OPEN_TO_ALL, post=answers(422), given=in_state(applying.asked)),
    Row("joining-withdraw", theirs("withdraw/"), get=answers(405), post=answers(302), given=in_state(applying.submitted)),
    Row("applications", at("/desk/applications/"), get=READ),
    Row(
        "application",
        lambda _cast, row: f"/desk/applications/{row.pk}/",
        get=READ,
        post=DECIDE,
        given=in_state(applying.submitted),
        posted=lambda *_: {"decision": "accept"},
    ),
    Row(
        "application",
        lambda _cast, row: f"/desk/applications/{row.pk}/",
        get=answers(403, visitor=SIGN_IN, secretariat=404, auditor=404),
        post=answers(403, visitor=SIGN_IN, secretariat=404, auditor=404),
        given=in_state(applying.signalled),
        state="whose address nobody confirmed",
    ),
)
