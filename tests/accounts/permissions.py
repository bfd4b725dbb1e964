"""Who may ask what of the pages about signing in and about oneself."""

from __future__ import annotations

from tests.desk.table import Row, answers, at

# Those who are signed in already are led on to the desk.
ENTRANCE = answers(302, visitor=200)

ROWS = (
    Row("account_login", at("/account/sign-in/"), get=ENTRANCE, post=answers(302, visitor=422)),
    Row("account_request_login_code", at("/account/sign-in/"), get=ENTRANCE, post=answers(302, visitor=422)),
    Row("account_confirm_login_code", at("/account/sign-in/code/"), get=answers(302), post=answers(302)),
    Row("account_logout", at("/account/sign-out/"), get=answers(200, visitor=302), post=answers(302)),
    Row("account_signup", at("/account/no-account/"), get=answers(200), post=answers(405)),
    Row("account_inactive", at("/account/closed/"), get=answers(403), post=answers(405)),
    Row("account-language", at("/account/language/"), get=answers(405), post=answers(302)),
)
