"""Who may ask what about the people of an organisation."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders import AT
from tests.builders_people import Cast, person
from tests.desk.table import SIGN_IN, Row, answers

from avow.base import clock
from avow.organisations.models import Invitation
from avow.organisations.people.commands import LIFE
from avow.organisations.people.links import link_part


def invited(cast: Cast) -> Invitation:
    at = clock.now()
    return Invitation.objects.create(
        person=person(), party=cast.organisation, roles=["editor"], invited_by="P-1", invited_at=at, expires_at=at + LIFE
    )


def expired(cast: Cast) -> Invitation:
    one = invited(cast)
    one.expires_at = AT.replace(year=2020)
    one.save()
    return one


def people(cast: Cast, tail: str = "") -> str:
    return f"/desk/organisations/{cast.organisation.reference}/people/{tail}"


def editor(tail: str = "") -> Callable[..., str]:
    return lambda cast, *_: people(cast, f"{cast['editor'].reference}/{tail}")


# Hidden is not there; seen and not allowed is 403; the site administrator runs the site, not organisations.
CHANGE = answers(404, visitor=SIGN_IN, administrator=200, editor=403, approver=403, secretariat=200, auditor=403)
CHANGED = answers(404, visitor=SIGN_IN, administrator=302, editor=403, approver=403, secretariat=302, auditor=403)
SENT_EMPTY = answers(404, visitor=SIGN_IN, administrator=422, editor=403, approver=403, secretariat=422, auditor=403)

ROWS = (
    Row(
        "organisation-people",
        people,
        get=answers(404, visitor=SIGN_IN, administrator=200, editor=200, approver=200, secretariat=200, auditor=200),
    ),
    Row("invite-person", lambda cast: people(cast, "invite/"), get=CHANGE, post=SENT_EMPTY),
    Row(
        "withdraw-invitation",
        lambda cast, one: people(cast, f"invitations/{one.pk}/withdraw/"),
        given=invited,
        post=CHANGED,
    ),
    Row("change-person", editor(), get=CHANGE, post=SENT_EMPTY),
    Row(
        "hand-over",
        editor("hand-over/"),
        post=answers(404, visitor=SIGN_IN, administrator=302, editor=403, approver=403, secretariat=403, auditor=403),
    ),
    Row("remove-person", editor("remove/"), post={**CHANGED, "editor": 302}, state="an editor, who may also leave"),
    Row(
        "remove-person",
        lambda cast: people(cast, f"{cast['administrator'].reference}/remove/"),
        post=answers(404, visitor=SIGN_IN, administrator=409, editor=403, approver=403, secretariat=409, auditor=403),
        state="the only administrator",
    ),
    Row(
        "invitation",
        lambda cast, one: f"/account/invitation/{link_part(one)}/",
        given=invited,
        get=answers(200),
        post=answers(409, visitor=302),
        state="of somebody else",
    ),
    Row(
        "invitation",
        lambda cast, one: f"/account/invitation/{link_part(one)}/",
        given=expired,
        get=answers(409),
        post=answers(409),
        state="expired",
    ),
    Row(
        "invitation",
        lambda cast, one: f"/account/invitation/{one.pk}.forged/",
        given=invited,
        get=answers(404),
        post=answers(404),
        state="forged",
    ),
)
