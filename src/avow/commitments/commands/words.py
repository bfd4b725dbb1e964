"""What people must say with a command, and who is saying it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.models import Commitment
from avow.commitments.rows import refuse_control_characters_in


def refuse_wordless(text: str, sentence: str, remedy: str = "") -> None:
    """Raises ``Refusal`` (``reason-missing``, with the ``sentence``) for no word at all, or for invisible characters."""
    if not text.strip():
        raise Refusal("reason-missing", sentence, remedy or _("Say why; the public reads it."))
    refuse_control_characters_in([text])


def sayer(row: Commitment, said_by: str) -> str:
    """Whose word it is: as given, else of whoever the commitment comes from."""
    said_by = said_by or row.origin
    if said_by not in states.ORIGINS:
        raise Refusal(
            "code-unknown",
            _("“%(code)s” is nobody who can say this.") % {"code": said_by},
            _("Use one of: %(codes)s.") % {"codes": ", ".join(states.ORIGINS)},
        )
    return said_by
