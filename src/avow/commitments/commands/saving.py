"""Saving what is not frozen yet: never over somebody else's words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments.models import Draft


def refuse_overwriting(draft: Draft, expected_revision: int) -> None:
    """Raises ``Refusal`` (``draft-changed``) when the draft was saved since ``expected_revision`` was read."""
    if draft.revision != expected_revision:
        raise Refusal(
            "draft-changed",
            _("Somebody saved it since you opened it: it is at revision %(current)d, yours began at %(revision)d.")
            % {"current": draft.revision, "revision": expected_revision},
            _("Keep your text, look at what changed, and save it again on top."),
        )
