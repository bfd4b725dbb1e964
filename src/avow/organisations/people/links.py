"""What a mailed invitation carries: its number, signed. Nothing secret is kept, and only the home's key can make one."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer

from avow.organisations.models import Invitation

_SIGNER = "avow.organisations.invitation"


def link_part(invitation: Invitation) -> str:
    """The part of the address that names the invitation."""
    return Signer(salt=_SIGNER, sep=".").sign(str(invitation.pk))


def invitation_of(part: str) -> Invitation | None:
    """The invitation a link names, whatever has become of it; ``None`` for a link that is not ours."""
    try:
        number = int(Signer(salt=_SIGNER, sep=".").unsign(part))
    except (BadSignature, ValueError):
        return None
    return Invitation.objects.select_related("person", "party").filter(pk=number).first()
