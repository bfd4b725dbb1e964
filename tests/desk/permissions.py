"""Who may ask what of the desk's own pages."""

from __future__ import annotations

from tests.desk.table import SIGN_IN, Row, answers, at

EVERYBODY = answers(200)
SIGNED_IN = answers(200, visitor=SIGN_IN)

ROWS = (
    Row("front", at("/"), get=answers(302), post=answers(405)),
    Row("healthz", at("/healthz"), get=EVERYBODY, post=answers(405)),
    Row("desk-home", at("/desk/"), get=SIGNED_IN),
)
