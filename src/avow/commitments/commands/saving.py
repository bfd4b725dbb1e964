"""Saving what is not frozen yet: never over somebody else's words."""

from __future__ import annotations

from avow.base.refusals import Refusal
from avow.commitments.models import Draft


def refuse_overwriting(draft: Draft, expected_revision: int) -> None:
    """Raises ``Refusal`` (``draft-changed``) when the draft was saved since ``expected_revision`` was read."""
    if draft.revision != expected_revision:
        raise Refusal(
            "draft-changed",
            f"Somebody saved it since you opened it: it is at revision {draft.revision}, yours began at {expected_revision}.",
            "Keep your text, look at what changed, and save it again on top.",
        )
