"""Who may ask what about an organisation's tokens. For programs, being signed in counts for nothing."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders_people import Cast
from tests.desk.table import SIGN_IN, Row, answers, at

from avow.base import clock
from avow.organisations.models import ApiToken
from avow.organisations.tokens.commands import LONGEST, make_token
from avow.organisations.tokens.scopes import READ


def token(cast: Cast) -> ApiToken:
    now = clock.now()
    return make_token(party=cast.organisation, name="Ours", scopes=[READ], expires_at=now + LONGEST, actor="P-1", at=now)[0]


def tokens(tail: str = "") -> Callable[..., str]:
    return lambda cast, *_: f"/desk/organisations/{cast.organisation.reference}/tokens/{tail}"


OWN = answers(404, visitor=SIGN_IN, administrator=200, editor=403, approver=403, secretariat=403, auditor=403)

ROWS = (
    Row("tokens", tokens(), get={**OWN, "secretariat": 200, "auditor": 200}),
    Row("make-token", tokens("make/"), get=OWN, post={**OWN, "administrator": 422}),
    Row(
        "revoke-token",
        lambda cast, one: f"/desk/organisations/{cast.organisation.reference}/tokens/{one.pk}/revoke/",
        given=token,
        post={**OWN, "administrator": 302, "secretariat": 302},
    ),
    Row("api-token", at("/api/v1/token"), get=answers(401), post=answers(405)),
)
