"""The mail that carries an invitation."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from avow.accounts.mails import unlinked
from avow.accounts.models import Person
from avow.accounts.words import role_names
from avow.organisations.models import Invitation
from avow.organisations.people.links import link_part

log = logging.getLogger(__name__)


def send_invitation(key: int) -> None:
    """Mails the link. A mail that cannot leave undoes nothing: the invitation is listed, and can be sent anew."""
    row = Invitation.objects.select_related("person", "party").get(pk=key)
    inviter = Person.objects.filter(reference=row.invited_by).first()
    with translation.override(row.person.language):
        known = role_names()
        told = {
            "organisation": unlinked(row.party.name),
            "inviter": unlinked(inviter.name) if inviter else "",
            "roles": [known[role] for role in row.roles],
            "link": settings.DESK_URL + reverse("invitation", args=[link_part(row)]),
            "expires_at": row.expires_at,
        }
        try:
            get_adapter().send_mail("organisations/people/invitation", row.person.email, told)
        except (OSError, SMTPException):
            log.warning("invitation %s could not be mailed", row.pk, exc_info=True)
