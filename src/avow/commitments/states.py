"""Where a commitment can stand, and the table of moves. Pure but for the shape of the table."""

from __future__ import annotations

from datetime import date, timedelta

from avow.kernel.workflow import Move, State, Workflow

DRAFT, SUBMITTED, CONFIRMED, DECLINED = "draft", "submitted", "confirmed", "declined"
LIVE, ENDED, LAPSED, WITHDRAWN, SUPERSEDED = "live", "ended", "lapsed", "withdrawn", "superseded"
NOT_REPORTED = "not-reported"

UNCONDITIONAL, CONDITIONAL, MET, FAILED = "unconditional", "conditional", "met", "failed"
NO_MAKER, PROPOSED, CO_MAKER, OWNER = "none", "proposed", "co-maker", "owner"

MAKER, SECRETARIAT, CALENDAR = "maker", "secretariat", "calendar"
ORGANISATION = "organisation"  # the one concerned: proposed as co-maker, or co-maker already
PUBLIC_SOURCE = "public-source"
ORIGINS = (MAKER, SECRETARIAT, PUBLIC_SOURCE)

# What can happen to a commitment beside versions, stages and money: codes of the list ``turns``.
REVIVED, SUPERSEDES = "revived", "supersedes"
CONDITION_MET, CONDITION_FAILED = "condition-met", "condition-failed"
FEATURED, EXEMPLAR, EXEMPLAR_ENDED = "featured", "exemplar", "exemplar-ended"
ENTERED_LATE, TERM_EXCEPTED, SOURCE_CHANGED = "entered-late", "term-excepted", "source-changed"
TURNS = (
    WITHDRAWN, SUPERSEDED, SUPERSEDES, LAPSED, REVIVED, CONDITION_MET, CONDITION_FAILED, FEATURED, EXEMPLAR, EXEMPLAR_ENDED,
    ENTERED_LATE, TERM_EXCEPTED, SOURCE_CHANGED,
)  # fmt: skip

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

CONDITION = Workflow(
    title="Condition of a pledge",
    field="pledge",
    states=(
        State(UNCONDITIONAL, "Unconditional"),
        State(CONDITIONAL, "Conditional"),
        State(MET, "Condition met"),
        State(FAILED, "Condition failed"),
    ),
    moves=(
        Move("meet_condition", (CONDITIONAL, FAILED), MET, (MAKER, SECRETARIAT), "Meeting the condition"),
        Move("fail_condition", (CONDITIONAL,), FAILED, (MAKER, SECRETARIAT), "Failing the condition"),
    ),
)

MAKING = Workflow(
    title="Organisations that make it",
    field="role",
    states=(
        State(NO_MAKER, "No maker of it"),
        State(PROPOSED, "Proposed as co-maker"),
        State(CO_MAKER, "Co-maker"),
        State(OWNER, "Owner"),
    ),
    moves=(
        Move("propose_co_maker", (NO_MAKER,), PROPOSED, (MAKER, SECRETARIAT), "Proposing a co-maker"),
        Move("accept_co_making", (PROPOSED,), CO_MAKER, (ORGANISATION,), "Agreeing to make it"),
        Move("decline_co_making", (PROPOSED,), NO_MAKER, (ORGANISATION,), "Declining to make it"),
        Move("leave", (CO_MAKER,), NO_MAKER, (ORGANISATION,), "Leaving it"),
        Move("remove_co_maker", (PROPOSED, CO_MAKER), NO_MAKER, (MAKER, SECRETARIAT), "Removing a co-maker"),
        Move("change_owner", (CO_MAKER,), OWNER, (MAKER, SECRETARIAT), "Handing it over"),
    ),
)

WORKFLOWS = (REGISTRATION, STANDING, CONDITION, MAKING)


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
made by the calendar: they are read from dates and never written.

`organisation` is the one the move is about: proposed as co-maker, or making it with the owner. Where an organisation wants
an approver, what binds it in public is its approvers' alone (`commitments/access.py`). A change of the text is an
amendment: a new version, whose label is computed, and no move of these tables."""


def _line(move: Move) -> str:
    who = ", ".join(move.who) + (" (*read*)" if move.by_calendar else "")
    return f"| {move.name} | {', '.join(move.source)} | {move.target} | {who} |"
