"""Second factors of a person: passkeys, one authenticator app, recovery codes. allauth keeps and checks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from avow.accounts.access import actor_of
from avow.accounts.actors import SECOND_FACTOR
from avow.accounts.confirming import FACTORS
from avow.accounts.models import User
from avow.accounts.requests import user_of
from avow.base.refusals import Refusal

MOST_PASSKEYS = 20
Type = Authenticator.Type


@dataclass(frozen=True, slots=True)
class Passkey:
    key: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """``codes`` counts unused recovery codes; ``None`` when there is no set of them."""

    passkeys: Sequence[Passkey]
    app: datetime | None
    codes: int | None

    @property
    def any(self) -> bool:
        return bool(self.passkeys) or self.app is not None


def of(user: User) -> Factors:
    rows = list(Authenticator.objects.filter(user=user).order_by("id"))
    passkeys = [
        Passkey(one.pk, one.data["name"], one.created_at, one.last_used_at) for one in rows if one.type == Type.WEBAUTHN
    ]
    app = next((one.created_at for one in rows if one.type == Type.TOTP), None)
    codes = next((len(one.wrap().get_unused_codes()) for one in rows if one.type == Type.RECOVERY_CODES), None)
    return Factors(passkeys, app, codes)


@transaction.atomic
def add_passkey(request: HttpRequest, name: str, credential: dict[str, Any]) -> bool:
    """Keeps a passkey that was just made, which also shows the second factor. True when recovery codes were made with it."""
    user = _locked(request)
    if Authenticator.objects.filter(user=user, type=Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise Refusal("too-many", _("There are twenty passkeys already."), _("Remove one that is no longer used."))
    return _added(request, WebAuthn.add(user, name.strip() or _("Passkey"), credential).instance)


@transaction.atomic
def add_app(request: HttpRequest, secret: str) -> bool:
    """Keeps the authenticator app whose code was just right. True when recovery codes were made with it."""
    user = _locked(request)
    if Authenticator.objects.filter(user=user, type=Type.TOTP).exists():
        raise Refusal("factor-there", _("An authenticator app is set up already."), _("Remove it first."))
    return _added(request, TOTP.activate(user, secret).instance)


@transaction.atomic
def remove(request: HttpRequest, kind: str, key: int | None = None) -> None:
    """Removes a passkey or the app. The last factor of somebody whose roles need one stays; the codes go with the last."""
    user = _locked(request)
    rows = Authenticator.objects.filter(user=user, type__in=FACTORS)
    found = rows.filter(type=kind, **({} if key is None else {"pk": key})).first()
    if found is None:
        raise Refusal("not-found", _("That is not set up."), _("Reload the page to see what is."))
    if rows.count() == 1 and actor_of(request).everywhere & SECOND_FACTOR:
        raise Refusal("last-factor", _("Your roles need a second step, and this is the only one."), _("Add another one first."))
    found.delete()
    if not rows.exists():
        Authenticator.objects.filter(user=user).delete()


@transaction.atomic
def new_codes(request: HttpRequest) -> list[str]:
    """Makes a new set of recovery codes; the old ones stop working."""
    user = _locked(request)
    if not Authenticator.objects.filter(user=user, type__in=FACTORS).exists():
        raise Refusal("no-factor", _("Recovery codes stand in for a second step, and none is set up."), _("Set one up first."))
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    return unused_codes(RecoveryCodes.activate(user))


def unused_codes(codes: RecoveryCodes) -> list[str]:
    return [f"{one[:4]}-{one[4:]}" for one in codes.get_unused_codes()]


def _added(request: HttpRequest, made: Authenticator) -> bool:
    post_authentication(request, made, reauthenticated=True)
    known = Authenticator.objects.filter(user=made.user, type=Type.RECOVERY_CODES).exists()
    if not known:
        RecoveryCodes.activate(made.user)
    return not known


def _locked(request: HttpRequest) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user_of(request).pk)
