"""Where a notice can stand, and the table of moves.

Two states say how far a worker has come: *claimed* before anything was handed over, so that after a crash it simply goes
back into the queue; *sending* from the moment the text may have left, so that after a crash nobody can tell, and a person
decides.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from avow.kernel.workflow import Move, State, Workflow

QUEUED, HELD, CLAIMED, SENDING, SENT = "queued", "held", "claimed", "sending", "sent"
UNCERTAIN, FAILED, CANCELLED = "uncertain", "failed", "cancelled"

SECRETARIAT, WORKER = "secretariat", "worker"

NOTICE = Workflow(
    title="Notice",
    field="state",
    states=(
        State(QUEUED, gettext_noop("Waiting")),
        State(HELD, gettext_noop("On hold")),
        State(CLAIMED, gettext_noop("Being prepared")),
        State(SENDING, gettext_noop("Being sent")),
        State(SENT, gettext_noop("Sent")),
        State(UNCERTAIN, gettext_noop("Perhaps sent")),
        State(FAILED, gettext_noop("Not delivered")),
        State(CANCELLED, gettext_noop("Cancelled")),
    ),
    moves=(
        Move("hold", (QUEUED,), HELD, (SECRETARIAT,), gettext_noop("Holding back")),
        Move("release", (HELD,), QUEUED, (SECRETARIAT,), gettext_noop("Letting go")),
        Move("send_now", (QUEUED, HELD), QUEUED, (SECRETARIAT,), gettext_noop("Sending now")),
        Move("cancel", (QUEUED, HELD, FAILED, UNCERTAIN), CANCELLED, (SECRETARIAT,), gettext_noop("Cancelling")),
        Move("resend", (SENT, FAILED, UNCERTAIN), QUEUED, (SECRETARIAT,), gettext_noop("Sending again")),
        Move("mark_sent", (UNCERTAIN,), SENT, (SECRETARIAT,), gettext_noop("Taking as sent")),
        Move("claim", (QUEUED,), CLAIMED, (WORKER,), gettext_noop("Taking up")),
        Move("put_back", (CLAIMED,), QUEUED, (WORKER,), gettext_noop("Putting back")),
        Move("begin", (CLAIMED,), SENDING, (WORKER,), gettext_noop("Handing over")),
        Move("drop", (QUEUED, CLAIMED), CANCELLED, (WORKER,), gettext_noop("Dropping")),
        Move("set_aside", (CLAIMED,), HELD, (WORKER,), gettext_noop("Setting aside")),
        Move("deliver", (SENDING, UNCERTAIN), SENT, (WORKER,), gettext_noop("Delivering")),
        Move("postpone", (CLAIMED, SENDING, UNCERTAIN), QUEUED, (WORKER,), gettext_noop("Trying again later")),
        Move("fail", (CLAIMED, SENDING, UNCERTAIN), FAILED, (WORKER,), gettext_noop("Giving up")),
        Move("lose", (SENDING,), UNCERTAIN, (WORKER,), gettext_noop("Losing sight")),
    ),
)
