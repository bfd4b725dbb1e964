"""What happens to tokens."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.kernel import journal
from avow.kernel.commands import command
from avow.organisations.models import ApiToken, Party
from avow.organisations.tokens.bearing import PREFIX, hashed
from avow.organisations.tokens.scopes import SCOPES

LONGEST = timedelta(days=366)
MOST = 20


@command("organisations.make_token")
def make_token(
    *, party: Party, name: str, scopes: Sequence[str], expires_at: datetime, actor: str, at: datetime
) -> tuple[ApiToken, str]:
    """Makes a token and returns it with its secret, which is kept nowhere.

    1. Locks the party; refuses no or unknown scopes, an end that is past or more than a year away, and more than twenty.
    2. Writes the hash of a fresh secret, and journals.
    """
    Party.objects.select_for_update().get(pk=party.pk)
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise Refusal("scopes-missing", _("A token needs at least one thing it may do."), _("Choose what it is for."))
    if not at < expires_at <= at + LONGEST:
        raise Refusal("bad-end", _("A token ends within a year."), _("Choose an earlier day."))
    if ApiToken.objects.filter(party=party, revoked_at=None, expires_at__gt=at).count() >= MOST:
        raise Refusal("too-many", _("There are twenty tokens in force already."), _("Revoke one that is no longer used."))
    secret = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        reference=f"T-{secrets.token_hex(8)}",
        party=party,
        name=name.strip() or _("Token"),
        key=hashed(secret),
        scopes=[scope for scope in SCOPES if scope in scopes],
        made_by=actor,
        made_at=at,
        expires_at=expires_at,
    )
    _journal("organisations.make_token", made, actor, at)
    return made, secret


@command("organisations.revoke_token")
def revoke_token(*, token: ApiToken, actor: str, at: datetime) -> ApiToken:
    """Ends a token at once."""
    row = ApiToken.objects.select_for_update().get(pk=token.pk)
    if row.revoked_at is not None:
        raise Refusal("revoked-already", _("This token is revoked already."), _("Nothing needs to be done."))
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    _journal("organisations.revoke_token", row, actor, at)
    return row


def _journal(code: str, token: ApiToken, actor: str, at: datetime) -> None:
    subjects = [("party", token.party_id), ("token", token.pk)]
    journal.append(command=code, actor=actor, at=at, subjects=subjects, details=[token.reference, list(token.scopes)])
