"""Where an application can stand, and the table of moves. Pure but for the shape of the table."""

from __future__ import annotations

from avow.kernel.workflow import Move, State, Workflow

SIGNALLED, OPEN, SUBMITTED, ASKED = "signalled", "open", "submitted", "asked"
ACCEPTED, DECLINED, WITHDRAWN = "accepted", "declined", "withdrawn"

APPLICANT, SECRETARIAT = "applicant", "secretariat"

WAITING = (SUBMITTED, ASKED)
DECIDED = (ACCEPTED, DECLINED)

APPLICATION = Workflow(
    title="Application",
    field="state",
    states=(
        State(SIGNALLED, "Signal, address not confirmed"),
        State(OPEN, "Being written"),
        State(SUBMITTED, "Waiting for a decision"),
        State(ASKED, "Waiting for the applicant"),
        State(ACCEPTED, "Accepted"),
        State(DECLINED, "Declined"),
        State(WITHDRAWN, "Withdrawn"),
    ),
    moves=(
        Move("confirm_address", (SIGNALLED,), OPEN, (APPLICANT,), "Confirming the address"),
        Move("submit", (OPEN,), SUBMITTED, (APPLICANT,), "Submitting"),
        Move("ask", (SUBMITTED,), ASKED, (SECRETARIAT,), "Asking for more"),
        Move("answer", (ASKED,), SUBMITTED, (APPLICANT,), "Answering"),
        Move("accept", (SUBMITTED, ASKED), ACCEPTED, (SECRETARIAT,), "Accepting"),
        Move("decline", (SUBMITTED, ASKED), DECLINED, (SECRETARIAT,), "Declining"),
        Move("withdraw", (OPEN, SUBMITTED, ASKED), WITHDRAWN, (APPLICANT,), "Withdrawing"),
    ),
)
