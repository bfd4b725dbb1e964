"""What people must say with a command, and who is saying it."""

from __future__ import annotations

from avow.base.refusals import Refusal
from avow.commitments import states
from avow.commitments.models import Commitment
from avow.commitments.rows import refuse_control_characters_in


def refuse_wordless(text: str, what: str, remedy: str = "Say why; the public reads it.") -> None:
    """Raises ``Refusal`` (``reason-missing``) where ``what`` comes without a word, or with invisible characters."""
    if not text.strip():
        raise Refusal("reason-missing", f"{what} needs a reason.", remedy)
    refuse_control_characters_in([text])


def sayer(row: Commitment, said_by: str) -> str:
    """Whose word it is: as given, else of whoever the commitment comes from."""
    said_by = said_by or row.origin
    if said_by not in states.ORIGINS:
        raise Refusal("code-unknown", f"“{said_by}” is nobody who can say this.", f"Use one of: {', '.join(states.ORIGINS)}.")
    return said_by
