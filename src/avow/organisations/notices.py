"""What people are told about the organisations they act for."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy

from avow.accounts.models import Person
from avow.accounts.words import ROLE_NAMES
from avow.base import clock
from avow.organisations.joining import notices as joining  # noqa: F401 -- declares its kinds
from avow.organisations.models import Invitation
from avow.organisations.people.links import link_part
from avow.outbox.kinds import NoticeKind, Say, Words, declare
from avow.outbox.models import Notice
from avow.outbox.wording import Link


def _invitation(notice: Notice) -> Words | None:
    """Nothing once the invitation was accepted, withdrawn, or too old."""
    row = Invitation.objects.select_related("party").filter(pk=notice.subject_id).first()
    if row is None or row.accepted_at or row.withdrawn_at or row.expires_at <= clock.now():
        return None
    inviter = Person.objects.filter(reference=row.invited_by).first()
    return {
        "organisation": row.party.name,
        "inviter": inviter.name if inviter else "",
        "roles": [ROLE_NAMES[role] for role in row.roles],
        "link": Link(reverse("invitation", args=[link_part(row)]), gettext_lazy("Look at the invitation")),
        "until": row.expires_at,
    }


INVITATION = declare(
    NoticeKind(
        code="organisations.invitation",
        title=gettext_lazy("Invitation to act for an organisation"),
        words=_invitation,
        example={
            "organisation": "Care for All",
            "inviter": "Amina Diallo",
            "roles": [ROLE_NAMES["editor"], ROLE_NAMES["approver"]],
            "link": Link("/account/invitation/1.example/", gettext_lazy("Look at the invitation")),
            "until": clock.now(),
        },
        say=Say.NONE,
        per_sender=40,
        per_recipient=10,
    )
)
