"""Who may ask what of the pages about signing in and about oneself. What these pages show is one's own, whoever one is."""

from __future__ import annotations

from collections.abc import Callable

from tests.builders_people import Cast, person
from tests.desk.table import SIGN_IN, Row, answers, at

# Those who are signed in already are led on to the desk.
ENTRANCE = answers(302, visitor=200)
OWN = answers(200, visitor=SIGN_IN)
SENT = answers(302)  # done, and led on; the visitor to sign-in
WRONG = answers(422, visitor=SIGN_IN)  # an empty form
NOT_THERE = answers(404, visitor=SIGN_IN)
NO_GET = answers(405, visitor=SIGN_IN)


def somebody_elses_passkey(cast: Cast) -> int:
    """A passkey of a person outside the cast: nobody may touch it."""
    from allauth.mfa.models import Authenticator

    row = Authenticator.objects.create(user=person().user, type="webauthn", data={"name": "theirs", "credential": {}})
    return int(row.pk)


def somebody(tail: str = "") -> Callable[..., str]:
    return lambda cast, *_: f"/desk/people/{cast['nobody'].reference}/{tail}"


# People and roles everywhere: for the secretariat and the site administrator; the auditor looks on.
PEOPLE = answers(403, visitor=SIGN_IN, secretariat=200, site_administrator=200, auditor=200)
PEOPLE_CHANGE = answers(403, visitor=SIGN_IN, secretariat=302, site_administrator=302)

ROWS = (
    Row("people", at("/desk/people/"), get=PEOPLE),
    Row("person", somebody(), get=PEOPLE),
    Row(
        "person", at("/desk/people/P-0/"), get={who: 404 if one == 200 else one for who, one in PEOPLE.items()}, state="nobody"
    ),
    Row(
        "grant-role",
        at("/desk/people/roles/grant/"),
        get={**PEOPLE, "auditor": 403},
        post=answers(403, visitor=SIGN_IN, secretariat=422, site_administrator=422),
    ),
    Row(
        "revoke-role",
        lambda cast: f"/desk/people/{cast['reviewer'].reference}/roles/reviewer/revoke/",
        get=NO_GET,
        post=PEOPLE_CHANGE,
    ),
    Row(
        "revoke-role",
        lambda cast: f"/desk/people/{cast['secretariat'].reference}/roles/secretariat/revoke/",
        get=NO_GET,
        post={who: 409 if one == 302 and who != "visitor" else one for who, one in PEOPLE_CHANGE.items()},
        state="of the last officer",
    ),
    Row("close-account", somebody("close/"), get=NO_GET, post=PEOPLE_CHANGE),
    Row("reopen-account", somebody("reopen/"), get=NO_GET, post=PEOPLE_CHANGE),
    Row("reset-factors", somebody("reset/"), get=NO_GET, post=PEOPLE_CHANGE),
    Row("account-profile", at("/account/"), get=OWN, post=WRONG),
    Row("account-address", at("/account/address/"), get=OWN, post=WRONG),
    Row("account-address-code", at("/account/address/code/"), get=SENT, post=SENT),
    Row("account-language", at("/account/language/"), get=answers(405), post=SENT),
    Row("account-sessions", at("/account/sessions/"), get=OWN),
    Row("account-end-others", at("/account/sessions/others/end/"), get=NO_GET, post=SENT),
    Row("account-end-session", at("/account/sessions/0123abcd/end/"), get=NO_GET, post=NOT_THERE),
    Row("account-security", at("/account/security/"), get=OWN),
    Row("account-second-factor", at("/account/security/needed/"), get=SENT),
    Row("account-add-passkey", at("/account/security/passkeys/add/"), get=OWN, post=WRONG),
    Row(
        "account-name-passkey",
        lambda cast, key: f"/account/security/passkeys/{key}/",
        given=somebody_elses_passkey,
        get=NOT_THERE,
        post=NOT_THERE,
        posted=lambda *_: {"name": "mine"},
    ),
    Row(
        "account-remove-passkey",
        lambda cast, key: f"/account/security/passkeys/{key}/remove/",
        given=somebody_elses_passkey,
        get=NO_GET,
        post=NOT_THERE,
    ),
    Row("account-add-app", at("/account/security/app/add/"), get=OWN, post=WRONG),
    Row("account-remove-app", at("/account/security/app/remove/"), get=NO_GET, post=NOT_THERE),
    Row("account-codes", at("/account/security/codes/"), get=OWN, post=answers(409, visitor=SIGN_IN)),
    Row("account-forget-provider", at("/account/security/providers/1/remove/"), get=NO_GET, post=SENT),
    Row("account-confirm", at("/account/confirm/"), get=OWN, post=OWN),
    Row("account-send-code", at("/account/confirm/send/"), get=NO_GET, post=SENT),
    Row("account_login", at("/account/sign-in/"), get=ENTRANCE, post=answers(302, visitor=422)),
    Row("account_request_login_code", at("/account/sign-in/"), get=ENTRANCE, post=answers(302, visitor=422)),
    Row("account_confirm_login_code", at("/account/sign-in/code/"), get=SENT, post=SENT),
    Row("mfa_authenticate", at("/account/sign-in/second/"), get=SENT, post=SENT),
    Row("mfa_login_webauthn", at("/account/sign-in/passkey/"), get=SENT, post=SENT),
    Row("openid_connect_login", at("/account/sign-in/with/nobody/"), get=answers(404), post=answers(405)),
    Row("openid_connect_callback", at("/account/sign-in/with/nobody/back/"), get=answers(404), post=answers(405)),
    Row("account_logout", at("/account/sign-out/"), get=answers(200, visitor=302), post=SENT),
    Row("sign-in-link", at("/account/link/guessed/"), get=answers(404), post=answers(404)),
    Row("account_signup", at("/account/no-account/"), get=answers(200), post=answers(405)),
    Row("account_inactive", at("/account/closed/"), get=answers(403), post=answers(405)),
)
