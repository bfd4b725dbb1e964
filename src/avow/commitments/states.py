"""Where a commitment can stand, and the table of moves. Pure but for the shape of the table."""

from __future__ import annotations

from datetime import date, timedelta

from avow.kernel.workflow import Move, State, Workflow

DRAFT, SUBMITTED, CONFIRMED, DECLINED = "draft", "submitted", "confirmed", "declined"
LIVE, ENDED, LAPSED, WITHDRAWN, SUPERSEDED = "live", "ended", "lapsed", "withdrawn", "superseded"
NOT_REPORTED = "not-reported"

MAKER, SECRETARIAT, CALENDAR = "maker", "secretariat", "calendar"
PUBLIC_SOURCE = "public-source"

REGISTRATION = Workflow(
    title="Registration",
    field="registration",
    states=(State(DRAFT, "Draft"), State(SUBMITTED, "Submitted"), State(CONFIRMED, "Confirmed"), State(DECLINED, "Declined")),
    moves=(
        Move("submit", (DRAFT,), SUBMITTED, (MAKER, SECRETARIAT), "Submitting"),
        Move("send_back", (SUBMITTED,), DRAFT, (SECRETARIAT,), "Asking for changes"),
        Move("confirm", (SUBMITTED,), CONFIRMED, (SECRETARIAT,), "Confirming"),
        Move("decline", (SUBMITTED,), DECLINED, (SECRETARIAT,), "Declining"),
    ),
)

STANDING = Workflow(
    title="Standing",
    field="standing",
    states=(
        State(LIVE, "Live"),
        State(ENDED, "Ended"),
        State(LAPSED, "Lapsed"),
        State(WITHDRAWN, "Withdrawn"),
        State(SUPERSEDED, "Superseded"),
    ),
    moves=(
        Move("end", (LIVE,), ENDED, (CALENDAR,), "Ending", by_calendar=True),
        Move("lapse", (LIVE,), LAPSED, (CALENDAR,), "Lapsing"),
        Move("revive", (LAPSED,), LIVE, (MAKER,), "Coming back with a report"),
        Move("withdraw", (LIVE, LAPSED), WITHDRAWN, (MAKER, SECRETARIAT), "Withdrawing"),
        Move("supersede", (LIVE, LAPSED), SUPERSEDED, (SECRETARIAT,), "Replacing by another commitment"),
    ),
)

WORKFLOWS = (REGISTRATION, STANDING)


def standing_on(written: str, last: date | None, day: date) -> str:
    """The standing as of a day: a live commitment has ended once ``last``, the last day its end can mean, is over."""
    return ENDED if written == LIVE and last is not None and last < day else written


def standing_since(standing: str, written_since: date | None, last: date | None) -> date | None:
    """The day since which a standing read by ``standing_on`` holds: an ended one since the day after its last. None while
    live."""
    if standing == LIVE:
        return None
    return last + timedelta(days=1) if standing == ENDED and last is not None else written_since


def moves_page() -> str:
    """``docs/reference/moves.md``: the tables of moves for people."""
    parts = ["# Moves of a commitment", _ABOUT]
    for one in WORKFLOWS:
        table = "\n".join(["| move | from | to | who |", "|---|---|---|---|", *map(_line, one.moves)])
        parts += [f"## {one.title}", table, f"```mermaid\n{one.diagram()}\n```"]
    return "\n\n".join(parts) + "\n"


_ABOUT = """Drawn from the tables in `commitments/states.py`; a test compares this page with them. Moves marked *read* are
made by the calendar: they are read from dates and never written."""


def _line(move: Move) -> str:
    who = ", ".join(move.who) + (" (*read*)" if move.by_calendar else "")
    return f"| {move.name} | {', '.join(move.source)} | {move.target} | {who} |"
