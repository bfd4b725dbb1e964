"""What a mailed link of an applicant carries: the application's number, signed. Nothing secret is kept, and only the home's
key can make one. It opens this one application, and never a session."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from avow.organisations.models import Application

_CONFIRM, _WRITE = "avow.joining.confirm", "avow.joining.write"


def confirming_part(application: Application) -> str:
    """The part of the address that shows that the applicant reads the mail."""
    return _signed(application, _CONFIRM)


def writing_part(application: Application) -> str:
    """The part of the personal address of an application; known only to whoever confirmed the address."""
    return _signed(application, _WRITE)


def to_confirm(part: str) -> Application | None:
    return _found(part, _CONFIRM)


def to_write(part: str) -> Application | None:
    """The application a personal link names; ``None`` for a link that is not ours."""
    return _found(part, _WRITE)


def _signed(application: Application, salt: str) -> str:
    return Signer(salt=salt, sep=".").sign(str(application.pk))


def _found(part: str, salt: str) -> Application | None:
    try:
        number = int(Signer(salt=salt, sep=".").unsign(part))
    except (BadSignature, ValueError):
        return None
    return Application.objects.select_related("contact", "organisation").filter(pk=number).first()
